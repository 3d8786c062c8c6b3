import type { ConversationWords } from "./words.ts";

export default {
  back: "Tilbake",
  loading: "Laster inn…",
  none: "Ingen samtaler ennå.",
  notReached: "Ingen tilkobling. Vi prøver igjen når du er på nett.",
  unread: "Ny",
  status: { open: "Åpen", waiting: "Besvart", solved: "Løst", closed: "Lukket" },
  otherDevice: "Har du skrevet fra en annen enhet?",
  otherDeviceHelp: "Bekreft e-postadressen din, så vises det du skrev der, også her.",
  sendCode: "Send meg en kode",
  codeSent: "Vi sender en kode på seks sifre til {email}. Den er gyldig i ti minutter.",
  code: "Kode fra e-posten",
  confirm: "Bekreft",
  sendAgain: "Send en ny kode",
  otherAddress: "Bruk en annen adresse",
  confirmed: "E-postadressen din er bekreftet.",
  faults: {
    codes_exhausted: "For mange koder akkurat nå. Prøv igjen om en time eller i morgen.",
    code_wrong: "Det er ikke riktig kode. Kontroller sifrene.",
    code_expired: "Koden er ikke lenger gyldig. Be om en ny.",
    too_many_requests: "Vent ett minutt, og prøv igjen.",
    visitor_blocked: "Du kan ikke lenger sende meldinger her.",
    invalid_request: "Kontroller det du har skrevet inn.",
    internal: "Det gikk ikke. Prøv igjen.",
  },
} satisfies ConversationWords;
