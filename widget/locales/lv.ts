import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Aizvērt",
  online: "Pašlaik tiešsaistē",
  away: "Bezsaistē",
  title: { pre_chat: "Kā varam palīdzēt?", offline: "Atstājiet mums ziņu" },
  intro: {
    pre_chat: "Pastāstiet, kas jums vajadzīgs, un mēs atbildēsim.",
    offline: "Pašlaik neesam pieejami. Atstājiet ziņu, un atbildēsim, cik drīz vien iespējams.",
  },
  labels: { name: "Jūsu vārds", email: "E-pasts", phone: "Tālrunis", long_text: "Jūsu ziņa" },
  optional: "neobligāti",
  phoneHelp: "Ar + un valsts kodu",
  choose: "Izvēlieties",
  send: "Sūtīt",
  notYou: "Tas neesat jūs?",
  chat: { name: "lv-chat", load: () => import("./lv-chat.ts") },
} satisfies FormWords;
