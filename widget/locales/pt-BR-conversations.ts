import type { ConversationWords } from "./words.ts";

export default {
  back: "Voltar",
  loading: "Carregando…",
  none: "Nenhuma conversa ainda.",
  notReached: "Sem conexão. Tentaremos de novo quando você estiver online.",
  unread: "Nova",
  status: { open: "Aberta", waiting: "Respondida", solved: "Resolvida", closed: "Fechada" },
  otherDevice: "Você já escreveu de outro dispositivo?",
  otherDeviceHelp: "Confirme seu e-mail para ver aqui o que você escreveu lá.",
  sendCode: "Enviar código",
  codeSent: "Estamos enviando um código de seis dígitos para {email}. Ele é válido por dez minutos.",
  code: "Código do e-mail",
  confirm: "Confirmar",
  sendAgain: "Enviar outro código",
  otherAddress: "Usar outro endereço",
  confirmed: "Seu e-mail foi confirmado.",
  faults: {
    codes_exhausted: "Muitos códigos por enquanto. Tente novamente em uma hora ou amanhã.",
    code_wrong: "Este não é o código correto. Confira os números.",
    code_expired: "Este código não é mais válido. Solicite outro.",
    too_many_requests: "Aguarde um minuto e tente novamente.",
    visitor_blocked: "Você não pode mais enviar mensagens aqui.",
    invalid_request: "Verifique o que você digitou.",
    internal: "Não funcionou. Tente novamente.",
  },
} satisfies ConversationWords;
