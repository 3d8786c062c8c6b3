import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Schließen",
  online: "Jetzt online",
  away: "Nicht da",
  title: { pre_chat: "Wie können wir helfen?", offline: "Hinterlassen Sie eine Nachricht" },
  intro: {
    pre_chat: "Sagen Sie uns kurz, worum es geht. Wir melden uns bei Ihnen.",
    offline: "Gerade ist niemand da. Schreiben Sie uns, wir antworten so bald wie möglich.",
  },
  labels: { name: "Ihr Name", email: "E-Mail", phone: "Telefon", long_text: "Ihre Nachricht" },
  optional: "freiwillig",
  phoneHelp: "Mit + und Ländervorwahl",
  choose: "Bitte wählen",
  send: "Senden",
  notYou: "Nicht Sie?",
  chat: { name: "de-chat", load: () => import("./de-chat.ts") },
} satisfies FormWords;
