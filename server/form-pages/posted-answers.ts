import type { Answer, Answers, FormDefinition, FormField } from "../../shared/rules/form.ts";
import type { PostedValues } from "./read-posted-form.ts";

/** The names of the page's own fields. No field of a form can have one: they have a hyphen. */
export const VERSION_FIELD = "foyer-version";
/** A field that nobody sees, which programs fill in. */
export const TRAP_FIELD = "foyer-website";

function answerOf({ type }: FormField, values: readonly string[]): Answer {
  switch (type) {
    case "choices":
      return values.filter(Boolean);
    case "checkbox":
    case "consent":
      return values.some(Boolean);
    default:
      return values.at(-1) ?? "";
  }
}

/** The answers in what a browser has posted. Names that are no field of the form are ignored: pages add fields of their own. */
export function postedAnswers({ fields }: Pick<FormDefinition, "fields">, values: PostedValues): Answers {
  const answers: Record<string, Answer> = Object.create(null); // a field may be called "constructor"
  for (const field of fields) {
    const posted = values.get(field.id);
    if (posted) answers[field.id] = answerOf(field, posted);
  }
  return answers;
}

/** More characters than the value of a hidden field may have. */
const MAX_VALUE = 1_000;

/** The answers of the hidden fields whose values are parameters of the form's address. */
export function answersFromAddress(
  { fields }: Pick<FormDefinition, "fields">,
  parameters: URLSearchParams,
): Answers {
  const answers: Record<string, Answer> = Object.create(null);
  for (const { id, source } of fields) {
    const value = source?.kind === "query" ? parameters.get(source.name) : null;
    if (value) answers[id] = value.slice(0, MAX_VALUE);
  }
  return answers;
}
