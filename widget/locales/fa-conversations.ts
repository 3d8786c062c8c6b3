import type { ConversationWords } from "./words.ts";

export default {
  back: "بازگشت",
  loading: "در حال بارگذاری…",
  none: "هنوز گفتگویی نیست.",
  notReached: "اتصال برقرار نیست. وقتی آنلاین شوید، دوباره تلاش می‌شود.",
  unread: "جدید",
  status: { open: "باز", waiting: "پاسخ داده شده", solved: "حل‌شده", closed: "بسته" },
  otherDevice: "از دستگاه دیگری پیام داده‌اید؟",
  otherDeviceHelp: "ایمیل خود را تأیید کنید تا آنچه آنجا نوشته‌اید اینجا نمایش داده شود.",
  sendCode: "ارسال کد",
  codeSent: "یک کد شش‌رقمی به {email} می‌فرستیم. این کد ده دقیقه اعتبار دارد.",
  code: "کد داخل ایمیل",
  confirm: "تأیید",
  sendAgain: "ارسال کد دیگر",
  otherAddress: "نشانی دیگر",
  confirmed: "ایمیل شما تأیید شد.",
  faults: {
    codes_exhausted: "فعلاً کدهای زیادی درخواست شده است. لطفاً یک ساعت دیگر یا فردا امتحان کنید.",
    code_wrong: "کد درست نیست. لطفاً ارقام را بررسی کنید.",
    code_expired: "این کد دیگر معتبر نیست. لطفاً کد دیگری بخواهید.",
    too_many_requests: "لطفاً یک دقیقه صبر کنید و دوباره امتحان کنید.",
    visitor_blocked: "دیگر نمی‌توانید اینجا پیام بفرستید.",
    invalid_request: "لطفاً آنچه وارد کرده‌اید را بررسی کنید.",
    internal: "انجام نشد. لطفاً دوباره امتحان کنید.",
  },
} satisfies ConversationWords;
