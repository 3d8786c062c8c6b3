import type { ConversationWords } from "./words.ts";

export default {
  back: "Tillbaka",
  loading: "Läser in…",
  none: "Inga konversationer än.",
  notReached: "Ingen anslutning. Vi försöker igen när du är online.",
  unread: "Nytt",
  status: { open: "Öppen", waiting: "Besvarad", solved: "Löst", closed: "Stängd" },
  otherDevice: "Har du skrivit från en annan enhet?",
  otherDeviceHelp: "Bekräfta din e-postadress, så visas det du skrev där även här.",
  sendCode: "Skicka en kod",
  codeSent: "Vi skickar en sexsiffrig kod till {email}. Den gäller i tio minuter.",
  code: "Kod från e-postmeddelandet",
  confirm: "Bekräfta",
  sendAgain: "Skicka en ny kod",
  otherAddress: "Använd en annan adress",
  confirmed: "Din e-postadress är bekräftad.",
  faults: {
    codes_exhausted: "För många koder just nu. Försök igen om en timme eller i morgon.",
    code_wrong: "Det är inte rätt kod. Kontrollera siffrorna.",
    code_expired: "Koden gäller inte längre. Begär en ny.",
    too_many_requests: "Vänta en minut och försök sedan igen.",
    visitor_blocked: "Du kan inte längre skicka meddelanden här.",
    invalid_request: "Kontrollera det du har angett.",
    internal: "Det fungerade inte. Försök igen.",
  },
} satisfies ConversationWords;
