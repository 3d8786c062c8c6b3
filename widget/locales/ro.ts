import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Închide",
  online: "Acum online",
  away: "Indisponibil",
  title: { pre_chat: "Cu ce vă putem ajuta?", offline: "Lăsați-ne un mesaj" },
  intro: {
    pre_chat: "Spuneți-ne de ce aveți nevoie și vă vom răspunde.",
    offline: "Momentan nu suntem disponibili. Lăsați un mesaj și vă vom răspunde cât mai curând.",
  },
  labels: { name: "Nume", email: "Adresă de e-mail", phone: "Telefon", long_text: "Mesaj" },
  optional: "opțional",
  phoneHelp: "Cu + și prefixul țării",
  choose: "Alegeți",
  send: "Trimite",
  notYou: "Altcineva?",
  chat: { name: "ro-chat", load: () => import("./ro-chat.ts") },
} satisfies FormWords;
