import { domainOf, isSameAddress, type MailAddress, parseAddressList } from "../address/mail-address.ts";
import type { MailHeader } from "./inbound-mail.ts";
import { isOwnAddress, type OwnIdentity } from "./own-identity.ts";

/** The author of a mail. */
export interface MailAuthor {
  readonly address: MailAddress;
  /**
   * Where the address stood. In `Reply-To`: a contact form has sent the mail for somebody. In `X-Original-From`: a group
   * address has put itself in the place of the author. Neither is checked by the mail servers on the way.
   */
  readonly by: "from" | "reply_to" | "original_from";
}

/** Local parts of addresses that nobody reads. */
const NO_REPLY =
  /^(no|do-?not|dont|never)[-_.]?(reply|respond|answer)|^(nicht-?antworten|keine-?antwort|noresponder|ne-?pas-?repondre)/i;
/** Local parts that web servers and their forms send from. */
const PROGRAM =
  /^(wordpress|www-data|apache|nginx|nobody|webmaster|web-?server|forms?|formulare?|mailer|website|cgi)$/i;
/** Providers of mailboxes for everybody: to share their domain means nothing. */
const SHARED_DOMAIN =
  /^(gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|gmx|web|t-online|icloud|me|mac|aol|proton|protonmail|pm|mail|yandex|ya|qq|163|126|naver|orange|free|laposte|libero|wp|onet|o2|interia|uol|bol|terra)\.[a-z.]+$/;

const localPart = (address: string): string => address.slice(0, address.lastIndexOf("@"));

/** Whether an address says that nobody reads it. */
export const isNoReplyAddress = (address: string): boolean => NO_REPLY.test(localPart(address));

/**
 * Finds the author of a mail: `From`, except where that is the site itself. A contact form sends from an address of the owner
 * or of a program, with the person in `Reply-To`; a group address rewrites `From` and notes the person elsewhere. The
 * first author of a forwarded mail is never taken from its text: who forwards it has written it.
 *
 * @returns null if the mail names nobody
 */
export function authorOf({ from, sender, replyTo, fields }: MailHeader, own: OwnIdentity): MailAuthor | null {
  const address = from ?? sender;
  const [answersTo, ...others] = replyTo.filter((one) => !isOwnAddress(one.address, own));
  if (!address) return answersTo ? { address: answersTo, by: "reply_to" } : null;
  if (!isSentForSomebody(address.address, own)) return { address, by: "from" };
  const original = ["x-original-from", "x-original-sender"]
    .flatMap((name) => (fields.get(name) ?? []).flatMap(parseAddressList))
    .find((one) => !isOwnAddress(one.address, own));
  if (original && isOwnAddress(address.address, own)) return { address: original, by: "original_from" };
  if (answersTo && others.length === 0 && !isSameAddress(answersTo.address, address.address))
    return { address: answersTo, by: "reply_to" };
  return { address, by: "from" };
}

/** Whether a sender may be the site itself: an address of the owner, of a program, or of the owner's domain. */
function isSentForSomebody(address: string, own: OwnIdentity): boolean {
  if (isOwnAddress(address, own) || PROGRAM.test(localPart(address)) || isNoReplyAddress(address))
    return true;
  const domain = domainOf(address);
  return !SHARED_DOMAIN.test(domain) && own.addresses.some((one) => domainOf(one) === domain);
}
