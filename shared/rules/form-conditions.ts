export type Answer = string | readonly string[] | boolean;

/**
 * When a field is shown: depending on the answer to an earlier field. `given` and `missing`: whether there is one. A list:
 * whether one of these options is chosen.
 */
export interface Condition {
  readonly field: string;
  readonly answer: "given" | "missing" | readonly string[];
}

/** A field, as far as its condition goes. */
interface ConditionalField {
  readonly id: string;
  readonly shownIf?: Condition | undefined;
}

/** A character that is left of an answer when it is tidied. */
const VISIBLE = /[^\s\p{DI}\p{Cc}\p{Cf}\u2800]/u;

/** Whether an answer is one: an empty text, an empty list and an unchecked box are none. */
const isGiven = (answer: Answer | null | undefined): answer is Answer =>
  typeof answer === "object" ? !!answer?.length : VISIBLE.test(String(answer || ""));

function isMet({ field, answer: wanted }: Condition, given: ReadonlyMap<string, Answer>): boolean {
  const answer = given.get(field);
  if (typeof wanted === "object") return [answer ?? []].flat().some((one) => wanted.includes(String(one)));
  return (wanted === "given") === (answer !== undefined);
}

/**
 * The fields whose conditions are met, in the order of the form. The answer to a field that is not shown counts as not
 * given to the fields after it, so that a chain of conditions is shown or not as one.
 *
 * @param answerOf called for each field that is shown, in order
 */
export function applicableFields<F extends ConditionalField>(
  fields: readonly F[],
  answerOf: (field: F) => Answer | null | undefined,
): F[] {
  const given = new Map<string, Answer>();
  return fields.filter((field) => {
    if (field.shownIf && !isMet(field.shownIf, given)) return false;
    const answer = answerOf(field);
    if (isGiven(answer)) given.set(field.id, answer);
    return true;
  });
}
