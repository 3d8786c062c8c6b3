import type { ConversationWords } from "./words.ts";

export default {
  back: "Terug",
  loading: "Laden…",
  none: "Nog geen gesprekken.",
  notReached: "Geen verbinding. We proberen het opnieuw zodra u weer online bent.",
  unread: "Nieuw",
  status: { open: "Openstaand", waiting: "Beantwoord", solved: "Opgelost", closed: "Gesloten" },
  otherDevice: "Hebt u vanaf een ander apparaat geschreven?",
  otherDeviceHelp: "Bevestig uw e-mailadres, dan ziet u hier ook wat u daar hebt geschreven.",
  sendCode: "Code sturen",
  codeSent: "We sturen een code van zes cijfers naar {email}. De code is tien minuten geldig.",
  code: "Code uit de e-mail",
  confirm: "Bevestigen",
  sendAgain: "Nieuwe code sturen",
  otherAddress: "Ander adres gebruiken",
  confirmed: "Uw e-mailadres is bevestigd.",
  faults: {
    codes_exhausted: "Te veel codes op dit moment. Probeer het over een uur of morgen opnieuw.",
    code_wrong: "Dit is niet de juiste code. Controleer de cijfers.",
    code_expired: "Deze code is niet meer geldig. Vraag een nieuwe aan.",
    too_many_requests: "Wacht een minuut en probeer het dan opnieuw.",
    visitor_blocked: "U kunt hier geen berichten meer sturen.",
    invalid_request: "Controleer wat u hebt ingevoerd.",
    internal: "Dat is niet gelukt. Probeer het opnieuw.",
  },
} satisfies ConversationWords;
