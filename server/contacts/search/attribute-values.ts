/** How much of a value is filtered by, characters. */
const MAX_LENGTH = 200;

/** An attribute's value as it is filtered by: no case, no space around it. */
export function normalizeFilterText(value: string): string {
  return [...value.normalize("NFKC").trim().toLowerCase()].slice(0, MAX_LENGTH).join("");
}

/** The value as a number; null: it is none. */
export function parseFilterNumber(value: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}
