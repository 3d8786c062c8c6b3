import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "닫기",
  online: "온라인",
  away: "부재중",
  title: { pre_chat: "무엇을 도와드릴까요?", offline: "메시지를 남겨 주세요" },
  intro: {
    pre_chat: "문의하실 내용을 알려 주시면 답변해 드리겠습니다.",
    offline: "지금은 자리를 비웠습니다. 메시지를 남겨 주시면 최대한 빨리 답변해 드리겠습니다.",
  },
  labels: { name: "이름", email: "이메일", phone: "전화번호", long_text: "메시지" },
  optional: "선택 사항",
  phoneHelp: "+와 국가 번호 포함",
  choose: "선택해 주세요",
  send: "보내기",
  notYou: "본인이 아니신가요?",
  chat: { name: "ko-chat", load: () => import("./ko-chat.ts") },
} satisfies FormWords;
