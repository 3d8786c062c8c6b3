import { normalizeEmail } from "./normalize-email.ts";

/** Gmail's domains, which are one, and where dots before the @ do not count. */
const GMAIL: readonly string[] = ["gmail.com", "googlemail.com"];

/**
 * The mailbox that an e-mail address is delivered to, so far as its form tells: what follows a `+` is a tag, and Gmail
 * ignores dots. Two addresses with one mailbox hint that two contacts are one person; they identify nobody (R9).
 *
 * @returns null if the text is no e-mail address
 */
export function mailboxKey(email: string): string | null {
  const key = normalizeEmail(email);
  if (key === null) return null;
  const at = key.lastIndexOf("@");
  const [local, domain] = [key.slice(0, at), key.slice(at + 1)];
  const untagged = local.replace(/(.)\+.*$/, "$1");
  return GMAIL.includes(domain) ? `${untagged.replaceAll(".", "")}@gmail.com` : `${untagged}@${domain}`;
}
