import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "關閉",
  online: "目前在線上",
  away: "暫時離開",
  title: { pre_chat: "有什麼可以為您服務的嗎？", offline: "留言給我們" },
  intro: {
    pre_chat: "請告訴我們您的需求，我們會盡快回覆。",
    offline: "我們目前不在線上。請留言，我們會盡快回覆您。",
  },
  labels: { name: "您的姓名", email: "電子郵件", phone: "電話", long_text: "您的留言" },
  optional: "選填",
  phoneHelp: "以 + 和國碼開頭",
  choose: "請選擇",
  send: "傳送",
  notYou: "不是您嗎？",
  chat: { name: "zh-Hant-chat", load: () => import("./zh-Hant-chat.ts") },
} satisfies FormWords;
