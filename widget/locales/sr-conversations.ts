import type { ConversationWords } from "./words.ts";

export default {
  back: "Назад",
  loading: "Учитавање…",
  none: "Још нема разговора.",
  notReached: "Нема везе. Покушаћемо поново кад будете на мрежи.",
  unread: "Ново",
  status: { open: "Отворено", waiting: "Одговорено", solved: "Решено", closed: "Затворено" },
  otherDevice: "Да ли сте нам писали са другог уређаја?",
  otherDeviceHelp: "Потврдите имејл адресу и овде ћете видети шта сте тамо написали.",
  sendCode: "Пошаљи ми код",
  codeSent: "Шаљемо шестоцифрени код на {email}. Важи десет минута.",
  code: "Код из имејла",
  confirm: "Потврди",
  sendAgain: "Пошаљи нови код",
  otherAddress: "Користи другу адресу",
  confirmed: "Ваша имејл адреса је потврђена.",
  faults: {
    codes_exhausted: "За сада превише кодова. Покушајте поново за сат времена или сутра.",
    code_wrong: "То није исправан код. Проверите цифре.",
    code_expired: "Овај код више не важи. Затражите нови.",
    too_many_requests: "Сачекајте минут па покушајте поново.",
    visitor_blocked: "Овде више не можете да шаљете поруке.",
    invalid_request: "Проверите шта сте унели.",
    internal: "Није успело. Покушајте поново.",
  },
} satisfies ConversationWords;
