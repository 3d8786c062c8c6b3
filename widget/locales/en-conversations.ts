import type { ConversationWords } from "./words.ts";

export default {
  back: "Back",
  loading: "Loading …",
  none: "No conversations yet.",
  notReached: "No connection. It is tried again once you are online.",
  unread: "New",
  status: { open: "Open", waiting: "Answered", solved: "Solved", closed: "Closed" },
  otherDevice: "Have you written from another device?",
  otherDeviceHelp: "Confirm your e-mail address, and what you wrote there is shown here.",
  sendCode: "Send me a code",
  codeSent: "We are sending a code of six digits to {email}. It is valid for ten minutes.",
  code: "Code from the e-mail",
  confirm: "Confirm",
  sendAgain: "Send another code",
  otherAddress: "Use another address",
  confirmed: "Your e-mail address is confirmed.",
  faults: {
    codes_exhausted: "Too many codes for now. Please try again in an hour, or tomorrow.",
    code_wrong: "This is not the code. Please check the digits.",
    code_expired: "This code is no longer valid. Please ask for another one.",
    too_many_requests: "Please wait a minute, then try again.",
    visitor_blocked: "You can no longer send messages here.",
    invalid_request: "Please check what you have entered.",
    internal: "That did not work. Please try again.",
  },
} satisfies ConversationWords;
