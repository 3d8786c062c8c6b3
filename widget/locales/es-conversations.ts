import type { ConversationWords } from "./words.ts";

export default {
  back: "Volver",
  loading: "Cargando…",
  none: "Aún no hay conversaciones.",
  notReached: "Sin conexión. Se volverá a intentar cuando haya conexión.",
  unread: "Nuevo",
  status: { open: "Abierta", waiting: "Respondida", solved: "Resuelta", closed: "Cerrada" },
  otherDevice: "¿Nos ha escrito desde otro dispositivo?",
  otherDeviceHelp: "Confirme su correo electrónico y aquí verá lo que escribió allí.",
  sendCode: "Enviarme un código",
  codeSent: "Estamos enviando un código de seis cifras a {email}. Es válido durante diez minutos.",
  code: "Código del correo",
  confirm: "Confirmar",
  sendAgain: "Enviar otro código",
  otherAddress: "Usar otra dirección",
  confirmed: "Su correo electrónico está confirmado.",
  faults: {
    codes_exhausted: "Demasiados códigos por ahora. Inténtelo de nuevo dentro de una hora o mañana.",
    code_wrong: "El código no es correcto. Revise las cifras.",
    code_expired: "Este código ya no es válido. Solicite otro.",
    too_many_requests: "Espere un minuto y vuelva a intentarlo.",
    visitor_blocked: "Ya no puede enviar mensajes aquí.",
    invalid_request: "Revise los datos introducidos.",
    internal: "No ha funcionado. Inténtelo de nuevo.",
  },
} satisfies ConversationWords;
