import type { ConversationWords } from "./words.ts";

export default {
  back: "Atpakaļ",
  loading: "Notiek ielāde…",
  none: "Sarunu vēl nav.",
  notReached: "Nav savienojuma. Mēģināsim vēlreiz, kad būsiet tiešsaistē.",
  unread: "Jauna",
  status: { open: "Atvērta", waiting: "Atbildēta", solved: "Atrisināta", closed: "Slēgta" },
  otherDevice: "Vai rakstījāt no citas ierīces?",
  otherDeviceHelp: "Apstipriniet e-pasta adresi, un šeit būs redzams tur rakstītais.",
  sendCode: "Sūtīt kodu",
  codeSent: "Sūtām sešu ciparu kodu uz {email}. Tas ir derīgs desmit minūtes.",
  code: "Kods no e-pasta",
  confirm: "Apstiprināt",
  sendAgain: "Sūtīt citu kodu",
  otherAddress: "Izmantot citu adresi",
  confirmed: "Jūsu e-pasta adrese ir apstiprināta.",
  faults: {
    codes_exhausted: "Pagaidām par daudz kodu. Mēģiniet vēlreiz pēc stundas vai rīt.",
    code_wrong: "Kods nav pareizs. Pārbaudiet ciparus.",
    code_expired: "Šis kods vairs nav derīgs. Pieprasiet citu.",
    too_many_requests: "Pagaidiet minūti un mēģiniet vēlreiz.",
    visitor_blocked: "Šeit vairs nevarat sūtīt ziņas.",
    invalid_request: "Pārbaudiet ievadīto.",
    internal: "Neizdevās. Mēģiniet vēlreiz.",
  },
} satisfies ConversationWords;
