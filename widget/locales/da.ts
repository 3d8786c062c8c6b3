import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Luk",
  online: "Online nu",
  away: "Ikke til stede",
  title: { pre_chat: "Hvordan kan vi hjælpe?", offline: "Skriv en besked til os" },
  intro: {
    pre_chat: "Fortæl os, hvad du har brug for, så vender vi tilbage.",
    offline: "Vi er her ikke lige nu. Skriv en besked, så svarer vi så hurtigt som muligt.",
  },
  labels: { name: "Dit navn", email: "E-mail", phone: "Telefon", long_text: "Din besked" },
  optional: "valgfrit",
  phoneHelp: "Med + og landekode",
  choose: "Vælg",
  send: "Send",
  notYou: "Ikke dig?",
  chat: { name: "da-chat", load: () => import("./da-chat.ts") },
} satisfies FormWords;
