import type { ConversationWords } from "./words.ts";

export default {
  back: "กลับ",
  loading: "กำลังโหลด…",
  none: "ยังไม่มีการสนทนา",
  notReached: "ไม่มีการเชื่อมต่อ ระบบจะลองอีกครั้งเมื่อคุณออนไลน์",
  unread: "ใหม่",
  status: { open: "เปิดอยู่", waiting: "ตอบแล้ว", solved: "แก้ปัญหาแล้ว", closed: "ปิดแล้ว" },
  otherDevice: "คุณเคยเขียนจากอุปกรณ์อื่นไหม",
  otherDeviceHelp: "ยืนยันอีเมลของคุณ แล้วสิ่งที่คุณเขียนในอุปกรณ์นั้นจะแสดงที่นี่",
  sendCode: "ส่งรหัสให้ฉัน",
  codeSent: "เรากำลังส่งรหัส 6 หลักไปที่ {email} รหัสใช้ได้ 10 นาที",
  code: "รหัสจากอีเมล",
  confirm: "ยืนยัน",
  sendAgain: "ส่งรหัสอีกครั้ง",
  otherAddress: "ใช้ที่อยู่อื่น",
  confirmed: "ยืนยันอีเมลของคุณแล้ว",
  faults: {
    codes_exhausted: "ขอรหัสมากเกินไป โปรดลองอีกครั้งใน 1 ชั่วโมงหรือพรุ่งนี้",
    code_wrong: "รหัสไม่ถูกต้อง โปรดตรวจสอบตัวเลข",
    code_expired: "รหัสนี้ใช้ไม่ได้แล้ว โปรดขอรหัสใหม่",
    too_many_requests: "โปรดรอ 1 นาทีแล้วลองอีกครั้ง",
    visitor_blocked: "คุณส่งข้อความที่นี่ไม่ได้แล้ว",
    invalid_request: "โปรดตรวจสอบข้อมูลที่ป้อน",
    internal: "ดำเนินการไม่สำเร็จ โปรดลองอีกครั้ง",
  },
} satisfies ConversationWords;
