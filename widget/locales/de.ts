import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Schließen",
  online: "Jetzt online",
  away: "Nicht da",
  title: { pre_chat: "Wie können wir helfen?", offline: "Hinterlassen Sie eine Nachricht" },
  intro: {
    pre_chat: "Sagen Sie uns kurz, worum es geht. Wir melden uns bei Ihnen.",
    offline: "Gerade ist niemand da. Schreiben Sie uns, wir antworten so bald wie möglich.",
  },
  labels: { name: "Ihr Name", email: "E-Mail", phone: "Telefon", long_text: "Ihre Nachricht" },
  optional: "freiwillig",
  phoneHelp: "Mit + und Ländervorwahl",
  choose: "Bitte wählen",
  send: "Senden",
  notYou: "Nicht Sie?",
  faults: {
    required: "Bitte füllen Sie dieses Feld aus.",
    too_long: "Bitte höchstens {max} Zeichen eingeben.",
    invalid_email: "Bitte geben Sie eine gültige E-Mail-Adresse ein.",
    invalid_phone: "Bitte nur + und Ziffern eingeben; „{character}“ ist nicht erlaubt.",
    phone_length: "Bitte + und 4 bis 15 Ziffern eingeben.",
    wrong_type: "Bitte prüfen Sie diese Angabe.",
  },
  check: "Bitte prüfen Sie die markierten Angaben.",
  refused: "Nicht gesendet.",
  discard: "Verwerfen",
  notStored:
    "Ihr Browser speichert keine Daten. Bitte lassen Sie diese Seite offen, bis Ihre Nachricht gesendet ist.",
  chat: { name: "de-chat", load: () => import("./de-chat.ts") },
} satisfies FormWords;
