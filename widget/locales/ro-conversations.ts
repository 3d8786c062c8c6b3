import type { ConversationWords } from "./words.ts";

export default {
  back: "Înapoi",
  loading: "Se încarcă…",
  none: "Nicio conversație încă.",
  notReached: "Fără conexiune. Vom încerca din nou când veți fi online.",
  unread: "Nou",
  status: { open: "Deschisă", waiting: "Cu răspuns", solved: "Rezolvată", closed: "Închisă" },
  otherDevice: "Ne-ați scris de pe alt dispozitiv?",
  otherDeviceHelp: "Confirmați adresa de e-mail și veți vedea aici ce ați scris acolo.",
  sendCode: "Trimite-mi un cod",
  codeSent: "Trimitem un cod de șase cifre la {email}. Este valabil zece minute.",
  code: "Codul din e-mail",
  confirm: "Confirmă",
  sendAgain: "Trimite alt cod",
  otherAddress: "Folosește altă adresă",
  confirmed: "Adresa dvs. de e-mail este confirmată.",
  faults: {
    codes_exhausted: "Prea multe coduri deocamdată. Încercați din nou peste o oră sau mâine.",
    code_wrong: "Acesta nu este codul corect. Verificați cifrele.",
    code_expired: "Acest cod nu mai este valabil. Solicitați altul.",
    too_many_requests: "Așteptați un minut, apoi încercați din nou.",
    visitor_blocked: "Nu mai puteți trimite mesaje aici.",
    invalid_request: "Verificați datele introduse.",
    internal: "Nu a funcționat. Încercați din nou.",
  },
} satisfies ConversationWords;
