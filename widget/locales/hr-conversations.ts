import type { ConversationWords } from "./words.ts";

export default {
  back: "Natrag",
  loading: "Učitavanje…",
  none: "Još nema razgovora.",
  notReached: "Nema veze. Pokušat ćemo ponovno kad budete na mreži.",
  unread: "Novo",
  status: { open: "Otvoreno", waiting: "Odgovoreno", solved: "Riješeno", closed: "Zatvoreno" },
  otherDevice: "Jeste li nam pisali s drugog uređaja?",
  otherDeviceHelp: "Potvrdite adresu e-pošte i ovdje ćete vidjeti što ste ondje napisali.",
  sendCode: "Pošalji mi kod",
  codeSent: "Šaljemo šesteroznamenkasti kod na {email}. Vrijedi deset minuta.",
  code: "Kod iz e-pošte",
  confirm: "Potvrdi",
  sendAgain: "Pošalji novi kod",
  otherAddress: "Koristi drugu adresu",
  confirmed: "Vaša je adresa e-pošte potvrđena.",
  faults: {
    codes_exhausted: "Zasad previše kodova. Pokušajte ponovno za sat vremena ili sutra.",
    code_wrong: "To nije ispravan kod. Provjerite znamenke.",
    code_expired: "Ovaj kod više ne vrijedi. Zatražite novi.",
    too_many_requests: "Pričekajte minutu pa pokušajte ponovno.",
    visitor_blocked: "Ovdje više ne možete slati poruke.",
    invalid_request: "Provjerite što ste unijeli.",
    internal: "Nije uspjelo. Pokušajte ponovno.",
  },
} satisfies ConversationWords;
