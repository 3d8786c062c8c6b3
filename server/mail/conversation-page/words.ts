import type { MailLocale } from "../outbound/templates/locale.ts";

/** The texts of the page that a mail's link opens, in one language. `{name}` stands for a value. */
export interface PageWords {
  readonly title: string;
  readonly you: string;
  readonly deleted: string;
  readonly edited: string;
  readonly earlier: string;
  readonly latest: string;
  readonly answer: string;
  readonly send: string;
  readonly empty: string;
  readonly tooLong: string;
  readonly failed: string;
  readonly goneTitle: string;
  readonly gone: string;
  readonly stopTitle: string;
  readonly stopAsk: string;
  readonly stop: string;
  readonly stopped: string;
  readonly resume: string;
  readonly resumed: string;
  readonly back: string;
}

export const PAGE_WORDS: Readonly<Record<MailLocale, PageWords>> = {
  en: {
    title: "Your conversation with {property}",
    you: "You",
    deleted: "This message was deleted.",
    edited: "edited",
    earlier: "Earlier messages",
    latest: "Latest messages",
    answer: "Your answer",
    send: "Send",
    empty: "Write something first.",
    tooLong: "This message is too long.",
    failed: "Your message was not sent. Please try again in a minute.",
    goneTitle: "This link does not work any more",
    gone: "It has expired, or the conversation was deleted. You can reply to the e-mail instead.",
    stopTitle: "E-mails about this conversation",
    stopAsk: "Do you want no more e-mails about your conversation with {property}?",
    stop: "No more e-mails",
    stopped: "You will get no more e-mails about this conversation.",
    resume: "Send them again",
    resumed: "You will get e-mails about this conversation again.",
    back: "Open the conversation",
  },
  de: {
    title: "Ihre Unterhaltung mit {property}",
    you: "Sie",
    deleted: "Diese Nachricht wurde gelöscht.",
    edited: "bearbeitet",
    earlier: "Frühere Nachrichten",
    latest: "Neueste Nachrichten",
    answer: "Ihre Antwort",
    send: "Senden",
    empty: "Schreiben Sie zuerst etwas.",
    tooLong: "Diese Nachricht ist zu lang.",
    failed: "Ihre Nachricht wurde nicht gesendet. Bitte versuchen Sie es in einer Minute noch einmal.",
    goneTitle: "Dieser Link funktioniert nicht mehr",
    gone: "Er ist abgelaufen, oder die Unterhaltung wurde gelöscht. Sie können stattdessen auf die E-Mail antworten.",
    stopTitle: "E-Mails zu dieser Unterhaltung",
    stopAsk: "Möchten Sie keine E-Mails zu Ihrer Unterhaltung mit {property} mehr bekommen?",
    stop: "Keine E-Mails mehr",
    stopped: "Sie bekommen keine E-Mails zu dieser Unterhaltung mehr.",
    resume: "Wieder senden",
    resumed: "Sie bekommen wieder E-Mails zu dieser Unterhaltung.",
    back: "Unterhaltung öffnen",
  },
  fr: {
    title: "Votre conversation avec {property}",
    you: "Vous",
    deleted: "Ce message a été supprimé.",
    edited: "modifié",
    earlier: "Messages précédents",
    latest: "Derniers messages",
    answer: "Votre réponse",
    send: "Envoyer",
    empty: "Écrivez d’abord quelque chose.",
    tooLong: "Ce message est trop long.",
    failed: "Votre message n’a pas été envoyé. Réessayez dans une minute.",
    goneTitle: "Ce lien ne fonctionne plus",
    gone: "Il a expiré, ou la conversation a été supprimée. Vous pouvez répondre à l’e-mail.",
    stopTitle: "E-mails sur cette conversation",
    stopAsk: "Ne plus recevoir d’e-mails sur votre conversation avec {property} ?",
    stop: "Plus d’e-mails",
    stopped: "Vous ne recevrez plus d’e-mails sur cette conversation.",
    resume: "Les recevoir à nouveau",
    resumed: "Vous recevrez à nouveau des e-mails sur cette conversation.",
    back: "Ouvrir la conversation",
  },
  ar: {
    title: "محادثتك مع {property}",
    you: "أنت",
    deleted: "حُذفت هذه الرسالة.",
    edited: "معدّلة",
    earlier: "رسائل سابقة",
    latest: "أحدث الرسائل",
    answer: "ردّك",
    send: "إرسال",
    empty: "اكتب شيئًا أولًا.",
    tooLong: "هذه الرسالة طويلة جدًا.",
    failed: "لم تُرسل رسالتك. يُرجى المحاولة مرة أخرى بعد دقيقة.",
    goneTitle: "لم يعد هذا الرابط يعمل",
    gone: "انتهت صلاحيته أو حُذفت المحادثة. يمكنك الرد على الرسالة بدلًا من ذلك.",
    stopTitle: "رسائل البريد عن هذه المحادثة",
    stopAsk: "هل تريد إيقاف رسائل البريد عن محادثتك مع {property}؟",
    stop: "إيقاف الرسائل",
    stopped: "لن تصلك رسائل أخرى عن هذه المحادثة.",
    resume: "استئناف الإرسال",
    resumed: "ستصلك الرسائل عن هذه المحادثة من جديد.",
    back: "فتح المحادثة",
  },
};
