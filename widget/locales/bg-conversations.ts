import type { ConversationWords } from "./words.ts";

export default {
  back: "Назад",
  loading: "Зарежда се…",
  none: "Още няма разговори.",
  notReached: "Няма връзка. Ще опитаме отново, когато сте онлайн.",
  unread: "Ново",
  status: { open: "Отворен", waiting: "Има отговор", solved: "Решен", closed: "Затворен" },
  otherDevice: "Писали ли сте ни от друго устройство?",
  otherDeviceHelp: "Потвърдете имейл адреса си и тук ще се покаже какво сте написали там.",
  sendCode: "Изпратете ми код",
  codeSent: "Изпращаме шестцифрен код на {email}. Валиден е десет минути.",
  code: "Код от имейла",
  confirm: "Потвърждаване",
  sendAgain: "Нов код",
  otherAddress: "Друг адрес",
  confirmed: "Имейл адресът ви е потвърден.",
  faults: {
    codes_exhausted: "Твърде много кодове засега. Опитайте отново след час или утре.",
    code_wrong: "Кодът не е верен. Моля, проверете цифрите.",
    code_expired: "Този код вече не е валиден. Моля, поискайте нов.",
    too_many_requests: "Изчакайте минута и опитайте отново.",
    visitor_blocked: "Вече не можете да изпращате съобщения тук.",
    invalid_request: "Моля, проверете въведеното.",
    internal: "Не се получи. Моля, опитайте отново.",
  },
} satisfies ConversationWords;
