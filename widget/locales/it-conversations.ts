import type { ConversationWords } from "./words.ts";

export default {
  back: "Indietro",
  loading: "Caricamento…",
  none: "Ancora nessuna conversazione.",
  notReached: "Nessuna connessione. Riproveremo quando sarà di nuovo online.",
  unread: "Nuovo",
  status: { open: "Aperta", waiting: "Risposta ricevuta", solved: "Risolta", closed: "Chiusa" },
  otherDevice: "Ci ha scritto da un altro dispositivo?",
  otherDeviceHelp: "Confermi il suo indirizzo e-mail per vedere qui ciò che ha scritto da lì.",
  sendCode: "Invia un codice",
  codeSent: "Stiamo inviando un codice di sei cifre a {email}. È valido per dieci minuti.",
  code: "Codice ricevuto via e-mail",
  confirm: "Conferma",
  sendAgain: "Invia un altro codice",
  otherAddress: "Usa un altro indirizzo",
  confirmed: "Il suo indirizzo e-mail è confermato.",
  faults: {
    codes_exhausted: "Troppi codici per ora. Riprovi tra un’ora oppure domani.",
    code_wrong: "Il codice non è corretto. Controlli le cifre.",
    code_expired: "Questo codice non è più valido. Ne richieda un altro.",
    too_many_requests: "Attenda un minuto, poi riprovi.",
    visitor_blocked: "Non può più inviare messaggi qui.",
    invalid_request: "Controlli i dati inseriti.",
    internal: "Non ha funzionato. Riprovi, per favore.",
  },
} satisfies ConversationWords;
