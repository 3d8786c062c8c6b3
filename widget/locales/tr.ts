import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Kapat",
  online: "Şu anda çevrimiçi",
  away: "Çevrimdışı",
  title: { pre_chat: "Size nasıl yardımcı olabiliriz?", offline: "Bize mesaj bırakın" },
  intro: {
    pre_chat: "Neye ihtiyacınız olduğunu yazın, size dönüş yapalım.",
    offline: "Şu anda burada değiliz. Mesaj bırakın, en kısa sürede yanıtlayalım.",
  },
  labels: { name: "Adınız", email: "E-posta", phone: "Telefon", long_text: "Mesajınız" },
  optional: "isteğe bağlı",
  phoneHelp: "+ ve ülke koduyla",
  choose: "Lütfen seçin",
  send: "Gönder",
  notYou: "Siz değil misiniz?",
  chat: { name: "tr-chat", load: () => import("./tr-chat.ts") },
} satisfies FormWords;
