import { addressParser } from "postal-mime";
import { emailKey } from "../../../shared/rules/email.ts";

/** A mailbox of a header field (RFC 5322, section 3.4). */
export interface MailAddress {
  /** The decoded display name; empty if there is none. */
  readonly name: string;
  /** As the mail has it; compare it with `addressKey`. */
  readonly address: string;
}

/** More characters than an address list of a person has; longer ones are cut, for their cost. */
const MAX_LIST = 50_000;

/**
 * The mailboxes of an address list (RFC 5322, section 3.4), those of groups included. A list without any that has an
 * address in angle brackets somewhere, such as a display name with an unquoted `:`, gives that address.
 *
 * @param list the value of a `From`, `To`, `Cc` or `Reply-To` field, unfolded, with its encoded words
 */
export function parseAddressList(list: string): readonly MailAddress[] {
  const text = list.slice(0, MAX_LIST);
  const found = addressParser(text, { flatten: true }).flatMap(({ name, address }) =>
    address ? [{ name: oneLine(name), address: oneLine(address) }] : [],
  );
  if (found.length > 0) return found;
  const [, address] = /<([^<>\s]{1,254}@[^<>\s]{1,254})>/.exec(text) ?? [];
  return address ? [{ name: "", address }] : [];
}

/** A text of a header in one line: CR, LF and other control characters become spaces, so that no header can be injected. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

/** The key by which addresses are compared (R8); a text that is no valid address is compared in lower case. */
export const addressKey = (address: string): string => emailKey(address) ?? address.trim().toLowerCase();

/** Whether two addresses name one mailbox, without case and with domains in their ASCII form. */
export const isSameAddress = (one: string, other: string): boolean => addressKey(one) === addressKey(other);

/** The key of an address without its subaddress (RFC 5233): `support+1042.x@example.com` is `support@example.com`. */
export const mailboxKey = (address: string): string => addressKey(address).replace(/\+[^@]*(?=@)/, "");

/** The domain of an address, as in its key; empty if there is none. */
export function domainOf(address: string): string {
  const key = addressKey(address);
  return key.includes("@") ? key.slice(key.lastIndexOf("@") + 1) : "";
}
