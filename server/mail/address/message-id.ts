/** More identifiers of one `References` field than this are not looked up. */
const MAX_IDS = 100;
/** A look at more characters than this would cost more than it can find. */
const MAX_FIELD = 100_000;
/** RFC 5322, section 2.1.1: a line has at most 998 characters. */
const MAX_ID = 998;

/** The marker in the left part of our identifiers. People of the owner's domain have identifiers of that domain too. */
const MARKER = "foyer";

/** The Message-ID (RFC 5322, section 3.6.4) of a mail that this server sends; the same on every try (R31). */
export const toMessageId = (mail: string, domain: string): string => `<${MARKER}.${mail}@${domain}>`;

/**
 * The thread root of a conversation: an identifier that no mail has, the first in `References` of all our mails about it.
 * Clients copy it into their answers even where a relay has replaced the Message-IDs of our mails.
 */
export const toThreadRoot = (conversation: string, domain: string): string =>
  `<${MARKER}.thread.${conversation}@${domain}>`;

/**
 * The field that each of our mails carries, with the property's ID. It stays where a relay replaces the Message-ID, and a
 * mail of another server of this product has another value.
 */
export const PROPERTY_FIELD = "X-Foyer-Property";

/** Whether an identifier is one that this server makes for one of the domains. */
export function isOwnMessageId(id: string, domains: readonly string[]): boolean {
  const [, domain = ""] = /^<foyer\.[\da-z.-]+@([^<>@\s]+)>$/i.exec(id) ?? [];
  return domains.some((one) => one.toLowerCase() === domain.toLowerCase());
}

/**
 * The identifiers of a `Message-ID`, `In-Reply-To` or `References` field (RFC 5322, section 3.6.4), each once, in their
 * order and with their angle brackets. Spaces that folding put into an identifier are removed; a field that is one word
 * without brackets is one identifier; other words, such as "Your message of Monday", are left out. Of a long list the
 * first, the thread's root, and the last ones are returned.
 */
export function messageIdsOf(field: string): readonly string[] {
  const text = field.length > MAX_FIELD ? field.slice(0, MAX_ID) + field.slice(-MAX_FIELD) : field;
  const bracketed = [...text.matchAll(/<([^<>]{1,998})>/g)].map(([, id = ""]) => id.replace(/\s/g, ""));
  const bare = /^\s*[^\s<>]{1,499}@[^\s<>]{1,499}\s*$/.test(text) ? [text.trim()] : [];
  const ids = [...new Set([...bracketed, ...bare].filter(Boolean).map((id) => `<${id}>`))];
  return ids.length > MAX_IDS ? [...ids.slice(0, 1), ...ids.slice(1 - MAX_IDS)] : ids;
}
