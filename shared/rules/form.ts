import { emailKey, tidyEmail } from "./email.ts";
import { type Answer, applicableFields, type Condition } from "./form-conditions.ts";
import { MAX_HIDDEN } from "./limits.ts";
import { phoneFault, tidyPhone } from "./phone.ts";
import { lengthOf, tidyLine, tidyText } from "./text.ts";

export type { Answer };

/** The longest answer of each field type, in characters. */
export const MAX_ANSWER = { text: 500, name: 200, email: 254, phone: 40, long_text: 10_000 } as const;

/** Texts by locale. `default` is shown in locales that have no text. */
export type Wording = { readonly [locale: string]: string };

export type FieldType =
  | "text"
  | "name"
  | "email"
  | "phone"
  | "long_text"
  | "choice"
  | "choices"
  | "checkbox"
  | "consent"
  | "department"
  | "hidden";

/**
 * Where the value of a hidden field comes from: a parameter of the page's address, the origin of the page before, the page
 * itself (`prefill`), or the definition.
 */
export type HiddenSource =
  | { readonly kind: "query"; readonly name: string }
  | { readonly kind: "referrer" | "page" }
  | { readonly kind: "constant"; readonly value: string };

/** One question of a form (R27). */
export interface FormField {
  readonly id: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** Absent: the widget's own label for this type ("Your name"). */
  readonly label?: Wording | undefined;
  readonly help?: Wording | undefined;
  /** The options of choice, choices and department. */
  readonly options?: readonly { readonly id: string; readonly label: Wording }[] | undefined;
  /** Ask even if the answer is known (R28). */
  readonly always?: boolean | undefined;
  /** Absent: always shown. */
  readonly shownIf?: Condition | undefined;
  /** Of a hidden field, which no visitor sees. */
  readonly source?: HiddenSource | undefined;
}

/** A form is data (R27). `version` identifies this exact definition: answers are validated against the version that was shown. */
export interface FormDefinition {
  readonly version: string;
  readonly intro?: Wording | undefined;
  readonly fields: readonly FormField[];
}

export type Answers = { readonly [fieldId: string]: Answer };

export type AnswerFault = {
  readonly field: string;
  readonly code:
    | "required"
    | "too_long"
    | "invalid_email"
    | "invalid_phone"
    | "phone_length"
    | "not_an_option"
    | "wrong_type"
    | "unknown_field";
  /** The first character that a phone cannot contain. */
  readonly character?: string;
  /** The limit, in characters. */
  readonly max?: number;
};

/**
 * The longest text that is tidied, in UTF-16 code units: tidying makes an answer shorter by at most this much (two units
 * for a code point, three code points for a composed letter), except for a text that is padded without limit. A longer one
 * is refused unread, for its cost.
 */
const mostTyped = (max: number) => 4 * max + 1_000;

type Checked = { readonly answer: Answer | null; readonly fault?: Omit<AnswerFault, "field"> };

const empty: Checked = { answer: null };
const fault = (code: AnswerFault["code"], more: { character?: string; max?: number } = {}): Checked => ({
  answer: null,
  fault: { code, ...more },
});

function checkText(type: keyof typeof MAX_ANSWER, typed: Answer): Checked {
  if (typeof typed !== "string") return fault("wrong_type");
  const max = MAX_ANSWER[type];
  if (typed.length > mostTyped(max)) return fault("too_long", { max });
  const tidied = type === "long_text" ? tidyText(typed) : tidyLine(typed);
  const text = type === "phone" ? tidyPhone(typed) : type === "email" ? tidyEmail(tidied) : tidied;
  if (!text) return empty;
  if (lengthOf(text) > max) return fault("too_long", { max });
  if (type === "email" && !emailKey(text)) return fault("invalid_email");
  const phone = type === "phone" && phoneFault(text);
  return phone ? { answer: null, fault: phone } : { answer: text };
}

function checkChoices(field: FormField, chosen: Answer): Checked {
  if (!Array.isArray(chosen)) return fault("wrong_type");
  const options = field.options ?? [];
  const known = options.filter((option) => chosen.includes(option.id)).map((option) => option.id);
  if (chosen.some((id) => !known.includes(id))) return fault("not_an_option");
  return known.length ? { answer: known } : empty;
}

/** The value of a hidden field never has a fault: it is made a text, and cut. */
function checkHidden(given: Answer): Checked {
  const tidied = tidyLine(String(given).slice(0, mostTyped(MAX_HIDDEN)));
  const answer = [...tidied].slice(0, MAX_HIDDEN).join("").trim();
  return answer ? { answer } : empty;
}

function checkAnswer(field: FormField, given: Answer | undefined): Checked {
  if (field.source?.kind === "constant") return checkHidden(field.source.value);
  if (given === undefined) return empty;
  switch (field.type) {
    case "hidden":
      return checkHidden(given);
    case "choice":
    case "department": {
      if (typeof given !== "string") return fault("wrong_type");
      if (!given) return empty;
      return field.options?.some((option) => option.id === given)
        ? { answer: given }
        : fault("not_an_option");
    }
    case "choices":
      return checkChoices(field, given);
    case "checkbox":
    case "consent":
      if (typeof given !== "boolean") return fault("wrong_type");
      return given ? { answer: true } : empty;
    default:
      return checkText(field.type, given);
  }
}

/**
 * Turns a form definition into the validator that widget and server use (R27).
 *
 * The validator normalizes the answers and returns either those to store, without unanswered fields and without those
 * that are not shown, or all faults in the order of the fields, with answers to unknown fields last.
 */
export function formValidator(form: Pick<FormDefinition, "fields">) {
  return (
    given: Answers,
  ): { ok: true; answers: Record<string, Answer> } | { ok: false; faults: AnswerFault[] } => {
    const faults: AnswerFault[] = [];
    // without a prototype, because a field may be called "constructor"
    const answers: Record<string, Answer> = Object.create(null);
    applicableFields(form.fields, (field) => {
      const value = Object.hasOwn(given, field.id) ? given[field.id] : undefined;
      const checked = checkAnswer(field, value);
      if (checked.fault) faults.push({ field: field.id, ...checked.fault });
      else if (checked.answer !== null) answers[field.id] = checked.answer;
      else if (field.required) faults.push({ field: field.id, code: "required" });
      return checked.fault ? value : checked.answer;
    });
    const ids = new Set(form.fields.map(({ id }) => id));
    for (const id of Object.keys(given)) if (!ids.has(id)) faults.push({ field: id, code: "unknown_field" });
    return faults.length ? { ok: false, faults } : { ok: true, answers };
  };
}
