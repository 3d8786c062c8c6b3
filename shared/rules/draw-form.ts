import type { FormDefinition } from "./form.ts";

/** A form as it is served: with its second version, if the two are compared (R29). */
export interface ServedForm extends FormDefinition {
  readonly compared?: ComparedForm | undefined;
}

/** The second version of a form. */
export interface ComparedForm {
  readonly form: FormDefinition;
  /** How many of a hundred visitors see it in place of the first. */
  readonly share: number;
}

/** A prime above 2^24. */
const PRIME = 16_777_259;

/**
 * A number from 0 up to 1 for a visitor: a universal hash of the last digits of their ID (J. L. Carter and M. N. Wegman, 1979, J.
 * Comput. Syst. Sci. 18), the function chosen by the version.
 */
function drawNumber(version: string, visitor: string): number {
  const factor = Number.parseInt(`${version.slice(0, 5)}1`, 16); // never a multiple of the prime
  return ((Number(visitor.slice(-8)) * factor) % PRIME) / PRIME;
}

/**
 * The version of a form that a visitor sees. It is drawn by their visitor ID, so it is the same on every page and in every tab; and
 * by the second version, so that another comparison draws others. Pure.
 *
 * @param visitor the visitor ID; empty: nobody is drawn, and it is the first version
 */
export function drawForm({ compared, ...form }: ServedForm, visitor: string): FormDefinition {
  return compared && visitor && 100 * drawNumber(compared.form.version, visitor) < compared.share
    ? compared.form
    : form;
}
