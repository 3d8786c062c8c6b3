import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Sulje",
  online: "Paikalla nyt",
  away: "Poissa",
  title: { pre_chat: "Kuinka voimme auttaa?", offline: "Jätä meille viesti" },
  intro: {
    pre_chat: "Kerro, mitä tarvitset, niin vastaamme sinulle.",
    offline: "Emme ole juuri nyt paikalla. Jätä viesti, niin vastaamme mahdollisimman pian.",
  },
  labels: { name: "Nimesi", email: "Sähköposti", phone: "Puhelin", long_text: "Viestisi" },
  optional: "valinnainen",
  phoneHelp: "Alkuun + ja maakoodi",
  choose: "Valitse",
  send: "Lähetä",
  notYou: "Joku muu?",
  chat: { name: "fi-chat", load: () => import("./fi-chat.ts") },
} satisfies FormWords;
