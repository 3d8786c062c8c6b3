import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Uždaryti",
  online: "Dabar prisijungę",
  away: "Neprisijungę",
  title: { pre_chat: "Kaip galime padėti?", offline: "Palikite mums žinutę" },
  intro: {
    pre_chat: "Parašykite, ko jums reikia, ir mes atsakysime.",
    offline: "Šiuo metu mūsų nėra. Palikite žinutę ir atsakysime kuo greičiau.",
  },
  labels: { name: "Jūsų vardas", email: "El. paštas", phone: "Telefonas", long_text: "Jūsų žinutė" },
  optional: "neprivaloma",
  phoneHelp: "Su + ir šalies kodu",
  choose: "Pasirinkite",
  send: "Siųsti",
  notYou: "Ne jūs?",
  chat: { name: "lt-chat", load: () => import("./lt-chat.ts") },
} satisfies FormWords;
