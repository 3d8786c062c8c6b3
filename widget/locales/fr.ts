import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Fermer",
  online: "En ligne",
  away: "Absent",
  title: { pre_chat: "Comment pouvons-nous vous aider ?", offline: "Laissez-nous un message" },
  intro: {
    pre_chat: "Dites-nous de quoi il s’agit, et nous vous répondrons.",
    offline: "Nous sommes absents pour le moment. Laissez un message, nous répondrons dès que possible.",
  },
  labels: { name: "Votre nom", email: "Adresse e-mail", phone: "Téléphone", long_text: "Votre message" },
  optional: "facultatif",
  phoneHelp: "Avec + et l’indicatif du pays",
  choose: "Veuillez choisir",
  send: "Envoyer",
  notYou: "Ce n’est pas vous ?",
  faults: {
    required: "Veuillez remplir ce champ.",
    too_long: "{max} caractères au maximum.",
    invalid_email: "Veuillez saisir une adresse e-mail valide.",
    invalid_phone: "Veuillez saisir + et des chiffres ; « {character} » n’est pas autorisé.",
    phone_length: "Veuillez saisir + et de 4 à 15 chiffres.",
    wrong_type: "Veuillez vérifier cette réponse.",
  },
  check: "Veuillez vérifier les réponses signalées.",
  refused: "Non envoyé.",
  discard: "Supprimer",
  notStored:
    "Votre navigateur n’enregistre pas de données. Gardez cette page ouverte jusqu’à l’envoi de votre message.",
  chat: { name: "fr-chat", load: () => import("./fr-chat.ts") },
} satisfies FormWords;
