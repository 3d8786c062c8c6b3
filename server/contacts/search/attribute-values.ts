/** Filters compare only the first characters of a value. */
const MAX_LENGTH = 200;

/** An attribute's value for comparison in filters: without case and surrounding space. Pure. */
export function normalizeFilterText(value: string): string {
  return [...value.normalize("NFKC").trim().toLowerCase()].slice(0, MAX_LENGTH).join("");
}

/** The value as a number; null: it is not a number. Pure. */
export function parseFilterNumber(value: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}
