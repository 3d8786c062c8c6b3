import type { ConversationWords } from "./words.ts";

export default {
  back: "뒤로",
  loading: "불러오는 중…",
  none: "아직 대화가 없습니다.",
  notReached: "인터넷에 연결되어 있지 않습니다. 온라인 상태가 되면 다시 시도합니다.",
  unread: "새 메시지",
  status: { open: "진행 중", waiting: "답변 완료", solved: "해결됨", closed: "종료됨" },
  otherDevice: "다른 기기에서 문의하신 적이 있나요?",
  otherDeviceHelp: "이메일 주소를 인증하면 다른 기기에서 작성한 내용이 여기에 표시됩니다.",
  sendCode: "인증 코드 받기",
  codeSent: "{email} 주소로 6자리 코드를 보내고 있습니다. 10분 동안 유효합니다.",
  code: "이메일로 받은 코드",
  confirm: "확인",
  sendAgain: "코드 다시 받기",
  otherAddress: "다른 주소 사용",
  confirmed: "이메일 주소가 인증되었습니다.",
  faults: {
    codes_exhausted: "코드 요청이 너무 많습니다. 한 시간 뒤나 내일 다시 시도해 주세요.",
    code_wrong: "코드가 맞지 않습니다. 숫자를 확인해 주세요.",
    code_expired: "만료된 코드입니다. 새 코드를 요청해 주세요.",
    too_many_requests: "1분 후에 다시 시도해 주세요.",
    visitor_blocked: "더 이상 여기에서 메시지를 보낼 수 없습니다.",
    invalid_request: "입력한 내용을 확인해 주세요.",
    internal: "처리하지 못했습니다. 다시 시도해 주세요.",
  },
} satisfies ConversationWords;
