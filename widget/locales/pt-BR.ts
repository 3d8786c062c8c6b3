import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Fechar",
  online: "Online agora",
  away: "Ausente",
  title: { pre_chat: "Como podemos ajudar?", offline: "Deixe uma mensagem" },
  intro: {
    pre_chat: "Diga do que você precisa e responderemos.",
    offline: "Não estamos disponíveis no momento. Deixe uma mensagem e responderemos assim que possível.",
  },
  labels: { name: "Seu nome", email: "E-mail", phone: "Telefone", long_text: "Sua mensagem" },
  optional: "opcional",
  phoneHelp: "Com + e código do país",
  choose: "Selecione",
  send: "Enviar",
  notYou: "Não é você?",
  chat: { name: "pt-BR-chat", load: () => import("./pt-BR-chat.ts") },
} satisfies FormWords;
