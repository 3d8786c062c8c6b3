import type { ConversationWords } from "./words.ts";

export default {
  back: "返回",
  loading: "載入中…",
  none: "尚無對話。",
  notReached: "沒有網路連線。恢復連線後會自動重試。",
  unread: "新訊息",
  status: { open: "處理中", waiting: "已回覆", solved: "已解決", closed: "已關閉" },
  otherDevice: "您曾用其他裝置與我們聯絡嗎？",
  otherDeviceHelp: "驗證您的電子郵件地址，即可在此查看您在其他裝置上寫的內容。",
  sendCode: "傳送驗證碼",
  codeSent: "我們正在將 6 位數驗證碼傳送至 {email}，10 分鐘內有效。",
  code: "電子郵件中的驗證碼",
  confirm: "確認",
  sendAgain: "重新傳送驗證碼",
  otherAddress: "使用其他地址",
  confirmed: "您的電子郵件地址已驗證。",
  faults: {
    codes_exhausted: "驗證碼要求次數過多。請於一小時後或明天再試。",
    code_wrong: "驗證碼不正確。請檢查數字。",
    code_expired: "此驗證碼已失效。請重新取得。",
    too_many_requests: "請稍候一分鐘，然後再試一次。",
    visitor_blocked: "您無法再於此處傳送訊息。",
    invalid_request: "請檢查您輸入的內容。",
    internal: "操作未成功。請再試一次。",
  },
} satisfies ConversationWords;
