import type { ConversationWords } from "./words.ts";

export default {
  back: "Nazaj",
  loading: "Nalaganje …",
  none: "Pogovorov še ni.",
  notReached: "Ni povezave. Poskusili bomo znova, ko boste na spletu.",
  unread: "Novo",
  status: { open: "Odprto", waiting: "Odgovorjeno", solved: "Rešeno", closed: "Zaprto" },
  otherDevice: "Ste nam pisali iz druge naprave?",
  otherDeviceHelp: "Potrdite e-poštni naslov in tukaj bo prikazano, kar ste napisali tam.",
  sendCode: "Pošlji mi kodo",
  codeSent: "Pošiljamo šestmestno kodo na {email}. Veljavna je deset minut.",
  code: "Koda iz e-pošte",
  confirm: "Potrdi",
  sendAgain: "Pošlji novo kodo",
  otherAddress: "Uporabi drug naslov",
  confirmed: "Vaš e-poštni naslov je potrjen.",
  faults: {
    codes_exhausted: "Za zdaj preveč kod. Poskusite znova čez eno uro ali jutri.",
    code_wrong: "To ni prava koda. Preverite števke.",
    code_expired: "Ta koda ni več veljavna. Zahtevajte novo.",
    too_many_requests: "Počakajte minuto in poskusite znova.",
    visitor_blocked: "Tukaj ne morete več pošiljati sporočil.",
    invalid_request: "Preverite, kaj ste vnesli.",
    internal: "Ni uspelo. Poskusite znova.",
  },
} satisfies ConversationWords;
