import type { ChatWords } from "./words.ts";

const tooLong = "Le texte est trop long. Veuillez le raccourcir.";
const formUnknown = "Ce formulaire n’existe plus. Veuillez nous contacter autrement.";
const tryAgain = "Veuillez réessayer.";

export default {
  conversations: "Vos conversations",
  refusals: {
    payload_too_large: tooLong,
    message_too_long: tooLong,
    origin_not_allowed:
      "Ce site n’est pas autorisé à utiliser ce formulaire. Veuillez le signaler à son propriétaire.",
    property_unknown: formUnknown,
    form_unknown: formUnknown,
    conversation_unknown: "Cette conversation n’existe plus.",
    visitor_blocked: "Vous ne pouvez plus envoyer de messages ici.",
    file_too_large: "Le fichier est trop volumineux.",
    file_type_refused: "Ce type de fichier ne peut pas être envoyé.",
    file_incomplete: tryAgain,
    files_not_allowed: "Les fichiers ne peuvent pas être envoyés ici.",
    file_quota_reached: "Il n’y a plus de place pour des fichiers.",
    refused_on_the_way:
      "Quelque chose en chemin, par exemple un pare-feu, refuse le message. Veuillez modifier le texte ou réessayer plus tard.",
    too_many_requests: tryAgain,
    storage_unavailable: tryAgain,
    internal: tryAgain,
  },
  notices: {
    file_uploading: "Envoi dès que le fichier est téléversé.",
    too_many_files: "{max} fichiers au maximum.",
    not_loaded: "Le chargement a échoué.",
  },
  sending: "Envoi en cours …",
  waiting: "Pas de connexion. Votre message sera envoyé dès que vous serez en ligne.",
  saved: "Votre message est enregistré",
  thanks: "Merci.",
  thanksName: "Merci, {name}.",
  arrived: "Nous avons bien reçu votre message et répondrons dès que possible.",
  ticket: "Numéro de ticket",
  another: "Écrire un autre message",
  write: "Écrire un message",
  reopen: "Écrire pour reprendre la conversation",
  attach: "Joindre un fichier",
  sent: "Envoyé",
  read: "Lu",
  soon: "Nous sommes à vous dans un instant.",
  noAnswer: "Pas encore de réponse.",
  typing: "{name} écrit …",
  agentJoined: "{name} a rejoint la conversation.",
  ended: "Cette conversation est terminée.",
  deleted: "Message supprimé",
  edited: "modifié",
  newMessages: "Nouveaux messages",
  end: "Terminer",
  download: "Télécharger",
  mute: "Couper le son",
  unmute: "Activer le son",
  rate: "Comment était cette conversation ?",
  good: "Bien",
  bad: "Mal",
  comment: "Ajouter un commentaire",
  edit: "Modifier",
} satisfies ChatWords;
