import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Zamknij",
  online: "Teraz online",
  away: "Nie ma nas",
  title: { pre_chat: "W czym możemy pomóc?", offline: "Zostaw wiadomość" },
  intro: {
    pre_chat: "Napisz, czego potrzebujesz, a my odpowiemy.",
    offline: "Teraz nas nie ma. Zostaw wiadomość, a odpowiemy tak szybko, jak to możliwe.",
  },
  labels: { name: "Imię", email: "Adres e-mail", phone: "Telefon", long_text: "Wiadomość" },
  optional: "opcjonalnie",
  phoneHelp: "Z + i numerem kierunkowym kraju",
  choose: "Wybierz",
  send: "Wyślij",
  notYou: "To nie Ty?",
  chat: { name: "pl-chat", load: () => import("./pl-chat.ts") },
} satisfies FormWords;
