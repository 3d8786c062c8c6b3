import { SOURCES, type Source } from "../../../shared/contact.ts";

/** Fields of which a contact may have several current values: a further one is added, it does not replace the first. */
const MANY: readonly string[] = ["email", "phone", "organization"];

export const isMany = (field: string): boolean => MANY.includes(field);

/** The trust in a source as a number: the larger, the more trusted (R11). */
export const trustOf = (source: Source): number => -SOURCES.indexOf(source);

/** The form by which names of organizations and tags are compared: lower case, one space between words. */
export function normalizeName(name: string): string {
  return name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}

interface Ordered {
  readonly id: string;
  readonly preferred: number;
}

/** The order in which several current values are shown: the one that an agent put first, then the oldest first. */
export function byDisplayOrder(a: Ordered, b: Ordered): number {
  return b.preferred - a.preferred || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
