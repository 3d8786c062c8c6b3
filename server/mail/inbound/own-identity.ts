import { addressKey, domainOf, mailboxKey } from "../address/mail-address.ts";

/** By what a property recognises itself in the mails that it receives. */
export interface OwnIdentity {
  /** The property's ID: our mails carry it in `PROPERTY_FIELD`. */
  readonly property: string;
  /** The addresses of its mailboxes and senders, without subaddresses. */
  readonly addresses: readonly string[];
  /** The domains that its Message-IDs have, or had before the settings changed. */
  readonly messageIdDomains: readonly string[];
  /** The domain on which every address is a reply address; null if there is none. */
  readonly replyDomain: string | null;
}

/** Whether an address is one of the property's mailboxes, with or without a subaddress. */
export function isOwnAddress(address: string, { addresses, replyDomain }: OwnIdentity): boolean {
  if (replyDomain !== null && domainOf(address) === domainOf(`x@${replyDomain}`)) return true;
  const keys = [addressKey(address), mailboxKey(address)];
  return addresses.some((own) => keys.includes(addressKey(own)));
}
