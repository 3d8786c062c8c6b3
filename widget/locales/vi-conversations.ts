import type { ConversationWords } from "./words.ts";

export default {
  back: "Quay lại",
  loading: "Đang tải…",
  none: "Chưa có cuộc trò chuyện nào.",
  notReached: "Không có kết nối. Sẽ thử lại khi bạn có mạng.",
  unread: "Mới",
  status: { open: "Đang mở", waiting: "Đã trả lời", solved: "Đã giải quyết", closed: "Đã đóng" },
  otherDevice: "Bạn đã nhắn từ thiết bị khác?",
  otherDeviceHelp: "Hãy xác nhận địa chỉ email để xem tại đây những gì bạn đã viết ở đó.",
  sendCode: "Gửi mã cho tôi",
  codeSent: "Chúng tôi đang gửi mã gồm sáu chữ số đến {email}. Mã có hiệu lực trong mười phút.",
  code: "Mã trong email",
  confirm: "Xác nhận",
  sendAgain: "Gửi mã khác",
  otherAddress: "Dùng địa chỉ khác",
  confirmed: "Địa chỉ email của bạn đã được xác nhận.",
  faults: {
    codes_exhausted: "Đã gửi quá nhiều mã. Vui lòng thử lại sau một giờ hoặc ngày mai.",
    code_wrong: "Mã không đúng. Vui lòng kiểm tra các chữ số.",
    code_expired: "Mã này không còn hiệu lực. Vui lòng yêu cầu mã khác.",
    too_many_requests: "Vui lòng đợi một phút rồi thử lại.",
    visitor_blocked: "Bạn không thể gửi tin nhắn ở đây nữa.",
    invalid_request: "Vui lòng kiểm tra nội dung đã nhập.",
    internal: "Không thành công. Vui lòng thử lại.",
  },
} satisfies ConversationWords;
