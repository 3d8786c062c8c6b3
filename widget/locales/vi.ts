import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Đóng",
  online: "Đang trực tuyến",
  away: "Vắng mặt",
  title: { pre_chat: "Chúng tôi có thể giúp gì cho bạn?", offline: "Để lại lời nhắn" },
  intro: {
    pre_chat: "Hãy cho biết bạn cần gì, chúng tôi sẽ phản hồi.",
    offline: "Hiện chúng tôi không có mặt. Hãy để lại lời nhắn, chúng tôi sẽ trả lời sớm nhất có thể.",
  },
  labels: { name: "Tên của bạn", email: "Email", phone: "Điện thoại", long_text: "Tin nhắn của bạn" },
  optional: "không bắt buộc",
  phoneHelp: "Gồm + và mã quốc gia",
  choose: "Vui lòng chọn",
  send: "Gửi",
  notYou: "Không phải bạn?",
  chat: { name: "vi-chat", load: () => import("./vi-chat.ts") },
} satisfies FormWords;
