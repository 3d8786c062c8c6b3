import type { ConversationWords } from "./words.ts";

export default {
  back: "Zurück",
  loading: "Wird geladen …",
  none: "Noch keine Unterhaltungen.",
  notReached: "Keine Verbindung. Sobald Sie wieder online sind, wird es noch einmal versucht.",
  unread: "Neu",
  status: { open: "Offen", waiting: "Beantwortet", solved: "Gelöst", closed: "Geschlossen" },
  otherDevice: "Haben Sie von einem anderen Gerät geschrieben?",
  otherDeviceHelp:
    "Bestätigen Sie Ihre E-Mail-Adresse, dann steht hier auch, was Sie dort geschrieben haben.",
  sendCode: "Code senden",
  codeSent: "Wir senden einen Code mit sechs Ziffern an {email}. Er gilt zehn Minuten.",
  code: "Code aus der E-Mail",
  confirm: "Bestätigen",
  sendAgain: "Neuen Code senden",
  otherAddress: "Andere Adresse verwenden",
  confirmed: "Ihre E-Mail-Adresse ist bestätigt.",
  faults: {
    codes_exhausted:
      "Das waren zu viele Codes. Bitte versuchen Sie es in einer Stunde oder morgen noch einmal.",
    code_wrong: "Der Code ist nicht richtig. Bitte prüfen Sie die Ziffern.",
    code_expired: "Dieser Code gilt nicht mehr. Bitte lassen Sie sich einen neuen senden.",
    too_many_requests: "Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.",
    visitor_blocked: "Sie können hier keine Nachrichten mehr senden.",
    invalid_request: "Bitte prüfen Sie Ihre Eingabe.",
    internal: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  },
} satisfies ConversationWords;
