import type { Words } from "./words.ts";

export default {
  close: "Schließen",
  here: "Jetzt da",
  away: "Gerade nicht da",
  title: { pre_chat: "Wie können wir helfen?", offline: "Schreiben Sie uns" },
  intro: {
    pre_chat: "Sagen Sie uns kurz, worum es geht. Wir melden uns bei Ihnen.",
    offline: "Gerade ist niemand da. Schreiben Sie uns, wir antworten so bald wie möglich.",
  },
  labels: { name: "Ihr Name", email: "E-Mail", phone: "Telefon", long_text: "Ihre Nachricht" },
  optional: "freiwillig",
  phone: "Mit + und Ländervorwahl",
  choose: "Bitte wählen",
  send: "Senden",
  notYou: "Das sind nicht Sie?",
  later: () => import("./de-later.ts"),
} satisfies Words;
