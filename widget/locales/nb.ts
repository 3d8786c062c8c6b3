import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Lukk",
  online: "På nett nå",
  away: "Ikke til stede",
  title: { pre_chat: "Hvordan kan vi hjelpe?", offline: "Legg igjen en melding" },
  intro: {
    pre_chat: "Fortell oss hva du trenger, så svarer vi deg.",
    offline: "Vi er ikke her akkurat nå. Legg igjen en melding, så svarer vi så snart vi kan.",
  },
  labels: { name: "Navnet ditt", email: "E-post", phone: "Telefon", long_text: "Meldingen din" },
  optional: "valgfritt",
  phoneHelp: "Med + og landskode",
  choose: "Velg",
  send: "Send",
  notYou: "Ikke deg?",
  chat: { name: "nb-chat", load: () => import("./nb-chat.ts") },
} satisfies FormWords;
