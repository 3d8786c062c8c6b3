import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Cerrar",
  online: "En línea",
  away: "No disponible",
  title: { pre_chat: "¿En qué podemos ayudarle?", offline: "Déjenos un mensaje" },
  intro: {
    pre_chat: "Cuéntenos qué necesita y le responderemos.",
    offline: "Ahora mismo no estamos disponibles. Deje un mensaje y le responderemos lo antes posible.",
  },
  labels: { name: "Su nombre", email: "Correo electrónico", phone: "Teléfono", long_text: "Su mensaje" },
  optional: "opcional",
  phoneHelp: "Con + y prefijo de país",
  choose: "Seleccione una opción",
  send: "Enviar",
  notYou: "¿No es usted?",
  chat: { name: "es-chat", load: () => import("./es-chat.ts") },
} satisfies FormWords;
