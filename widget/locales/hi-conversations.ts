import type { ConversationWords } from "./words.ts";

export default {
  back: "वापस",
  loading: "लोड हो रहा है…",
  none: "अभी तक कोई बातचीत नहीं।",
  notReached: "कनेक्शन नहीं है। आपके ऑनलाइन होने पर फिर से कोशिश होगी।",
  unread: "नया",
  status: { open: "खुली", waiting: "जवाब दिया गया", solved: "हल हो गई", closed: "बंद" },
  otherDevice: "क्या आपने किसी और डिवाइस से लिखा है?",
  otherDeviceHelp: "अपने ईमेल पते की पुष्टि करें, और वहाँ लिखी बातें यहाँ दिखेंगी।",
  sendCode: "मुझे कोड भेजें",
  codeSent: "हम {email} पर छह अंकों का कोड भेज रहे हैं। यह दस मिनट तक मान्य है।",
  code: "ईमेल में मिला कोड",
  confirm: "पुष्टि करें",
  sendAgain: "दूसरा कोड भेजें",
  otherAddress: "दूसरा पता इस्तेमाल करें",
  confirmed: "आपके ईमेल पते की पुष्टि हो गई है।",
  faults: {
    codes_exhausted: "फ़िलहाल बहुत ज़्यादा कोड माँगे जा चुके हैं। कृपया एक घंटे बाद या कल कोशिश करें।",
    code_wrong: "यह कोड सही नहीं है। कृपया अंक जाँचें।",
    code_expired: "यह कोड अब मान्य नहीं है। कृपया दूसरा कोड मँगाएँ।",
    too_many_requests: "कृपया एक मिनट रुककर फिर से कोशिश करें।",
    visitor_blocked: "अब आप यहाँ संदेश नहीं भेज सकते।",
    invalid_request: "कृपया जो लिखा है उसे जाँचें।",
    internal: "यह नहीं हो सका। कृपया फिर से कोशिश करें।",
  },
} satisfies ConversationWords;
