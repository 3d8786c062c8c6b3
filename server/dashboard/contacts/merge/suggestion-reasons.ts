import type { Suggestion } from "../../../../shared/contact.ts";

/** Why two contacts may be one person, in words. */
export const REASON_LABELS: Readonly<Record<Suggestion["reason"], string>> = {
  same_email: "they have the same e-mail",
  same_phone: "they have the same phone",
  email_and_phone_differ: "a form named the e-mail of one and the phone of the other",
  alternative_email: "one has the other's e-mail beside its own",
  alternative_phone: "one has the other's phone beside its own",
  similar_phone: "they have the same phone, written differently",
  similar_name: "they have nearly the same name in one organization",
};
