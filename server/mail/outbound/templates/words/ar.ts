import type { MailWords } from "./words.ts";

export const ar: MailWords = {
  direction: "rtl",
  subject: "رسالتك إلى {property}",
  signature: "{agent}، {property}",
  replyOnly: "يمكنك الرد على هذه الرسالة.",
  replyHint: "يمكنك الرد على هذه الرسالة، أو الكتابة في الدردشة:",
  open: "فتح المحادثة",
  youWrote: "كتبتَ في {date}:",
  unsubscribe: "إيقاف الرسائل عن هذه المحادثة",
  codeSubject: "رمزك لدى {property}",
  codeIntro: "أدخل هذا الرمز في الدردشة لتأكيد بريدك الإلكتروني:",
  codeEnds: "الرمز صالح لمدة {minutes} دقائق.",
  codeIgnore: "إذا لم تطلبه، فيمكنك تجاهل هذه الرسالة.",
};
