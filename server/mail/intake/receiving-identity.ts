import type { MailSettings } from "../../../shared/mail-settings.ts";
import type { MailboxSettings } from "../../../shared/mailbox-settings.ts";
import { domainOf } from "../address/mail-address.ts";
import type { ReplyAddressing } from "../address/reply-address.ts";
import type { OwnIdentity } from "../inbound/own-identity.ts";

/** The properties by which a property is recognised in received mails, and the reader of its reply addresses. */
export interface ReceivingIdentity {
  readonly own: OwnIdentity;
  readonly addressing: ReplyAddressing;
}

/** The domain of our identifiers while nobody had said where mails come from: see `queueMail`. */
const NO_DOMAIN = "foyer.invalid";

/** Puts the addresses of sending and receiving together. Pure. */
export function receivingIdentity(
  property: string,
  sending: MailSettings | null,
  { imap, addresses }: MailboxSettings,
): ReceivingIdentity {
  const user = imap?.auth.user ?? "";
  const from = sending?.from.address ?? null;
  const replies = sending?.replies ?? null;
  const mailbox = replies && replies.kind !== "catch_all" ? replies.mailbox : null;
  const known = [from, mailbox, user.includes("@") ? user : null, ...addresses];
  const own = [...new Set(known.flatMap((address) => address ?? []))];
  return {
    own: {
      property,
      addresses: own,
      messageIdDomains: [...new Set([...own.map(domainOf), NO_DOMAIN])],
      replyDomain: replies?.kind === "catch_all" ? replies.domain : null,
    },
    addressing: replies ?? { kind: "plain", mailbox: own[0] ?? "" },
  };
}
