import type { LaterWords } from "./words.ts";

export default {
  faults: {
    required: "Please fill this in.",
    too_long: "This is too long: at most {max} characters.",
    invalid_email: "This is not an e-mail address yet.",
    invalid_phone: "A phone number is + and digits; “{character}” does not belong in it.",
    phone_length: "A phone number has + and 4 to 15 digits.",
    not_an_option: "Please choose from the list.",
    wrong_type: "Please look at this again.",
    unknown_field: "Please look at this again.",
  },
  check: "Please look at the marked answers again.",
  refused: "This could not be sent.",
  reasons: {
    answers_invalid: "Please look at the marked answers again.",
    payload_too_large: "It is longer than we can take. Please shorten it.",
    origin_not_allowed: "This site has not been allowed to use this form. Please tell its owner.",
    property_unknown: "This form no longer exists. Please reach us in another way.",
  },
  discard: "Discard",
  preview: "This is a preview: nothing was sent.",
  blocked: "This browser stores nothing, so please keep this page open until your message is sent.",
  full: "This device is out of space, so please keep this page open until your message is sent.",
  sending: "Sending …",
  waiting:
    "There is no connection right now. Your message is kept here and sent by itself as soon as there is one; you may close the page.",
  saved: "Your message is safe",
  thanks: "Thank you.",
  thanksName: "Thank you, {name}.",
  arrived: {
    pre_chat: "Your message has arrived. We will get back to you.",
    offline: "Your message has arrived. We will answer as soon as we are back.",
  },
  ticket: "Your number",
  again: "Write another message",
} satisfies LaterWords;
