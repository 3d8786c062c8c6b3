import type { MailWords } from "./words.ts";

export const de: MailWords = {
  direction: "ltr",
  subject: "Ihre Nachricht an {property}",
  signature: "{agent}, {property}",
  replyOnly: "Sie können auf diese E-Mail antworten.",
  replyHint: "Sie können auf diese E-Mail antworten oder im Chat schreiben:",
  open: "Unterhaltung öffnen",
  youWrote: "Am {date} schrieben Sie:",
  unsubscribe: "Keine weiteren E-Mails zu dieser Unterhaltung",
  codeSubject: "Ihr Code für {property}",
  codeIntro: "Geben Sie diesen Code im Chat ein, um Ihre E-Mail-Adresse zu bestätigen:",
  codeEnds: "Er ist {minutes} Minuten lang gültig.",
  codeIgnore: "Falls Sie ihn nicht angefordert haben, können Sie diese E-Mail ignorieren.",
};
