import type { ConversationWords } from "./words.ts";

export default {
  back: "Wstecz",
  loading: "Wczytywanie…",
  none: "Nie ma jeszcze rozmów.",
  notReached: "Brak połączenia. Spróbujemy ponownie, gdy znów będziesz online.",
  unread: "Nowe",
  status: { open: "Otwarta", waiting: "Jest odpowiedź", solved: "Rozwiązana", closed: "Zamknięta" },
  otherDevice: "Piszesz do nas także z innego urządzenia?",
  otherDeviceHelp: "Potwierdź swój adres e-mail, a zobaczysz tu wiadomości wysłane z tamtego urządzenia.",
  sendCode: "Wyślij mi kod",
  codeSent: "Wysyłamy sześciocyfrowy kod na adres {email}. Jest ważny przez dziesięć minut.",
  code: "Kod z e-maila",
  confirm: "Potwierdź",
  sendAgain: "Wyślij nowy kod",
  otherAddress: "Użyj innego adresu",
  confirmed: "Twój adres e-mail jest potwierdzony.",
  faults: {
    codes_exhausted: "Na razie zbyt wiele kodów. Spróbuj ponownie za godzinę lub jutro.",
    code_wrong: "Kod jest nieprawidłowy. Sprawdź cyfry.",
    code_expired: "Ten kod nie jest już ważny. Poproś o nowy.",
    too_many_requests: "Odczekaj minutę i spróbuj ponownie.",
    visitor_blocked: "Nie możesz już wysyłać tutaj wiadomości.",
    invalid_request: "Sprawdź wpisane dane.",
    internal: "Nie udało się. Spróbuj ponownie.",
  },
} satisfies ConversationWords;
