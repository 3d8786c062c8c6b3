import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Zapri",
  online: "Zdaj na voljo",
  away: "Nismo na voljo",
  title: { pre_chat: "Kako vam lahko pomagamo?", offline: "Pustite nam sporočilo" },
  intro: {
    pre_chat: "Povejte nam, kaj potrebujete, in oglasili se vam bomo.",
    offline: "Trenutno nismo na voljo. Pustite sporočilo in odgovorili bomo takoj, ko bo mogoče.",
  },
  labels: { name: "Vaše ime", email: "E-pošta", phone: "Telefon", long_text: "Vaše sporočilo" },
  optional: "neobvezno",
  phoneHelp: "Z znakom + in kodo države",
  choose: "Izberite",
  send: "Pošlji",
  notYou: "Niste vi?",
  chat: { name: "sl-chat", load: () => import("./sl-chat.ts") },
} satisfies FormWords;
