import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Close",
  online: "Online now",
  away: "Away",
  title: { pre_chat: "How can we help?", offline: "Leave us a message" },
  intro: {
    pre_chat: "Tell us what you need, and we will get back to you.",
    offline: "We are away right now. Leave a message, and we will answer as soon as we can.",
  },
  labels: { name: "Your name", email: "E-mail", phone: "Phone", long_text: "Your message" },
  optional: "optional",
  phoneHelp: "With + and country code",
  choose: "Please choose",
  send: "Send",
  notYou: "Not you?",
  chat: { name: "en-chat", load: () => import("./en-chat.ts") },
} satisfies FormWords;
