import type { ConversationWords } from "./words.ts";

export default {
  back: "Kembali",
  loading: "Memuat…",
  none: "Belum ada percakapan.",
  notReached: "Tidak ada koneksi. Akan dicoba lagi saat Anda online.",
  unread: "Baru",
  status: { open: "Terbuka", waiting: "Dijawab", solved: "Selesai", closed: "Ditutup" },
  otherDevice: "Pernah menulis dari perangkat lain?",
  otherDeviceHelp: "Konfirmasikan alamat email Anda, dan pesan dari perangkat itu akan tampil di sini.",
  sendCode: "Kirimi saya kode",
  codeSent: "Kami sedang mengirim kode enam angka ke {email}. Kode berlaku selama sepuluh menit.",
  code: "Kode dari email",
  confirm: "Konfirmasi",
  sendAgain: "Kirim kode lain",
  otherAddress: "Pakai alamat lain",
  confirmed: "Alamat email Anda telah dikonfirmasi.",
  faults: {
    codes_exhausted: "Terlalu banyak kode untuk saat ini. Coba lagi dalam satu jam atau besok.",
    code_wrong: "Kode ini salah. Harap periksa angkanya.",
    code_expired: "Kode ini sudah tidak berlaku. Silakan minta kode baru.",
    too_many_requests: "Tunggu satu menit, lalu coba lagi.",
    visitor_blocked: "Anda tidak dapat lagi mengirim pesan di sini.",
    invalid_request: "Harap periksa isian Anda.",
    internal: "Tidak berhasil. Silakan coba lagi.",
  },
} satisfies ConversationWords;
