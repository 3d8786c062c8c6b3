import type { ConversationWords } from "./words.ts";

export default {
  back: "ফিরে যান",
  loading: "লোড হচ্ছে…",
  none: "এখনও কোনো কথোপকথন নেই।",
  notReached: "সংযোগ নেই। আপনি অনলাইন হলে আবার চেষ্টা করা হবে।",
  unread: "নতুন",
  status: { open: "খোলা", waiting: "উত্তর দেওয়া হয়েছে", solved: "সমাধান হয়েছে", closed: "বন্ধ" },
  otherDevice: "অন্য ডিভাইস থেকে লিখেছেন কি?",
  otherDeviceHelp: "ইমেইল ঠিকানা নিশ্চিত করুন, তাহলে সেখানে যা লিখেছেন তা এখানে দেখা যাবে।",
  sendCode: "কোড পাঠান",
  codeSent: "আমরা {email} ঠিকানায় ছয় সংখ্যার একটি কোড পাঠাচ্ছি। এটি দশ মিনিট কার্যকর থাকবে।",
  code: "ইমেইলে পাওয়া কোড",
  confirm: "নিশ্চিত করুন",
  sendAgain: "আরেকটি কোড পাঠান",
  otherAddress: "অন্য ঠিকানা দিন",
  confirmed: "আপনার ইমেইল ঠিকানা নিশ্চিত হয়েছে।",
  faults: {
    codes_exhausted: "আপাতত অনেক বেশি কোড চাওয়া হয়েছে। এক ঘণ্টা পরে বা আগামীকাল চেষ্টা করুন।",
    code_wrong: "কোডটি সঠিক নয়। সংখ্যাগুলো যাচাই করুন।",
    code_expired: "এই কোডটি আর কার্যকর নয়। নতুন কোড চান।",
    too_many_requests: "এক মিনিট অপেক্ষা করে আবার চেষ্টা করুন।",
    visitor_blocked: "আপনি আর এখানে বার্তা পাঠাতে পারবেন না।",
    invalid_request: "যা লিখেছেন তা যাচাই করুন।",
    internal: "কাজটি হয়নি। আবার চেষ্টা করুন।",
  },
} satisfies ConversationWords;
