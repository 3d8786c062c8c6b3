import { emailKey } from "../../../shared/rules/email.ts";

/** So many are remembered: all of one chunk of a list, for each of which it is asked several times. */
const KEPT = 5_000;
const kept = new Map<string, string | null>();

/** As `emailKey`, from memory if it was asked a moment ago. */
export function normalizeEmail(email: string): string | null {
  const known = kept.get(email);
  if (known !== undefined) return known;
  if (kept.size >= KEPT) kept.clear();
  const key = emailKey(email);
  kept.set(email, key);
  return key;
}
