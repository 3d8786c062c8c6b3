import type { ConversationWords } from "./words.ts";

export default {
  back: "Späť",
  loading: "Načítava sa…",
  none: "Zatiaľ žiadne konverzácie.",
  notReached: "Bez pripojenia. Skúsime to znova, keď budete online.",
  unread: "Nové",
  status: { open: "Otvorené", waiting: "Zodpovedané", solved: "Vyriešené", closed: "Uzavreté" },
  otherDevice: "Písali ste nám z iného zariadenia?",
  otherDeviceHelp: "Potvrďte svoju e-mailovú adresu a uvidíte tu, čo ste tam napísali.",
  sendCode: "Poslať kód",
  codeSent: "Posielame šesťmiestny kód na adresu {email}. Platí desať minút.",
  code: "Kód z e-mailu",
  confirm: "Potvrdiť",
  sendAgain: "Poslať nový kód",
  otherAddress: "Použiť inú adresu",
  confirmed: "Vaša e-mailová adresa je potvrdená.",
  faults: {
    codes_exhausted: "Zatiaľ priveľa kódov. Skúste to znova o hodinu alebo zajtra.",
    code_wrong: "Kód nie je správny. Skontrolujte číslice.",
    code_expired: "Tento kód už neplatí. Vyžiadajte si nový.",
    too_many_requests: "Počkajte minútu a skúste to znova.",
    visitor_blocked: "Tu už nemôžete posielať správy.",
    invalid_request: "Skontrolujte, prosím, zadané údaje.",
    internal: "Nepodarilo sa to. Skúste to znova.",
  },
} satisfies ConversationWords;
