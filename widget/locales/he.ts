import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "סגירה",
  online: "זמינים עכשיו",
  away: "לא זמינים",
  title: { pre_chat: "איך נוכל לעזור?", offline: "השארת הודעה" },
  intro: {
    pre_chat: "אפשר לכתוב לנו במה נוכל לעזור, ונחזור אליך.",
    offline: "אנחנו לא זמינים כרגע. אפשר להשאיר הודעה, ונשיב בהקדם האפשרי.",
  },
  labels: { name: "שם", email: "אימייל", phone: "טלפון", long_text: "הודעה" },
  optional: "לא חובה",
  phoneHelp: "עם + וקידומת מדינה",
  choose: "נא לבחור",
  send: "שליחה",
  notYou: "לא הפרטים שלך?",
  chat: { name: "he-chat", load: () => import("./he-chat.ts") },
} satisfies FormWords;
