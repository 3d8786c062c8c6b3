import type { MailWords } from "./words.ts";

export const en: MailWords = {
  direction: "ltr",
  subject: "Your message to {property}",
  signature: "{agent}, {property}",
  replyOnly: "You can reply to this e-mail.",
  replyHint: "You can reply to this e-mail, or answer in the chat:",
  open: "Open the conversation",
  youWrote: "On {date} you wrote:",
  unsubscribe: "No more e-mails about this conversation",
  codeSubject: "Your code for {property}",
  codeIntro: "Enter this code in the chat to confirm your e-mail address:",
  codeEnds: "It is valid for {minutes} minutes.",
  codeIgnore: "If you did not ask for it, you can ignore this e-mail.",
};
