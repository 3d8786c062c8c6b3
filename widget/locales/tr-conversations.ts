import type { ConversationWords } from "./words.ts";

export default {
  back: "Geri",
  loading: "Yükleniyor…",
  none: "Henüz görüşme yok.",
  notReached: "Bağlantı yok. Çevrimiçi olduğunuzda tekrar denenecek.",
  unread: "Yeni",
  status: { open: "Açık", waiting: "Yanıtlandı", solved: "Çözüldü", closed: "Kapalı" },
  otherDevice: "Başka bir cihazdan yazdınız mı?",
  otherDeviceHelp: "E-posta adresinizi onaylayın, orada yazdıklarınız da burada gösterilsin.",
  sendCode: "Bana kod gönder",
  codeSent: "{email} adresine altı haneli bir kod gönderiyoruz. Kod on dakika geçerlidir.",
  code: "E-postadaki kod",
  confirm: "Onayla",
  sendAgain: "Yeni kod gönder",
  otherAddress: "Başka adres kullan",
  confirmed: "E-posta adresiniz onaylandı.",
  faults: {
    codes_exhausted: "Şimdilik çok fazla kod istendi. Lütfen bir saat sonra veya yarın tekrar deneyin.",
    code_wrong: "Kod doğru değil. Lütfen rakamları kontrol edin.",
    code_expired: "Bu kod artık geçerli değil. Lütfen yenisini isteyin.",
    too_many_requests: "Lütfen bir dakika bekleyip tekrar deneyin.",
    visitor_blocked: "Artık buradan mesaj gönderemezsiniz.",
    invalid_request: "Lütfen girdiğiniz bilgileri kontrol edin.",
    internal: "İşlem başarısız oldu. Lütfen tekrar deneyin.",
  },
} satisfies ConversationWords;
