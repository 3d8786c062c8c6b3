import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "关闭",
  online: "当前在线",
  away: "暂时离开",
  title: { pre_chat: "有什么可以帮您？", offline: "给我们留言" },
  intro: {
    pre_chat: "请告诉我们您的需求，我们会尽快回复。",
    offline: "我们暂时不在。请留言，我们会尽快回复您。",
  },
  labels: { name: "您的姓名", email: "电子邮箱", phone: "电话", long_text: "您的留言" },
  optional: "选填",
  phoneHelp: "以 + 和国家/地区代码开头",
  choose: "请选择",
  send: "发送",
  notYou: "不是您？",
  chat: { name: "zh-Hans-chat", load: () => import("./zh-Hans-chat.ts") },
} satisfies FormWords;
