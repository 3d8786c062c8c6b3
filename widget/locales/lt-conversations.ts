import type { ConversationWords } from "./words.ts";

export default {
  back: "Atgal",
  loading: "Įkeliama…",
  none: "Pokalbių dar nėra.",
  notReached: "Nėra ryšio. Bus bandoma dar kartą, kai prisijungsite.",
  unread: "Nauja",
  status: { open: "Atviras", waiting: "Atsakyta", solved: "Išspręsta", closed: "Uždarytas" },
  otherDevice: "Ar rašėte mums iš kito įrenginio?",
  otherDeviceHelp: "Patvirtinkite el. pašto adresą ir čia matysite, ką rašėte ten.",
  sendCode: "Siųsti kodą",
  codeSent: "Siunčiame šešių skaitmenų kodą adresu {email}. Jis galioja dešimt minučių.",
  code: "Kodas iš el. laiško",
  confirm: "Patvirtinti",
  sendAgain: "Siųsti kitą kodą",
  otherAddress: "Naudoti kitą adresą",
  confirmed: "Jūsų el. pašto adresas patvirtintas.",
  faults: {
    codes_exhausted: "Kol kas per daug kodų. Bandykite po valandos arba rytoj.",
    code_wrong: "Kodas neteisingas. Patikrinkite skaitmenis.",
    code_expired: "Šis kodas nebegalioja. Prašykite kito.",
    too_many_requests: "Palaukite minutę ir bandykite dar kartą.",
    visitor_blocked: "Čia nebegalite siųsti žinučių.",
    invalid_request: "Patikrinkite, ką įvedėte.",
    internal: "Nepavyko. Bandykite dar kartą.",
  },
} satisfies ConversationWords;
