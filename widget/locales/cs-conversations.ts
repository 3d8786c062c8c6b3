import type { ConversationWords } from "./words.ts";

export default {
  back: "Zpět",
  loading: "Načítání…",
  none: "Zatím žádné konverzace.",
  notReached: "Bez připojení. Zkusíme to znovu, až budete online.",
  unread: "Nové",
  status: { open: "Otevřeno", waiting: "Zodpovězeno", solved: "Vyřešeno", closed: "Uzavřeno" },
  otherDevice: "Psali jste nám z jiného zařízení?",
  otherDeviceHelp: "Potvrďte svou e-mailovou adresu a uvidíte zde, co jste tam napsali.",
  sendCode: "Poslat kód",
  codeSent: "Posíláme šestimístný kód na adresu {email}. Platí deset minut.",
  code: "Kód z e-mailu",
  confirm: "Potvrdit",
  sendAgain: "Poslat nový kód",
  otherAddress: "Použít jinou adresu",
  confirmed: "Vaše e-mailová adresa je potvrzena.",
  faults: {
    codes_exhausted: "Prozatím příliš mnoho kódů. Zkuste to znovu za hodinu nebo zítra.",
    code_wrong: "Kód není správný. Zkontrolujte číslice.",
    code_expired: "Tento kód už neplatí. Vyžádejte si nový.",
    too_many_requests: "Počkejte minutu a zkuste to znovu.",
    visitor_blocked: "Zde už nemůžete posílat zprávy.",
    invalid_request: "Zkontrolujte prosím zadané údaje.",
    internal: "Nepovedlo se. Zkuste to prosím znovu.",
  },
} satisfies ConversationWords;
