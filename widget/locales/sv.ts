import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Stäng",
  online: "Online nu",
  away: "Inte på plats",
  title: { pre_chat: "Hur kan vi hjälpa dig?", offline: "Lämna ett meddelande" },
  intro: {
    pre_chat: "Berätta vad du behöver hjälp med, så återkommer vi.",
    offline: "Vi är inte på plats just nu. Lämna ett meddelande, så svarar vi så snart vi kan.",
  },
  labels: { name: "Ditt namn", email: "E-post", phone: "Telefon", long_text: "Ditt meddelande" },
  optional: "valfritt",
  phoneHelp: "Med + och landsnummer",
  choose: "Välj",
  send: "Skicka",
  notYou: "Inte du?",
  chat: { name: "sv-chat", load: () => import("./sv-chat.ts") },
} satisfies FormWords;
