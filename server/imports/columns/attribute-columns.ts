import type { Attribute } from "../../../shared/crm.ts";
import { looksLikeData } from "./cell-kinds.ts";
import { fieldByName } from "./header-names.ts";
import { normalizeHeader } from "./normalize-header.ts";

type LabelledAttribute = Pick<Attribute, "key" | "label">;

/**
 * The headers of the attributes' columns in an export: the label, followed by the key where an import would read the
 * label alone as another column. Pure.
 *
 * @returns unique headers, in the order of the attributes
 */
export function attributeHeaders(attributes: readonly LabelledAttribute[]): string[] {
  const keyed = new Set(attributes.filter(({ label }) => isOtherColumn(label)));
  const headerOf = (one: LabelledAttribute) => (keyed.has(one) ? `${one.label} (${one.key})` : one.label);
  // a label may equal another attribute's label with its key; then both get their key
  for (let sizeBefore = -1; sizeBefore !== keyed.size; ) {
    sizeBefore = keyed.size;
    const count = new Map<string, number>();
    for (const name of attributes.map((one) => comparableHeader(headerOf(one))))
      count.set(name, (count.get(name) ?? 0) + 1);
    for (const one of attributes.filter((other) => (count.get(comparableHeader(headerOf(other))) ?? 0) > 1))
      keyed.add(one);
  }
  return attributes.map(headerOf);
}

/**
 * Creates a function that finds the attribute of a header: the header of an export, or a label or key that is no other
 * column's name and no other attribute's. Pure.
 *
 * @returns a function from a header to the attribute's key, or null
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

/** Whether an import reads the header as something else than an attribute. */
function isOtherColumn(label: string): boolean {
  return fieldByName(normalizeHeader(label)) !== null || looksLikeData(label);
}

function comparableHeader(header: string): string {
  return normalizeHeader(header) || header;
}
