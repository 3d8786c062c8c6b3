import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Zavřít",
  online: "Právě online",
  away: "Nejsme tu",
  title: { pre_chat: "Jak vám můžeme pomoci?", offline: "Nechte nám zprávu" },
  intro: {
    pre_chat: "Napište nám, co potřebujete, a my se vám ozveme.",
    offline: "Právě tu nejsme. Nechte nám zprávu a odpovíme, jakmile to bude možné.",
  },
  labels: { name: "Vaše jméno", email: "E-mail", phone: "Telefon", long_text: "Vaše zpráva" },
  optional: "nepovinné",
  phoneHelp: "S + a předvolbou země",
  choose: "Vyberte",
  send: "Odeslat",
  notYou: "Nejste to vy?",
  chat: { name: "cs-chat", load: () => import("./cs-chat.ts") },
} satisfies FormWords;
