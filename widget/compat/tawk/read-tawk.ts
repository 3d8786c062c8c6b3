import type { IdentityDetails } from "../../api/foyer.ts";
import type { Look, Side } from "../base/look.ts";
import { type Attributes, attributesOf, defined, numberOf, textOf, valuesOf } from "../base/values.ts";

const MAX_ATTRIBUTES = 50;
const MAX_VALUE = 255;
const MAX_TAGS = 10;

/** An error code of tawk.to; undefined: there is none. */
export type TawkError = string | undefined;

/** Checks attributes as tawk.to does; `name`, `email` and `hash` are among them. */
export function checkAttributes(given: unknown): TawkError {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return "INVALID_ATTRIBUTES";
  const entries = Object.entries(given);
  if (entries.length > MAX_ATTRIBUTES) return "ATTRIBUTE_LIMIT_EXCEEDED";
  if (entries.some(([key]) => !/^[a-z\d-]+$/i.test(key))) return "CONTAINS_INVALID_KEY";
  const isValue = (value: unknown) =>
    /string|number|boolean/.test(typeof value) && `${value}`.length <= MAX_VALUE;
  return entries.every(([, value]) => isValue(value)) ? undefined : "CONTAINS_INVALID_VALUE";
}

/** Checks tags as tawk.to does. */
export function checkTags(given: unknown): TawkError {
  if (!Array.isArray(given) || !given.every((tag) => typeof tag === "string")) return "INVALID_TAGS";
  return given.length > MAX_TAGS ? "TAG_LIMIT_EXCEEDED" : undefined;
}

/** The details that `setAttributes`, `login` and `visitor` give. */
export interface TawkPerson {
  readonly who: IdentityDetails | undefined;
  readonly attributes: Attributes | undefined;
}

/**
 * Reads a person. The hash is that of the user ID, or, where there is none, that of the e-mail address, which then is the
 * user ID.
 */
export function readPerson(given: unknown): TawkPerson {
  const { name, email, phone, hash, userId, ...attributes } = valuesOf(given);
  const who = defined({
    user_id: textOf(userId) ?? (textOf(hash) && textOf(email)),
    user_hash: textOf(hash),
    name: textOf(name),
    email: textOf(email),
    phone: textOf(phone),
  });
  return { who, attributes: attributesOf(attributes) };
}

/** A place of the launcher, by tawk.to's name: `br` is at the bottom right. */
const sideOf = (position: unknown): Side | undefined =>
  (({ l: "left", r: "right" }) as const)[(textOf(position) ?? "").charAt(1) as "l" | "r"];

/** Reads `customStyle`. tawk.to's documentation spells one of its keys `dekstop`. */
export function readStyle(given: unknown): { readonly look: Look; readonly missing: readonly string[] } {
  const style = valuesOf(given);
  const visibility = valuesOf(style.visibility);
  const desktop = valuesOf(visibility.desktop ?? visibility.dekstop);
  const mobile = valuesOf(visibility.mobile);
  const places = [desktop.position, mobile.position].flatMap((place) => textOf(place) ?? []);
  return {
    look: {
      zIndex: numberOf(style.zIndex),
      position: sideOf(desktop.position) ?? sideOf(mobile.position),
      x: numberOf(desktop.xOffset),
      y: numberOf(desktop.yOffset),
      phoneX: numberOf(mobile.xOffset),
      phoneY: numberOf(mobile.yOffset),
    },
    missing: places.filter((place) => !/^b[lr]$/.test(place)).map((place) => `customStyle position ${place}`),
  };
}
