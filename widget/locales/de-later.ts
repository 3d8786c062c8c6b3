import type { LaterWords } from "./words.ts";

export default {
  faults: {
    required: "Bitte ausfüllen.",
    too_long: "Das ist zu lang: höchstens {max} Zeichen.",
    invalid_email: "Das ist noch keine E-Mail-Adresse.",
    invalid_phone: "Eine Telefonnummer besteht aus + und Ziffern; „{character}“ gehört nicht hinein.",
    phone_length: "Eine Telefonnummer hat + und 4 bis 15 Ziffern.",
    not_an_option: "Bitte aus der Liste wählen.",
    wrong_type: "Bitte noch einmal ansehen.",
    unknown_field: "Bitte noch einmal ansehen.",
  },
  check: "Bitte sehen Sie die markierten Antworten noch einmal an.",
  refused: "Das konnte nicht gesendet werden.",
  reasons: {
    answers_invalid: "Bitte sehen Sie die markierten Antworten noch einmal an.",
    payload_too_large: "Das ist länger, als wir annehmen können. Bitte kürzen Sie es.",
    origin_not_allowed: "Diese Website darf das Formular nicht verwenden. Bitte sagen Sie es dem Betreiber.",
    property_unknown: "Dieses Formular gibt es nicht mehr. Bitte erreichen Sie uns auf anderem Weg.",
  },
  discard: "Verwerfen",
  preview: "Dies ist eine Vorschau: Es wurde nichts gesendet.",
  blocked:
    "Dieser Browser speichert nichts. Bitte lassen Sie die Seite offen, bis die Nachricht gesendet ist.",
  full: "Auf diesem Gerät ist kein Platz mehr. Bitte lassen Sie die Seite offen, bis die Nachricht gesendet ist.",
  sending: "Wird gesendet …",
  waiting:
    "Gerade gibt es keine Verbindung. Ihre Nachricht bleibt hier und wird von selbst gesendet, sobald es eine gibt; die Seite können Sie schließen.",
  saved: "Ihre Nachricht ist sicher",
  thanks: "Vielen Dank.",
  thanksName: "Vielen Dank, {name}.",
  arrived: {
    pre_chat: "Ihre Nachricht ist angekommen. Wir melden uns bei Ihnen.",
    offline: "Ihre Nachricht ist angekommen. Wir antworten, sobald wir wieder da sind.",
  },
  ticket: "Ihre Nummer",
  again: "Noch eine Nachricht schreiben",
} satisfies LaterWords;
