import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "閉じる",
  online: "オンライン",
  away: "不在",
  title: { pre_chat: "どのようなご用件でしょうか？", offline: "メッセージを残す" },
  intro: {
    pre_chat: "ご用件をお知らせください。折り返しご連絡いたします。",
    offline: "ただいま不在にしております。メッセージをお送りいただければ、できるだけ早くご返信いたします。",
  },
  labels: { name: "お名前", email: "メールアドレス", phone: "電話番号", long_text: "メッセージ" },
  optional: "任意",
  phoneHelp: "+と国番号を付けて入力",
  choose: "選択してください",
  send: "送信",
  notYou: "ご本人ではありませんか？",
  chat: { name: "ja-chat", load: () => import("./ja-chat.ts") },
} satisfies FormWords;
