import type { ConversationWords } from "./words.ts";

export default {
  back: "رجوع",
  loading: "جارٍ التحميل …",
  none: "لا توجد رسائل بعد.",
  notReached: "لا يوجد اتصال. ستُعاد المحاولة عند عودته.",
  unread: "جديد",
  status: { open: "مفتوحة", waiting: "تم الرد", solved: "محلولة", closed: "مغلقة" },
  otherDevice: "هل راسلتنا من جهاز آخر؟",
  otherDeviceHelp: "أكِّد بريدك الإلكتروني لتظهر رسائلك هنا.",
  sendCode: "أرسلوا لي رمزًا",
  codeSent: "نرسل رمزًا من ستة أرقام إلى {email}. وهو صالح لعشر دقائق.",
  code: "الرمز من البريد الإلكتروني",
  confirm: "تأكيد",
  sendAgain: "إرسال رمز آخر",
  otherAddress: "استخدام عنوان آخر",
  confirmed: "تم تأكيد بريدك الإلكتروني.",
  faults: {
    codes_exhausted: "رموز كثيرة جدًا. حاول بعد ساعة أو غدًا.",
    code_wrong: "الرمز غير صحيح.",
    code_expired: "لم يعد هذا الرمز صالحًا. يُرجى طلب رمز آخر.",
    too_many_requests: "يُرجى المحاولة بعد دقيقة.",
    visitor_blocked: "لم يعد بإمكانك إرسال رسائل هنا.",
    invalid_request: "يُرجى التحقق مما أدخلته.",
    internal: "يُرجى المحاولة مرة أخرى.",
  },
} satisfies ConversationWords;
