import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Κλείσιμο",
  online: "Σε σύνδεση τώρα",
  away: "Λείπουμε",
  title: { pre_chat: "Πώς μπορούμε να βοηθήσουμε;", offline: "Αφήστε μας μήνυμα" },
  intro: {
    pre_chat: "Πείτε μας τι χρειάζεστε και θα σας απαντήσουμε.",
    offline: "Αυτή τη στιγμή δεν είμαστε διαθέσιμοι. Αφήστε μήνυμα και θα απαντήσουμε το συντομότερο.",
  },
  labels: { name: "Όνομα", email: "Email", phone: "Τηλέφωνο", long_text: "Μήνυμα" },
  optional: "προαιρετικό",
  phoneHelp: "Με + και κωδικό χώρας",
  choose: "Επιλέξτε",
  send: "Αποστολή",
  notYou: "Δεν είστε εσείς;",
  chat: { name: "el-chat", load: () => import("./el-chat.ts") },
} satisfies FormWords;
