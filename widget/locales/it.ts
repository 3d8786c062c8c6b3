import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Chiudi",
  online: "Online ora",
  away: "Assente",
  title: { pre_chat: "Come possiamo aiutarla?", offline: "Ci lasci un messaggio" },
  intro: {
    pre_chat: "Ci dica di cosa ha bisogno e le risponderemo.",
    offline: "Al momento non siamo disponibili. Lasci un messaggio e risponderemo appena possibile.",
  },
  labels: { name: "Nome", email: "Indirizzo e-mail", phone: "Telefono", long_text: "Messaggio" },
  optional: "facoltativo",
  phoneHelp: "Con + e prefisso del paese",
  choose: "Selezioni",
  send: "Invia",
  notYou: "Non è lei?",
  chat: { name: "it-chat", load: () => import("./it-chat.ts") },
} satisfies FormWords;
