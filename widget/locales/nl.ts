import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Sluiten",
  online: "Nu online",
  away: "Afwezig",
  title: { pre_chat: "Hoe kunnen we u helpen?", offline: "Laat een bericht achter" },
  intro: {
    pre_chat: "Vertel ons wat u nodig hebt, dan nemen we contact met u op.",
    offline: "We zijn er nu even niet. Laat een bericht achter en we antwoorden zo snel mogelijk.",
  },
  labels: { name: "Uw naam", email: "E-mailadres", phone: "Telefoon", long_text: "Uw bericht" },
  optional: "optioneel",
  phoneHelp: "Met + en landnummer",
  choose: "Maak een keuze",
  send: "Versturen",
  notYou: "Niet u?",
  chat: { name: "nl-chat", load: () => import("./nl-chat.ts") },
} satisfies FormWords;
