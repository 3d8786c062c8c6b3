import type { Attribute } from "../../../shared/crm.ts";
import { looksLikeData } from "../csv/read-csv.ts";
import { fieldByName, normalizeHeader } from "./header-names.ts";

type LabelledAttribute = Pick<Attribute, "key" | "label">;

/**
 * How each attribute's column is headed in an export: by its label, and by its key too where the label alone would be
 * taken for another column. Pure.
 *
 * @returns the headers in the order of the attributes, no two the same
 */
export function attributeHeaders(attributes: readonly LabelledAttribute[]): string[] {
  const keyed = new Set(attributes.filter(({ label }) => isOtherColumn(label)));
  const headerOf = (one: LabelledAttribute) => (keyed.has(one) ? `${one.label} (${one.key})` : one.label);
  // a label may be another's label with its key: then it gets its own key too
  for (let before = -1; before !== keyed.size; ) {
    before = keyed.size;
    const count = new Map<string, number>();
    for (const name of attributes.map((one) => comparableHeader(headerOf(one))))
      count.set(name, (count.get(name) ?? 0) + 1);
    for (const one of attributes.filter((other) => (count.get(comparableHeader(headerOf(other))) ?? 0) > 1))
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
export function attributeByHeader(
  attributes: readonly LabelledAttribute[],
): (header: string) => string | null {
  const exact = new Map(
    attributeHeaders(attributes).map((header, at) => [header, attributes[at]?.key ?? ""]),
  );
  const plain = new Map<string, string | null>();
  for (const { key, label } of attributes)
    for (const name of new Set([normalizeHeader(label), normalizeHeader(key)])) {
      const isFree = name !== "" && !fieldByName(name) && (plain.get(name) ?? key) === key;
      plain.set(name, isFree ? key : null);
    }
  return (header) => exact.get(header) ?? plain.get(normalizeHeader(header)) ?? null;
}

/** Whether a header is read as something else than an attribute. */
function isOtherColumn(label: string): boolean {
  return fieldByName(normalizeHeader(label)) !== null || looksLikeData(label);
}

function comparableHeader(header: string): string {
  return normalizeHeader(header) || header;
}
