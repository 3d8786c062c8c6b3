import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Zavrieť",
  online: "Teraz online",
  away: "Nie sme tu",
  title: { pre_chat: "Ako vám môžeme pomôcť?", offline: "Nechajte nám správu" },
  intro: {
    pre_chat: "Napíšte nám, čo potrebujete, a ozveme sa vám.",
    offline: "Práve tu nie sme. Nechajte nám správu a odpovieme čo najskôr.",
  },
  labels: { name: "Vaše meno", email: "E-mail", phone: "Telefón", long_text: "Vaša správa" },
  optional: "nepovinné",
  phoneHelp: "S + a predvoľbou krajiny",
  choose: "Vyberte",
  send: "Odoslať",
  notYou: "Nie ste to vy?",
  chat: { name: "sk-chat", load: () => import("./sk-chat.ts") },
} satisfies FormWords;
