import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Tanca",
  online: "En línia ara",
  away: "No disponible",
  title: { pre_chat: "En què us podem ajudar?", offline: "Deixeu-nos un missatge" },
  intro: {
    pre_chat: "Digueu-nos què necessiteu i us respondrem.",
    offline: "Ara mateix no hi som. Deixeu un missatge i us respondrem tan aviat com puguem.",
  },
  labels: { name: "Nom", email: "Correu electrònic", phone: "Telèfon", long_text: "Missatge" },
  optional: "opcional",
  phoneHelp: "Amb + i prefix del país",
  choose: "Trieu una opció",
  send: "Envia",
  notYou: "No sou vós?",
  chat: { name: "ca-chat", load: () => import("./ca-chat.ts") },
} satisfies FormWords;
