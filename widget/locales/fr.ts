import type { Words } from "./words.ts";

export default {
  close: "Fermer",
  here: "En ligne",
  away: "Absent pour le moment",
  title: { pre_chat: "Comment pouvons-nous vous aider ?", offline: "Laissez-nous un message" },
  intro: {
    pre_chat: "Dites-nous en quelques mots de quoi il s’agit, et nous vous répondrons.",
    offline: "Il n’y a personne pour le moment. Écrivez-nous, nous répondrons dès que possible.",
  },
  labels: { name: "Votre nom", email: "Adresse e-mail", phone: "Téléphone", long_text: "Votre message" },
  optional: "facultatif",
  phone: "Avec + et l’indicatif du pays",
  choose: "Veuillez choisir",
  send: "Envoyer",
  notYou: "Ce n’est pas vous ?",
  later: () => import("./fr-later.ts"),
} satisfies Words;
