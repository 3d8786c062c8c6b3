import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Закрити",
  online: "Зараз онлайн",
  away: "Офлайн",
  title: { pre_chat: "Чим ми можемо допомогти?", offline: "Залиште повідомлення" },
  intro: {
    pre_chat: "Розкажіть, що вам потрібно, і ми відповімо.",
    offline: "Зараз нас немає на місці. Залиште повідомлення, і ми відповімо якнайшвидше.",
  },
  labels: { name: "Ваше ім’я", email: "Ел. пошта", phone: "Телефон", long_text: "Ваше повідомлення" },
  optional: "необов’язково",
  phoneHelp: "З + і кодом країни",
  choose: "Виберіть",
  send: "Надіслати",
  notYou: "Це не ви?",
  chat: { name: "uk-chat", load: () => import("./uk-chat.ts") },
} satisfies FormWords;
