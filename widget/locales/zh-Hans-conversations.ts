import type { ConversationWords } from "./words.ts";

export default {
  back: "返回",
  loading: "正在加载…",
  none: "暂无对话。",
  notReached: "无网络连接。恢复连接后将自动重试。",
  unread: "新消息",
  status: { open: "处理中", waiting: "已回复", solved: "已解决", closed: "已关闭" },
  otherDevice: "您在其他设备上给我们写过消息吗？",
  otherDeviceHelp: "验证您的电子邮箱，即可在此查看您在其他设备上写的内容。",
  sendCode: "发送验证码",
  codeSent: "我们正在向 {email} 发送 6 位数验证码，10 分钟内有效。",
  code: "邮件中的验证码",
  confirm: "确认",
  sendAgain: "重新发送验证码",
  otherAddress: "使用其他邮箱",
  confirmed: "您的电子邮箱已验证。",
  faults: {
    codes_exhausted: "验证码请求过多。请一小时后或明天再试。",
    code_wrong: "验证码不正确。请检查数字。",
    code_expired: "此验证码已失效。请重新获取。",
    too_many_requests: "请稍等一分钟后重试。",
    visitor_blocked: "您无法再在此发送消息。",
    invalid_request: "请检查您输入的内容。",
    internal: "操作未成功。请重试。",
  },
} satisfies ConversationWords;
