import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Затваряне",
  online: "Онлайн",
  away: "Извън линия",
  title: { pre_chat: "Как можем да помогнем?", offline: "Оставете ни съобщение" },
  intro: {
    pre_chat: "Кажете ни от какво се нуждаете и ще ви отговорим.",
    offline: "В момента не сме на линия. Оставете съобщение и ще отговорим възможно най-скоро.",
  },
  labels: { name: "Вашето име", email: "Имейл", phone: "Телефон", long_text: "Вашето съобщение" },
  optional: "по желание",
  phoneHelp: "С + и код на държавата",
  choose: "Изберете",
  send: "Изпращане",
  notYou: "Не сте вие?",
  chat: { name: "bg-chat", load: () => import("./bg-chat.ts") },
} satisfies FormWords;
