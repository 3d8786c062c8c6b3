import type { ConversationWords } from "./words.ts";

export default {
  back: "Vissza",
  loading: "Betöltés…",
  none: "Még nincsenek beszélgetések.",
  notReached: "Nincs kapcsolat. Újrapróbáljuk, amint újra online lesz.",
  unread: "Új",
  status: { open: "Nyitott", waiting: "Megválaszolva", solved: "Megoldva", closed: "Lezárva" },
  otherDevice: "Írt már nekünk másik eszközről?",
  otherDeviceHelp: "Erősítse meg e-mail-címét, és itt is megjelenik, amit ott írt.",
  sendCode: "Kód küldése",
  codeSent: "Hatjegyű kódot küldünk ide: {email}. A kód tíz percig érvényes.",
  code: "Kód az e-mailből",
  confirm: "Megerősítés",
  sendAgain: "Új kód küldése",
  otherAddress: "Másik cím használata",
  confirmed: "Az e-mail-címét megerősítettük.",
  faults: {
    codes_exhausted: "Egyelőre túl sok kódot kértek. Próbálja újra egy óra múlva vagy holnap.",
    code_wrong: "Ez nem a helyes kód. Ellenőrizze a számjegyeket.",
    code_expired: "Ez a kód már nem érvényes. Kérjen újat.",
    too_many_requests: "Várjon egy percet, majd próbálja újra.",
    visitor_blocked: "Itt már nem küldhet üzeneteket.",
    invalid_request: "Kérjük, ellenőrizze a megadott adatokat.",
    internal: "Nem sikerült. Kérjük, próbálja újra.",
  },
} satisfies ConversationWords;
