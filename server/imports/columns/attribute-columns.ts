import type { Attribute } from "../../../shared/crm.ts";
import { looksLikeData } from "../csv/read-csv.ts";
import { fieldNamed, plainHeader } from "./header-names.ts";

type Labelled = Pick<Attribute, "key" | "label">;

/**
 * How each attribute's column is headed in an export: by its label, and by its key too where the label alone would be
 * taken for another column. Pure.
 *
 * @returns the headers in the order of the attributes, no two the same
 */
export function attributeHeaders(attributes: readonly Labelled[]): string[] {
  const keyed = new Set(attributes.filter(({ label }) => isTaken(label)));
  const headerOf = (one: Labelled) => (keyed.has(one) ? `${one.label} (${one.key})` : one.label);
  // a label may be another's label with its key: then it gets its own key too
  for (let before = -1; before !== keyed.size; ) {
    before = keyed.size;
    const count = new Map<string, number>();
    for (const name of attributes.map((one) => compared(headerOf(one))))
      count.set(name, (count.get(name) ?? 0) + 1);
    for (const one of attributes.filter((other) => (count.get(compared(headerOf(other))) ?? 0) > 1))
      keyed.add(one);
  }
  return attributes.map(headerOf);
}

/**
 * Makes the rule that knows an attribute by the header of a column: as an export heads it, or by its label or key as far
 * as these are nothing else's. Pure.
 *
 * @returns the attribute's key, or null
 */
export function attributeByHeader(attributes: readonly Labelled[]): (header: string) => string | null {
  const exact = new Map(
    attributeHeaders(attributes).map((header, at) => [header, attributes[at]?.key ?? ""]),
  );
  const plain = new Map<string, string | null>();
  for (const { key, label } of attributes)
    for (const name of new Set([plainHeader(label), plainHeader(key)])) {
      const isFree = name !== "" && !fieldNamed(name) && (plain.get(name) ?? key) === key;
      plain.set(name, isFree ? key : null);
    }
  return (header) => exact.get(header) ?? plain.get(plainHeader(header)) ?? null;
}

/** Whether a header is read as something else than an attribute. */
function isTaken(label: string): boolean {
  return fieldNamed(plainHeader(label)) !== null || looksLikeData(label);
}

function compared(header: string): string {
  return plainHeader(header) || header;
}
