import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "বন্ধ করুন",
  online: "এখন অনলাইন",
  away: "এখন নেই",
  title: { pre_chat: "আমরা কীভাবে সাহায্য করতে পারি?", offline: "আমাদের বার্তা দিন" },
  intro: {
    pre_chat: "আপনার কী প্রয়োজন জানান, আমরা উত্তর দেব।",
    offline: "আমরা এখন নেই। বার্তা রেখে যান, যত তাড়াতাড়ি সম্ভব উত্তর দেব।",
  },
  labels: { name: "আপনার নাম", email: "ইমেইল", phone: "ফোন", long_text: "আপনার বার্তা" },
  optional: "ঐচ্ছিক",
  phoneHelp: "+ ও দেশের কোডসহ",
  choose: "বেছে নিন",
  send: "পাঠান",
  notYou: "আপনি নন?",
  chat: { name: "bn-chat", load: () => import("./bn-chat.ts") },
} satisfies FormWords;
