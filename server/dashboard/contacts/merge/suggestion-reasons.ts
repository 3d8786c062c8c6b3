import type { Suggestion } from "../../../../shared/contact.ts";

/** Why two contacts may be the same person. */
export const REASON_LABELS: Readonly<Record<Suggestion["reason"], string>> = {
  same_email: "Same e-mail",
  same_phone: "Same phone",
  email_and_phone_differ: "A form named the e-mail of one and the phone of the other",
  alternative_email: "The e-mail of one is an alternative e-mail of the other",
  same_mailbox: "Two spellings of one e-mail",
  alternative_phone: "The phone of one is an alternative phone of the other",
  similar_phone: "Same phone in another format",
  similar_name: "Similar name in the same organization",
};
