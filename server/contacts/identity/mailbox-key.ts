import { normalizeEmail } from "./normalize-email.ts";

/** Gmail's domain, where dots before the @ do not count. */
const GMAIL = "gmail.com";
/**
 * The domains of one provider, each of which has the same mailboxes. Those of Yahoo and Outlook are left out: their
 * mailboxes differ by the domain.
 */
const SAME_DOMAIN: ReadonlyMap<string, string> = new Map([
  ["googlemail.com", GMAIL],
  ["me.com", "icloud.com"],
  ["mac.com", "icloud.com"],
  ["protonmail.com", "proton.me"],
  ["protonmail.ch", "proton.me"],
  ["pm.me", "proton.me"],
  ["ya.ru", "yandex.ru"],
  ["yandex.com", "yandex.ru"],
  ["yandex.by", "yandex.ru"],
  ["yandex.kz", "yandex.ru"],
  ["yandex.ua", "yandex.ru"],
]);
/** Proton ignores dots, dashes and underscores. */
const PROTON = "proton.me";
/** Yahoo's disposable addresses have the tag behind a dash, which no other address has. */
const YAHOO = /^(?:yahoo\.[a-z.]{2,6}|ymail\.com|rocketmail\.com)$/;

/**
 * The mailbox that an e-mail address is delivered to, so far as its form tells: what follows a `+` is a tag, Gmail ignores
 * dots, and some providers have several domains. Two addresses with one mailbox hint that two contacts are one person; they identify nobody (R9).
 *
 * @returns null if the text is no e-mail address
 */
export function mailboxKey(email: string): string | null {
  const key = normalizeEmail(email);
  if (key === null) return null;
  const at = key.lastIndexOf("@");
  const [local, domain] = [key.slice(0, at), key.slice(at + 1)];
  const untagged = local.replace(/(.)\+.*$/, "$1");
  const provider = SAME_DOMAIN.get(domain) ?? domain;
  if (provider === GMAIL) return `${untagged.replaceAll(".", "")}@${GMAIL}`;
  if (provider === PROTON) return `${untagged.replace(/[._-]/g, "") || untagged}@${PROTON}`;
  return `${YAHOO.test(domain) ? untagged.replace(/^([^-]+)-.*$/, "$1") : untagged}@${provider}`;
}
