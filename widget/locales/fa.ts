import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "بستن",
  online: "اکنون آنلاین",
  away: "آفلاین",
  title: { pre_chat: "چطور می‌توانیم کمکتان کنیم؟", offline: "برای ما پیام بگذارید" },
  intro: {
    pre_chat: "بگویید چه نیازی دارید تا پاسخ دهیم.",
    offline: "در حال حاضر در دسترس نیستیم. پیام بگذارید تا در اولین فرصت پاسخ دهیم.",
  },
  labels: { name: "نام شما", email: "ایمیل", phone: "تلفن", long_text: "پیام شما" },
  optional: "اختیاری",
  phoneHelp: "با + و کد کشور",
  choose: "انتخاب کنید",
  send: "ارسال",
  notYou: "شما نیستید؟",
  chat: { name: "fa-chat", load: () => import("./fa-chat.ts") },
} satisfies FormWords;
