import type { MailboxFailure } from "../../../../shared/mailbox-settings.ts";
import type { MailContent } from "../mail-draft.ts";
import { notice } from "./account-mails.tsx";
import type { MailBrand } from "./layout.tsx";

/** Tells an admin that the property's mailbox cannot be read, so that customers' mails wait there. */
export function mailboxFailureMail({
  brand,
  failure,
  url,
}: {
  readonly brand: MailBrand;
  readonly failure: MailboxFailure;
  /** The settings of mail; null: the server does not know its own address. */
  readonly url: string | null;
}): MailContent {
  const said = failure.answer
    ? `${failure.message}\nThe mail server answered: ${failure.answer}`
    : failure.message;
  return notice({
    brand,
    subject: `The mailbox of ${brand.name} cannot be read`,
    intro: `Mails to ${brand.name} do not arrive in the inbox at the moment. They wait on the mail server, and are fetched when this is repaired.`,
    body: said,
    ...(url && { action: { label: "Open the email settings", url } }),
    note: "You get this mail once for each failure, because you are an admin.",
  });
}
