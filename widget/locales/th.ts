import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "ปิด",
  online: "ออนไลน์อยู่",
  away: "ไม่อยู่",
  title: { pre_chat: "มีอะไรให้เราช่วยไหม", offline: "ฝากข้อความถึงเรา" },
  intro: {
    pre_chat: "บอกเราว่าคุณต้องการอะไร แล้วเราจะติดต่อกลับ",
    offline: "ขณะนี้เราไม่อยู่ โปรดฝากข้อความไว้ แล้วเราจะตอบกลับโดยเร็วที่สุด",
  },
  labels: { name: "ชื่อของคุณ", email: "อีเมล", phone: "โทรศัพท์", long_text: "ข้อความของคุณ" },
  optional: "ไม่บังคับ",
  phoneHelp: "ใส่ + และรหัสประเทศ",
  choose: "โปรดเลือก",
  send: "ส่ง",
  notYou: "ไม่ใช่คุณใช่ไหม",
  chat: { name: "th-chat", load: () => import("./th-chat.ts") },
} satisfies FormWords;
