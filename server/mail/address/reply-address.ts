import { createHmac, timingSafeEqual } from "node:crypto";
import type { ServerSecret } from "../../platform/secrets.ts";
import { toBase32 } from "./base32.ts";
import { addressKey } from "./mail-address.ts";

/** How answers to a property's mails are addressed. */
export type ReplyAddressing =
  /** The server has no subaddresses: answers go to the plain mailbox, and headers tell what they belong to. */
  | { readonly kind: "plain"; readonly mailbox: string }
  /** `support+1042.SIGNATURE@example.com` (RFC 5233). */
  | { readonly kind: "subaddress"; readonly mailbox: string }
  /** `1042.SIGNATURE@reply.example.com`: every address of the domain is delivered to the mailbox. */
  | { readonly kind: "catch_all"; readonly domain: string };

/** The content of a reply address. A chat that is no ticket has no number, so its ID stands there. */
export type ReplyTarget =
  | { readonly kind: "ticket"; readonly ticket: number }
  /** The conversation's UUID. */
  | { readonly kind: "conversation"; readonly id: string };

export type ReadReplyAddress =
  /** Not one of our reply addresses: the plain mailbox, another subaddress, somebody else. */
  | { readonly kind: "none" }
  /** It has the form of a reply address, but this server has not signed it for this property. */
  | { readonly kind: "forged" }
  | { readonly kind: "signed"; readonly target: ReplyTarget };

interface Signing {
  readonly property: string;
  /** Newest first: the newest signs, all verify. */
  readonly secrets: readonly ServerSecret[];
}

/** RFC 5321, section 4.5.3.1.1: a local part has at most 64 octets. */
const MAX_LOCAL = 64;
/** HMAC-SHA-256 is cut to 80 bits, which are 16 characters of base32: mail servers leave room for little more. */
const SIGNATURE_BYTES = 10;
const SIGNATURE_LENGTH = 16;

/** A reference of letters and digits only, because some servers change the case of a local part and some its punctuation. */
const toReference = (target: ReplyTarget): string =>
  target.kind === "ticket" ? String(target.ticket) : `c${target.id.replaceAll("-", "")}`;

function toTarget(reference: string): ReplyTarget | null {
  if (/^[1-9]\d{0,14}$/.test(reference)) return { kind: "ticket", ticket: Number(reference) };
  const [, ...groups] =
    /^c([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/.exec(reference) ?? [];
  return groups.length > 0 ? { kind: "conversation", id: groups.join("-") } : null;
}

function sign(property: string, reference: string, { secret }: ServerSecret): string {
  const mac = createHmac("sha256", secret).update(`reply_address.${property}.${reference}`).digest();
  return toBase32(mac.subarray(0, SIGNATURE_BYTES));
}

/**
 * The address to which answers about a conversation go (R32): `support+1042.SIGNATURE@example.com`. Property and ticket
 * are part of what is signed, so that a signature of one is none of another.
 *
 * @returns the plain mailbox if the server has no subaddresses, or if the local part would be longer than 64 characters
 */
export function toReplyAddress(
  addressing: ReplyAddressing,
  target: ReplyTarget,
  { property, secrets }: Signing,
): string {
  if (addressing.kind === "plain") return addressing.mailbox;
  const [newest] = secrets;
  if (!newest) throw new Error("No secret to sign a reply address with");
  const reference = toReference(target);
  const tag = `${reference}.${sign(property, reference, newest)}`;
  if (addressing.kind === "catch_all") return `${tag}@${addressing.domain}`;
  const at = addressing.mailbox.lastIndexOf("@");
  const local = `${addressing.mailbox.slice(0, at)}+${tag}`;
  return local.length > MAX_LOCAL ? addressing.mailbox : `${local}${addressing.mailbox.slice(at)}`;
}

/**
 * Reads an address that a mail was sent to (R32). Compares without case, and signatures in constant time.
 *
 * @param address of `To`, `Cc` or `Delivered-To`
 */
export function readReplyAddress(
  addressing: ReplyAddressing,
  address: string,
  { property, secrets }: Signing,
): ReadReplyAddress {
  const tag = tagOf(addressing, addressKey(address));
  const [, reference = "", signature = ""] = /^([a-z\d]+)\.([a-z2-7]+)$/.exec(tag ?? "") ?? [];
  const target = toTarget(reference);
  if (!target || signature.length !== SIGNATURE_LENGTH) return { kind: "none" };
  const given = Buffer.from(signature);
  const isSigned = secrets.some((secret) =>
    timingSafeEqual(given, Buffer.from(sign(property, reference, secret))),
  );
  return isSigned ? { kind: "signed", target } : { kind: "forged" };
}

/** The part of an address that holds reference and signature; null if the address is not one of these. */
function tagOf(addressing: ReplyAddressing, key: string): string | null {
  const at = key.lastIndexOf("@");
  const [local, domain] = [key.slice(0, at), key.slice(at + 1)];
  if (addressing.kind === "plain") return null;
  if (addressing.kind === "catch_all")
    return domain === addressKey(`x@${addressing.domain}`).slice(2) ? local : null;
  const mailbox = addressKey(addressing.mailbox);
  const start = `${mailbox.slice(0, mailbox.lastIndexOf("@"))}+`;
  const isOurs = local.startsWith(start) && domain === mailbox.slice(mailbox.lastIndexOf("@") + 1);
  return isOurs ? local.slice(start.length) : null;
}
