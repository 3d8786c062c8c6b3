import type { Suggestion } from "../../../../shared/contact.ts";
import { type Message, message } from "../../i18n/translate.ts";

/** Why two contacts may be the same person. */
export const REASON_LABELS: Readonly<Record<Suggestion["reason"], Message>> = {
  same_email: message("Same e-mail"),
  same_phone: message("Same phone"),
  email_and_phone_differ: message("A form named the e-mail of one and the phone of the other"),
  alternative_email: message("The e-mail of one is an alternative e-mail of the other"),
  same_mailbox: message("Two spellings of one e-mail"),
  alternative_phone: message("The phone of one is an alternative phone of the other"),
  similar_phone: message("Same phone in another format"),
  similar_name: message("Similar name in the same organization"),
};
