import type { ConversationWords } from "./words.ts";

export default {
  back: "戻る",
  loading: "読み込み中…",
  none: "お問い合わせ履歴はまだありません。",
  notReached: "インターネットに接続されていません。オンラインに戻ると自動的に再試行します。",
  unread: "新着",
  status: { open: "対応中", waiting: "返信あり", solved: "解決済み", closed: "終了" },
  otherDevice: "別の端末からお問い合わせになりましたか？",
  otherDeviceHelp: "メールアドレスを認証すると、その端末でのやり取りもここに表示されます。",
  sendCode: "認証コードを送信",
  codeSent: "6桁の認証コードを{email}に送信しています。有効期限は10分間です。",
  code: "メールに記載のコード",
  confirm: "確認",
  sendAgain: "認証コードを再送信",
  otherAddress: "別のアドレスを使用",
  confirmed: "メールアドレスを認証しました。",
  faults: {
    codes_exhausted: "コードの送信回数が上限に達しました。1時間後または明日もう一度お試しください。",
    code_wrong: "コードが正しくありません。数字をご確認ください。",
    code_expired: "このコードの有効期限が切れています。新しいコードを請求してください。",
    too_many_requests: "1分ほど待ってから、もう一度お試しください。",
    visitor_blocked: "ここではメッセージを送信できなくなりました。",
    invalid_request: "入力内容をご確認ください。",
    internal: "うまくいきませんでした。もう一度お試しください。",
  },
} satisfies ConversationWords;
