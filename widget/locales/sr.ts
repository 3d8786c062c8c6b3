import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Затвори",
  online: "Сада на мрежи",
  away: "Нисмо ту",
  title: { pre_chat: "Како можемо да помогнемо?", offline: "Оставите нам поруку" },
  intro: {
    pre_chat: "Реците нам шта вам је потребно и јавићемо вам се.",
    offline: "Тренутно нисмо ту. Оставите поруку и одговорићемо чим будемо могли.",
  },
  labels: { name: "Ваше име", email: "Имејл", phone: "Телефон", long_text: "Ваша порука" },
  optional: "необавезно",
  phoneHelp: "Са + и позивним бројем земље",
  choose: "Изаберите",
  send: "Пошаљи",
  notYou: "Нисте ви?",
  chat: { name: "sr-chat", load: () => import("./sr-chat.ts") },
} satisfies FormWords;
