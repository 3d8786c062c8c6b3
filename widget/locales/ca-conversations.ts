import type { ConversationWords } from "./words.ts";

export default {
  back: "Enrere",
  loading: "S’està carregant…",
  none: "Encara no hi ha converses.",
  notReached: "Sense connexió. Es tornarà a provar quan tingueu connexió.",
  unread: "Nou",
  status: { open: "Oberta", waiting: "Amb resposta", solved: "Resolta", closed: "Tancada" },
  otherDevice: "Ens heu escrit des d’un altre dispositiu?",
  otherDeviceHelp: "Confirmeu l’adreça electrònica i veureu aquí què hi vau escriure.",
  sendCode: "Envia’m un codi",
  codeSent: "Estem enviant un codi de sis xifres a {email}. És vàlid durant deu minuts.",
  code: "Codi del correu",
  confirm: "Confirma",
  sendAgain: "Envia un altre codi",
  otherAddress: "Fes servir una altra adreça",
  confirmed: "L’adreça electrònica s’ha confirmat.",
  faults: {
    codes_exhausted: "Massa codis per ara. Torneu-ho a provar d’aquí a una hora o demà.",
    code_wrong: "El codi no és correcte. Reviseu les xifres.",
    code_expired: "Aquest codi ja no és vàlid. Demaneu-ne un altre.",
    too_many_requests: "Espereu un minut i torneu-ho a provar.",
    visitor_blocked: "Aquí ja no podeu enviar missatges.",
    invalid_request: "Reviseu què heu introduït.",
    internal: "No ha funcionat. Torneu-ho a provar.",
  },
} satisfies ConversationWords;
