import { SOURCES, type Source } from "../../../shared/contact.ts";

/** Fields of which a contact may have several values in use; a further one is added, not swapped. */
const MANY: readonly string[] = ["email", "phone", "organization"];

export const isMany = (field: string): boolean => MANY.includes(field);

/** How far a source is trusted (R11): more is a larger number. */
export const trustOf = (source: string): number => -SOURCES.indexOf(source as Source);

/** What names of organizations and tags are compared by: no case, one space between words. */
export function normalizeName(name: string): string {
  return name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}

/** A value among others, as far as their order matters. */
interface Ordered {
  readonly id: string;
  readonly preferred: number;
}

/** The order in which several values are shown: what an agent wants first, then the oldest. */
export function byDisplayOrder(a: Ordered, b: Ordered): number {
  return b.preferred - a.preferred || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
