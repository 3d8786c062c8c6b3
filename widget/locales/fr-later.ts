import type { LaterWords } from "./words.ts";

export default {
  faults: {
    required: "Veuillez remplir ce champ.",
    too_long: "C’est trop long : {max} caractères au maximum.",
    invalid_email: "Ce n’est pas encore une adresse e-mail.",
    invalid_phone: "Un numéro se compose de + et de chiffres ; « {character} » n’y a pas sa place.",
    phone_length: "Un numéro a un + et de 4 à 15 chiffres.",
    not_an_option: "Veuillez choisir dans la liste.",
    wrong_type: "Veuillez revoir cette réponse.",
    unknown_field: "Veuillez revoir cette réponse.",
  },
  check: "Veuillez revoir les réponses signalées.",
  refused: "L’envoi n’a pas été possible.",
  reasons: {
    answers_invalid: "Veuillez revoir les réponses signalées.",
    payload_too_large: "C’est plus long que ce que nous pouvons recevoir. Veuillez raccourcir.",
    origin_not_allowed:
      "Ce site n’est pas autorisé à utiliser ce formulaire. Merci de le signaler à son propriétaire.",
    property_unknown: "Ce formulaire n’existe plus. Merci de nous joindre autrement.",
  },
  discard: "Supprimer",
  preview: "Ceci est un aperçu : rien n’a été envoyé.",
  blocked: "Ce navigateur n’enregistre rien : gardez cette page ouverte jusqu’à l’envoi de votre message.",
  full: "Il n’y a plus de place sur cet appareil : gardez cette page ouverte jusqu’à l’envoi de votre message.",
  sending: "Envoi en cours …",
  waiting:
    "Il n’y a pas de connexion pour le moment. Votre message est gardé ici et partira de lui-même dès son retour ; vous pouvez fermer la page.",
  saved: "Votre message est en sécurité",
  thanks: "Merci.",
  thanksName: "Merci, {name}.",
  arrived: {
    pre_chat: "Votre message est bien arrivé. Nous vous répondrons.",
    offline: "Votre message est bien arrivé. Nous répondrons dès notre retour.",
  },
  ticket: "Votre numéro",
  again: "Écrire un autre message",
} satisfies LaterWords;
