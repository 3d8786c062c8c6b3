import { emailKey } from "../../../shared/rules/email.ts";

/** Enough for one chunk of an import, whose e-mails are normalized several times each. */
const MAX_CACHED = 5_000;
const cache = new Map<string, string | null>();

/** `emailKey` with a cache: the form by which e-mails are compared (R8); null if the text is no e-mail address. */
export function normalizeEmail(email: string): string | null {
  const cached = cache.get(email);
  if (cached !== undefined) return cached;
  if (cache.size >= MAX_CACHED) cache.clear();
  const key = emailKey(email);
  cache.set(email, key);
  return key;
}
