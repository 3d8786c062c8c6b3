import { tidyEmail } from "../../../shared/rules/email.ts";
import { normalizeEmail } from "../../contacts/identity/normalize-email.ts";
import { RowError, shorten } from "./row-error.ts";

/** More characters than an e-mail with the name of its owner has. */
const MAX_TYPED = 500;

/**
 * Reads the e-mails in a part of a cell (R8): one, with what programs write around it, `Karl <karl@example.com>`,
 * `mailto:karl@example.com`, `karl@example.com (work)`; or several with spaces between. Pure.
 *
 * @throws RowError if there is anything else
 */
export function readEmails(text: string): string[] {
  if (normalizeEmail(text) !== null) return [tidyEmail(text)];
  const found = text.length <= MAX_TYPED ? unwrapped(text) : [];
  if (found.length && found.every((one) => normalizeEmail(one) !== null)) return found.map(tidyEmail);
  throw new RowError(`“${shorten(text)}” is not an e-mail address.`);
}

function unwrapped(text: string): string[] {
  const inBrackets = /<([^<>]*)>$/.exec(text)?.[1];
  return (inBrackets ?? text)
    .replace(/\([^()@]*\)$/, "")
    .replace(/^mailto:/i, "")
    .split(/\s+/)
    .flatMap((part) => part.replace(/\.$/, "") || []);
}
