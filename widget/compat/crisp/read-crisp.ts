import type { IdentityDetails } from "../../api/foyer.ts";
import { choiceOf, defined, textOf, type Values, valuesOf } from "../base/values.ts";

/** Crisp's names of colours. */
const COLORS: Readonly<Record<string, string>> = {
  default: "#1972f5",
  amber: "#ffa000",
  black: "#222222",
  blue: "#1c7ed6",
  blue_grey: "#546e7a",
  light_blue: "#0288d1",
  brown: "#6d4c41",
  cyan: "#0097a7",
  green: "#388e3c",
  light_green: "#689f38",
  grey: "#616161",
  indigo: "#3949ab",
  orange: "#f57c00",
  deep_orange: "#e64a19",
  pink: "#d81b60",
  purple: "#8e24aa",
  deep_purple: "#5e35b1",
  red: "#e53935",
  teal: "#00897b",
};

/** A colour by its name, or as it is. */
export const colorOf = (value: unknown): string | undefined => choiceOf(COLORS, value) ?? textOf(value);

/** The arguments of a call: `[type, content]`; anything else than a list is the first of them. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Reads `[[["plan", "pro"], …]]`, `["plan", "pro"]` and `[{plan: "pro"}]`. */
export function readData([first, second]: readonly unknown[]): Values {
  if (!Array.isArray(first)) {
    const key = textOf(first);
    return key === undefined ? valuesOf(first) : valuesOf({ [key]: second });
  }
  const pairs = first.flatMap((pair: unknown) => {
    const [key, value] = listOf(pair);
    const name = textOf(key);
    return name === undefined ? [] : [[name, value] as const];
  });
  return valuesOf(Object.fromEntries(pairs));
}

/** Reads `[[["signup", {plan: "pro"}, "blue"], …]]` and `["signup", {plan: "pro"}, "blue"]`. The colour has no counterpart. */
export function readEvents(given: readonly unknown[]): readonly (readonly [name: string, data: unknown])[] {
  const events: readonly unknown[] = Array.isArray(given[0]) ? given[0] : [given];
  return events.flatMap((event) => {
    const [name, data] = listOf(event);
    const text = textOf(name);
    return text === undefined ? [] : [[text, data] as const];
  });
}

/** The values of `set user:…` so far, by the last part of the key. */
export type CrispUser = Partial<Record<string, string>>;

/**
 * The person that Foyer identifies. Crisp's HMAC is that of the e-mail address, which then is the user ID.
 *
 * @returns undefined if nothing of it is known to Foyer
 */
export function personOf({ email, hmac, nickname, phone, company }: CrispUser): IdentityDetails | undefined {
  return defined({
    user_id: hmac && email,
    user_hash: hmac,
    name: nickname,
    email,
    phone,
    organization: company,
  });
}
