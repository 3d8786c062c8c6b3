import type { AttributeValue } from "../../api/foyer.ts";

export type Values = Readonly<Record<string, unknown>>;
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** A function of the page, as it may be anywhere in the arguments of a vendor's call. */
export type Callback = (...args: readonly unknown[]) => unknown;

export const isFunction = (value: unknown): value is Callback => typeof value === "function";

/** The own enumerable properties of an object, without prototype; of anything else, and of a list, none. */
export function valuesOf(value: unknown): Values {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return Object.assign(Object.create(null), isObject ? value : null);
}

/** A text or a finite number as a text; undefined: neither, or empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" || (typeof value === "number" && Number.isFinite(value))
    ? `${value}` || undefined
    : undefined;
}

/** The texts of a list. A single text is a list of one. */
export const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) => textOf(one) ?? []);

/** A number, also at the start of a text: 20 of `"20px"`. Undefined: none. */
export function numberOf(value: unknown): number | undefined {
  const number = Number.parseFloat(textOf(value) ?? "");
  return Number.isFinite(number) ? number : undefined;
}

/**
 * A key as custom attributes have it: lower-case letters, digits and `_`, at most 40 characters that begin with a letter.
 * Empty: the name has no letter.
 */
export const keyOf = (name: string): string =>
  name
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "_")
    .replace(/^[_\d]+/, "")
    .slice(0, 40);

/** A value that an attribute can have. Dates become ISO 8601. Undefined: it can't be one. */
function attributeOf(value: unknown): AttributeValue | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value === null || typeof value === "boolean") return value;
  return typeof value === "number" ? (Number.isFinite(value) ? value : undefined) : textValue(value);
}

const textValue = (value: unknown) => (typeof value === "string" ? value : undefined);

/** The values that attributes can have, by their keys in Foyer; undefined: there are none. */
export function attributesOf(values: unknown): Attributes | undefined {
  const entries = Object.entries(valuesOf(values)).flatMap(([name, value]) => {
    const key = keyOf(name);
    const attribute = attributeOf(value);
    return key && attribute !== undefined ? [[key, attribute] as const] : [];
  });
  return entries[0] && Object.fromEntries(entries);
}

/** An object without the properties that are undefined; undefined if none is left. */
export function defined<T extends object>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } | undefined {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  // the entries are those of `values`
  return entries[0] && (Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> });
}

/** A language tag with hyphens: `pt-BR` for `pt_BR`. */
export const languageOf = (value: unknown): string | undefined => textOf(value)?.replace(/_/g, "-");

/** Reads a choice of a vendor by a table; undefined: it is none of them. */
export const choiceOf = <T>(table: Readonly<Record<string, T>>, value: unknown): T | undefined =>
  typeof value === "string" && Object.hasOwn(table, value) ? table[value] : undefined;
