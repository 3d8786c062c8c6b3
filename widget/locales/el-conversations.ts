import type { ConversationWords } from "./words.ts";

export default {
  back: "Πίσω",
  loading: "Φόρτωση…",
  none: "Καμία συνομιλία ακόμη.",
  notReached: "Δεν υπάρχει σύνδεση. Θα γίνει νέα προσπάθεια όταν συνδεθείτε.",
  unread: "Νέο",
  status: { open: "Ανοιχτή", waiting: "Απαντήθηκε", solved: "Επιλύθηκε", closed: "Έκλεισε" },
  otherDevice: "Μας έχετε γράψει από άλλη συσκευή;",
  otherDeviceHelp: "Επιβεβαιώστε το email σας για να δείτε εδώ όσα γράψατε εκεί.",
  sendCode: "Αποστολή κωδικού",
  codeSent: "Στέλνουμε έναν εξαψήφιο κωδικό στη διεύθυνση {email}. Ισχύει για δέκα λεπτά.",
  code: "Κωδικός από το email",
  confirm: "Επιβεβαίωση",
  sendAgain: "Νέος κωδικός",
  otherAddress: "Άλλη διεύθυνση",
  confirmed: "Η διεύθυνση email σας επιβεβαιώθηκε.",
  faults: {
    codes_exhausted: "Πάρα πολλοί κωδικοί προς το παρόν. Δοκιμάστε ξανά σε μία ώρα ή αύριο.",
    code_wrong: "Ο κωδικός δεν είναι σωστός. Ελέγξτε τα ψηφία.",
    code_expired: "Αυτός ο κωδικός δεν ισχύει πια. Ζητήστε νέο κωδικό.",
    too_many_requests: "Περιμένετε ένα λεπτό και δοκιμάστε ξανά.",
    visitor_blocked: "Δεν μπορείτε πλέον να στέλνετε μηνύματα εδώ.",
    invalid_request: "Ελέγξτε όσα έχετε εισαγάγει.",
    internal: "Κάτι δεν πήγε καλά. Δοκιμάστε ξανά.",
  },
} satisfies ConversationWords;
