import type { Words } from "./words.ts";

export default {
  close: "إغلاق",
  here: "متواجدون الآن",
  away: "غير متواجدين الآن",
  title: { pre_chat: "كيف يمكننا مساعدتك؟", offline: "اترك لنا رسالة" },
  intro: {
    pre_chat: "أخبرنا باختصار بما تحتاجه وسنعود إليك.",
    offline: "لا أحد هنا الآن. اكتب لنا وسنجيبك في أقرب وقت ممكن.",
  },
  labels: { name: "اسمك", email: "البريد الإلكتروني", phone: "الهاتف", long_text: "رسالتك" },
  optional: "اختياري",
  phone: "مع علامة + ورمز البلد",
  choose: "يرجى الاختيار",
  send: "إرسال",
  notYou: "لست أنت؟",
  later: () => import("./ar-later.ts"),
} satisfies Words;
