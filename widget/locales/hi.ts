import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "बंद करें",
  online: "अभी ऑनलाइन",
  away: "उपलब्ध नहीं",
  title: { pre_chat: "हम आपकी क्या मदद कर सकते हैं?", offline: "हमें संदेश भेजें" },
  intro: {
    pre_chat: "हमें बताएँ कि आपको क्या चाहिए, हम आपको जवाब देंगे।",
    offline: "हम अभी उपलब्ध नहीं हैं। संदेश छोड़ें, हम जल्द से जल्द जवाब देंगे।",
  },
  labels: { name: "आपका नाम", email: "ईमेल", phone: "फ़ोन", long_text: "आपका संदेश" },
  optional: "वैकल्पिक",
  phoneHelp: "+ और देश कोड के साथ",
  choose: "कृपया चुनें",
  send: "भेजें",
  notYou: "आप नहीं हैं?",
  chat: { name: "hi-chat", load: () => import("./hi-chat.ts") },
} satisfies FormWords;
