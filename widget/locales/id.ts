import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Tutup",
  online: "Sedang online",
  away: "Tidak di tempat",
  title: { pre_chat: "Ada yang bisa kami bantu?", offline: "Tinggalkan pesan" },
  intro: {
    pre_chat: "Sampaikan kebutuhan Anda dan kami akan menghubungi Anda.",
    offline: "Kami sedang tidak di tempat. Tinggalkan pesan dan kami akan membalas secepatnya.",
  },
  labels: { name: "Nama Anda", email: "Email", phone: "Telepon", long_text: "Pesan Anda" },
  optional: "opsional",
  phoneHelp: "Dengan + dan kode negara",
  choose: "Silakan pilih",
  send: "Kirim",
  notYou: "Bukan Anda?",
  chat: { name: "id-chat", load: () => import("./id-chat.ts") },
} satisfies FormWords;
