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
  faults: {
    required: "Please fill in this field.",
    too_long: "Please use at most {max} characters.",
    invalid_email: "Please enter a valid e-mail address.",
    invalid_phone: "Please enter + and digits only; “{character}” is not allowed.",
    phone_length: "Please enter + and 4 to 15 digits.",
    wrong_type: "Please check this answer.",
  },
  check: "Please check the marked answers.",
  refused: "Not sent.",
  discard: "Discard",
  notStored: "Your browser does not store data. Please keep this page open until your message is sent.",
  chat: { name: "en-chat", load: () => import("./en-chat.ts") },
} satisfies FormWords;
