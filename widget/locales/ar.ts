import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "إغلاق",
  online: "متصل",
  away: "غير متاح",
  title: { pre_chat: "كيف يمكننا مساعدتك؟", offline: "اترك لنا رسالة" },
  intro: {
    pre_chat: "أخبرنا بما تحتاجه وسنرد عليك.",
    offline: "لسنا متاحين الآن. اترك رسالة وسنرد في أقرب وقت ممكن.",
  },
  labels: { name: "اسمك", email: "البريد الإلكتروني", phone: "الهاتف", long_text: "رسالتك" },
  optional: "اختياري",
  phoneHelp: "مع + ورمز البلد",
  choose: "يرجى الاختيار",
  send: "إرسال",
  notYou: "لست أنت؟",
  chat: { name: "ar-chat", load: () => import("./ar-chat.ts") },
} satisfies FormWords;
