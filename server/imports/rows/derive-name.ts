import type { Details } from "../../../shared/contact.ts";

/** Characters of a name that is taken from an organization. */
const MAX_NAME = 200;

/**
 * The name of a person whose row has none (R17): from the e-mail `anna.berg@example.com`, Anna Berg; without an e-mail, the
 * organization, the phone or the user ID. Pure.
 *
 * @returns empty: there is nothing to take it from
 */
export function deriveName({ emails, organizations, phones, userId }: Details): string {
  const [email] = emails ?? [];
  const name = email === undefined ? "" : nameOfEmail(email);
  return (name || organizations?.[0] || phones?.[0] || userId || "").slice(0, MAX_NAME);
}

function nameOfEmail(email: string): string {
  const local = email.slice(0, email.lastIndexOf("@")).replace(/^"(.*)"$/, "$1");
  const words = local
    .replace(/\+.*$/, "")
    .split(/[._\-\s]+/)
    .filter((word) => /\p{L}/u.test(word));
  return words.map((word) => capitalized(word.replace(/\d+$/, ""))).join(" ") || local;
}

function capitalized(word: string): string {
  const [first = "", ...rest] = word;
  return first.toUpperCase() + rest.join("");
}
