import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Fermer",
  online: "En ligne",
  away: "Indisponible",
  title: { pre_chat: "Comment pouvons-nous vous aider\u00a0?", offline: "Laissez-nous un message" },
  intro: {
    pre_chat: "Dites-nous de quoi il s’agit, et nous vous répondrons.",
    offline: "Nous sommes absents pour le moment. Laissez un message, nous répondrons dès que possible.",
  },
  labels: { name: "Votre nom", email: "Adresse e-mail", phone: "Téléphone", long_text: "Votre message" },
  optional: "facultatif",
  phoneHelp: "Avec + et l’indicatif du pays",
  choose: "Veuillez choisir",
  send: "Envoyer",
  notYou: "Ce n’est pas vous\u00a0?",
  chat: { name: "fr-chat", load: () => import("./fr-chat.ts") },
} satisfies FormWords;
