import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Zatvori",
  online: "Sada na mreži",
  away: "Nismo tu",
  title: { pre_chat: "Kako vam možemo pomoći?", offline: "Ostavite nam poruku" },
  intro: {
    pre_chat: "Recite nam što trebate i javit ćemo vam se.",
    offline: "Trenutačno nismo dostupni. Ostavite poruku i odgovorit ćemo čim budemo mogli.",
  },
  labels: { name: "Vaše ime", email: "E-pošta", phone: "Telefon", long_text: "Vaša poruka" },
  optional: "neobavezno",
  phoneHelp: "S + i pozivnim brojem države",
  choose: "Odaberite",
  send: "Pošalji",
  notYou: "Niste vi?",
  chat: { name: "hr-chat", load: () => import("./hr-chat.ts") },
} satisfies FormWords;
