import type { ConversationWords } from "./words.ts";

export default {
  back: "Tagasi",
  loading: "Laadimine…",
  none: "Vestlusi veel pole.",
  notReached: "Ühendust pole. Proovime uuesti, kui olete võrgus.",
  unread: "Uus",
  status: { open: "Avatud", waiting: "Vastatud", solved: "Lahendatud", closed: "Suletud" },
  otherDevice: "Kas kirjutasite teisest seadmest?",
  otherDeviceHelp: "Kinnitage oma e-posti aadress ja siin kuvatakse ka seal kirjutatu.",
  sendCode: "Saada mulle kood",
  codeSent: "Saadame kuuekohalise koodi aadressile {email}. See kehtib kümme minutit.",
  code: "Kood e-kirjast",
  confirm: "Kinnita",
  sendAgain: "Saada uus kood",
  otherAddress: "Kasuta teist aadressi",
  confirmed: "Teie e-posti aadress on kinnitatud.",
  faults: {
    codes_exhausted: "Liiga palju koode. Palun proovige uuesti tunni aja pärast või homme.",
    code_wrong: "See pole õige kood. Palun kontrollige numbreid.",
    code_expired: "See kood enam ei kehti. Palun küsige uus.",
    too_many_requests: "Palun oodake minut ja proovige siis uuesti.",
    visitor_blocked: "Te ei saa siin enam sõnumeid saata.",
    invalid_request: "Palun kontrollige sisestatut.",
    internal: "See ei õnnestunud. Palun proovige uuesti.",
  },
} satisfies ConversationWords;
