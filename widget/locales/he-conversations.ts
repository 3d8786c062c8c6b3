import type { ConversationWords } from "./words.ts";

export default {
  back: "חזרה",
  loading: "בטעינה…",
  none: "אין שיחות עדיין.",
  notReached: "אין חיבור. ננסה שוב כשיהיה חיבור לאינטרנט.",
  unread: "חדש",
  status: { open: "פתוחה", waiting: "נענתה", solved: "נפתרה", closed: "סגורה" },
  otherDevice: "כתבת לנו ממכשיר אחר?",
  otherDeviceHelp: "יש לאשר את כתובת האימייל, ומה שכתבת שם יוצג כאן.",
  sendCode: "שליחת קוד",
  codeSent: "שולחים קוד בן שש ספרות אל {email}. הקוד תקף לעשר דקות.",
  code: "הקוד מהאימייל",
  confirm: "אישור",
  sendAgain: "שליחת קוד נוסף",
  otherAddress: "כתובת אחרת",
  confirmed: "כתובת האימייל שלך אושרה.",
  faults: {
    codes_exhausted: "יותר מדי קודים כרגע. נא לנסות שוב בעוד שעה או מחר.",
    code_wrong: "הקוד שגוי. נא לבדוק את הספרות.",
    code_expired: "הקוד כבר לא תקף. נא לבקש קוד חדש.",
    too_many_requests: "נא להמתין דקה ולנסות שוב.",
    visitor_blocked: "כבר אי אפשר לשלוח הודעות כאן.",
    invalid_request: "נא לבדוק את מה שהוזן.",
    internal: "זה לא הצליח. נא לנסות שוב.",
  },
} satisfies ConversationWords;
