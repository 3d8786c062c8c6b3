import type { ConversationWords } from "./words.ts";

export default {
  back: "Retour",
  loading: "Chargement…",
  none: "Aucune conversation pour l’instant.",
  notReached: "Pas de connexion. Un nouvel essai aura lieu dès que vous serez en ligne.",
  unread: "Nouveau",
  status: { open: "Ouverte", waiting: "Réponse reçue", solved: "Résolue", closed: "Fermée" },
  otherDevice: "Vous nous avez écrit depuis un autre appareil\u00a0?",
  otherDeviceHelp: "Confirmez votre adresse e-mail pour retrouver ici ce que vous y avez écrit.",
  sendCode: "Recevoir un code",
  codeSent: "Nous envoyons un code à six chiffres à {email}. Il est valable dix minutes.",
  code: "Code reçu par e-mail",
  confirm: "Confirmer",
  sendAgain: "Envoyer un autre code",
  otherAddress: "Utiliser une autre adresse",
  confirmed: "Votre adresse e-mail est confirmée.",
  faults: {
    codes_exhausted: "Trop de codes pour le moment. Réessayez dans une heure, ou demain.",
    code_wrong: "Ce n’est pas le bon code. Vérifiez les chiffres.",
    code_expired: "Ce code n’est plus valable. Demandez-en un autre.",
    too_many_requests: "Attendez une minute, puis réessayez.",
    visitor_blocked: "Vous ne pouvez plus envoyer de messages ici.",
    invalid_request: "Vérifiez votre saisie.",
    internal: "Cela n’a pas fonctionné. Veuillez réessayer.",
  },
} satisfies ConversationWords;
