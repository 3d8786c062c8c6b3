import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Bezárás",
  online: "Most elérhető",
  away: "Nem elérhető",
  title: { pre_chat: "Miben segíthetünk?", offline: "Hagyjon üzenetet" },
  intro: {
    pre_chat: "Írja meg, miben segíthetünk, és válaszolunk Önnek.",
    offline: "Jelenleg nem vagyunk elérhetők. Hagyjon üzenetet, és amint lehet, válaszolunk.",
  },
  labels: { name: "Név", email: "E-mail-cím", phone: "Telefonszám", long_text: "Üzenet" },
  optional: "nem kötelező",
  phoneHelp: "+ jellel és országhívóval",
  choose: "Válasszon",
  send: "Küldés",
  notYou: "Nem Ön az?",
  chat: { name: "hu-chat", load: () => import("./hu-chat.ts") },
} satisfies FormWords;
