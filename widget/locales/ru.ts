import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Закрыть",
  online: "Сейчас онлайн",
  away: "Офлайн",
  title: { pre_chat: "Чем мы можем помочь?", offline: "Оставьте сообщение" },
  intro: {
    pre_chat: "Расскажите, что вам нужно, и мы ответим.",
    offline: "Сейчас нас нет на месте. Оставьте сообщение, и мы ответим как можно скорее.",
  },
  labels: { name: "Ваше имя", email: "Эл. почта", phone: "Телефон", long_text: "Ваше сообщение" },
  optional: "необязательно",
  phoneHelp: "С + и кодом страны",
  choose: "Выберите",
  send: "Отправить",
  notYou: "Это не вы?",
  chat: { name: "ru-chat", load: () => import("./ru-chat.ts") },
} satisfies FormWords;
