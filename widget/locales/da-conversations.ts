import type { ConversationWords } from "./words.ts";

export default {
  back: "Tilbage",
  loading: "Indlæser…",
  none: "Ingen samtaler endnu.",
  notReached: "Ingen forbindelse. Vi prøver igen, når du er online.",
  unread: "Ny",
  status: { open: "Åben", waiting: "Besvaret", solved: "Løst", closed: "Lukket" },
  otherDevice: "Har du skrevet fra en anden enhed?",
  otherDeviceHelp: "Bekræft din e-mailadresse, så vises det, du skrev dér, også her.",
  sendCode: "Send mig en kode",
  codeSent: "Vi sender en kode på seks cifre til {email}. Den gælder i ti minutter.",
  code: "Kode fra e-mailen",
  confirm: "Bekræft",
  sendAgain: "Send en ny kode",
  otherAddress: "Brug en anden adresse",
  confirmed: "Din e-mailadresse er bekræftet.",
  faults: {
    codes_exhausted: "For mange koder lige nu. Prøv igen om en time eller i morgen.",
    code_wrong: "Det er ikke den rigtige kode. Kontrollér cifrene.",
    code_expired: "Koden gælder ikke længere. Bed om en ny.",
    too_many_requests: "Vent et minut, og prøv så igen.",
    visitor_blocked: "Du kan ikke længere sende beskeder her.",
    invalid_request: "Kontrollér det, du har indtastet.",
    internal: "Det lykkedes ikke. Prøv igen.",
  },
} satisfies ConversationWords;
