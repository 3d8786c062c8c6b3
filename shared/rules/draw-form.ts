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

/**
 * A number from 0 up to 1, the same for the same text: the hash FNV-1a of 32 bits, whose high bits are mixed once more. Without that,
 * two comparisons would draw the same visitors.
 */
function drawNumber(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash >>> 0) / 2 ** 32;
}

/**
 * The version of a form that a visitor sees. It is drawn by their visitor ID, so it is the same on every page and in every tab; and
 * by the second version, so that another comparison draws others. Pure.
 *
 * @param visitor the visitor ID; empty: nobody is drawn, and it is the first version
 */
export function drawForm({ compared, ...form }: ServedForm, visitor: string): FormDefinition {
  return compared && visitor && 100 * drawNumber(compared.form.version + visitor) < compared.share
    ? compared.form
    : form;
}
