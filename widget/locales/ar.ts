import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "إغلاق",
  online: "متصل",
  away: "غير متواجد",
  title: { pre_chat: "كيف يمكننا مساعدتك؟", offline: "اترك لنا رسالة" },
  intro: {
    pre_chat: "أخبرنا بما تحتاجه وسنرد عليك.",
    offline: "لسنا متواجدين الآن. اترك رسالة وسنرد في أقرب وقت.",
  },
  labels: { name: "اسمك", email: "البريد الإلكتروني", phone: "الهاتف", long_text: "رسالتك" },
  optional: "اختياري",
  phoneHelp: "مع + ورمز البلد",
  choose: "يرجى الاختيار",
  send: "إرسال",
  notYou: "لست أنت؟",
  faults: {
    required: "يرجى ملء هذا الحقل.",
    too_long: "{max} حرفًا على الأكثر.",
    invalid_email: "يرجى إدخال بريد إلكتروني صحيح.",
    invalid_phone: "يرجى إدخال + وأرقام فقط؛ «{character}» غير مسموح.",
    phone_length: "يرجى إدخال + ومن 4 إلى 15 رقمًا.",
    wrong_type: "يرجى مراجعة هذه الإجابة.",
  },
  check: "يرجى مراجعة الإجابات المحددة.",
  refused: "لم يُرسل.",
  discard: "تجاهل",
  notStored: "متصفحك لا يحفظ البيانات. يرجى إبقاء هذه الصفحة مفتوحة حتى تُرسل رسالتك.",
  chat: { name: "ar-chat", load: () => import("./ar-chat.ts") },
} satisfies FormWords;
