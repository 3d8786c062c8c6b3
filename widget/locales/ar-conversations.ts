import type { ConversationWords } from "./words.ts";

export default {
  back: "رجوع",
  loading: "جارٍ التحميل…",
  none: "لا توجد محادثات بعد.",
  notReached: "لا يوجد اتصال. ستُعاد المحاولة عند عودته.",
  unread: "جديد",
  status: { open: "مفتوحة", waiting: "تم الرد", solved: "محلولة", closed: "مغلقة" },
  otherDevice: "هل راسلتنا من جهاز آخر؟",
  otherDeviceHelp: "أكِّد بريدك الإلكتروني ليظهر هنا ما كتبته من ذلك الجهاز.",
  sendCode: "إرسال رمز",
  codeSent: "نرسل رمزًا من ستة أرقام إلى {email}. وهو صالح لعشر دقائق.",
  code: "الرمز من البريد الإلكتروني",
  confirm: "تأكيد",
  sendAgain: "إرسال رمز آخر",
  otherAddress: "استخدام عنوان آخر",
  confirmed: "تم تأكيد بريدك الإلكتروني.",
  faults: {
    codes_exhausted: "رموز كثيرة جدًا. حاول بعد ساعة أو غدًا.",
    code_wrong: "الرمز غير صحيح. يرجى مراجعة الأرقام.",
    code_expired: "لم يعد هذا الرمز صالحًا. يرجى طلب رمز آخر.",
    too_many_requests: "يرجى المحاولة بعد دقيقة.",
    visitor_blocked: "لم يعد بإمكانك إرسال رسائل هنا.",
    invalid_request: "يرجى التحقق مما أدخلته.",
    internal: "لم ينجح ذلك. يرجى المحاولة مرة أخرى.",
  },
} satisfies ConversationWords;
