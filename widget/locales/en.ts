import type { Words } from "./words.ts";

export default {
  close: "Close",
  here: "Here now",
  away: "Away",
  title: { pre_chat: "How can we help?", offline: "Leave us a message" },
  intro: {
    pre_chat: "Tell us a little, and we will get back to you.",
    offline: "Nobody is here right now. Write to us, and we will answer as soon as we can.",
  },
  labels: { name: "Your name", email: "E-mail", phone: "Phone", long_text: "Your message" },
  optional: "optional",
  phone: "With + and the country code",
  choose: "Please choose",
  send: "Send",
  notYou: "Not you?",
  later: () => import("./en-later.ts"),
} satisfies Words;
