import type { MailWords } from "./words.ts";

export const fr: MailWords = {
  direction: "ltr",
  subject: "Votre message à {property}",
  signature: "{agent}, {property}",
  replyOnly: "Vous pouvez répondre à cet e-mail.",
  replyHint: "Vous pouvez répondre à cet e-mail ou écrire dans le chat :",
  open: "Ouvrir la conversation",
  youWrote: "Le {date}, vous avez écrit :",
  unsubscribe: "Ne plus recevoir d’e-mails sur cette conversation",
  codeSubject: "Votre code pour {property}",
  codeIntro: "Saisissez ce code dans le chat pour confirmer votre adresse e-mail :",
  codeEnds: "Il est valable {minutes} minutes.",
  codeIgnore: "Si vous ne l’avez pas demandé, vous pouvez ignorer cet e-mail.",
};
