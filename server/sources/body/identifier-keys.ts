import { emailKey } from "../../../shared/rules/email.ts";
import type { SourceMapping } from "../../../shared/webhook-source.ts";
import { bodyLeaves } from "./body-rows.ts";
import { parsePath, readPath, scalarText } from "./path.ts";

/** Identifiers of one body: more are in no body about a person. */
const MAX_KEYS = 100;
/** The last digits of a phone: with or without the country's code they are the same. */
const PHONE_DIGITS = 8;
/** Characters of a text that is searched. */
const MAX_TEXT = 10_000;
const EMAIL = /[^\s<>()[\]{}"',;:|]{1,64}@[^\s<>()[\]{}"',;:|/?#]{1,253}/gu;
const PHONE = /\+?\d(?:[\s().\-/]{0,2}\d){7,15}/g;
const MAX_USER_ID = 200;

/** The key of an e-mail by which bodies are found (R26); null: the text is none. Pure. */
export function emailIdentifier(email: string): string | null {
  const key = emailKey(email);
  return key === null ? null : `email:${key}`;
}

/** The key of a phone by which bodies are found: its last digits; null: it has too few. Pure. */
export function phoneIdentifier(phone: string): string | null {
  const digits = phone.replace(/\D/g, "");
  return digits.length < PHONE_DIGITS ? null : `phone:${digits.slice(-PHONE_DIGITS)}`;
}

/** The key of a user ID by which bodies are found. Pure. */
export const userIdentifier = (id: string): string => `user_id:${id}`;

/**
 * Finds the e-mails and phones anywhere in a body, and the user IDs at the paths that are mapped to them, so that erasing a
 * person finds the bodies that name them, whether or not they were processed (R26). Pure.
 */
export function identifierKeys(body: unknown, mapping: SourceMapping): string[] {
  const keys = new Set<string>();
  const add = (key: string | null) => {
    if (key !== null && keys.size < MAX_KEYS) keys.add(key);
  };
  for (const { path, field } of mapping)
    if (field === "user_id")
      for (const value of readPath(body, parsePath(path) ?? [])) {
        const id = scalarText(value)?.trim() ?? "";
        if (id && id.length <= MAX_USER_ID) add(userIdentifier(id));
      }
  for (const { text } of bodyLeaves(body)) {
    const searched = text?.slice(0, MAX_TEXT) ?? "";
    if (searched.includes("@")) for (const [email] of searched.matchAll(EMAIL)) add(emailIdentifier(email));
    for (const [phone] of searched.matchAll(PHONE)) add(phoneIdentifier(phone));
  }
  return [...keys];
}
