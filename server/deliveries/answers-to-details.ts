import type { Details } from "../../shared/contact.ts";
import type { AnsweredField } from "../../shared/conversation.ts";
import { type Answer, type FormDefinition, type FormField, wordingIn } from "../../shared/rules/form.ts";
import { wholeCharacters } from "../platform/replace-lone-surrogates.ts";

/** What the answers say of the person. Consents keep the wording that was agreed to (R27). */
export function toDetails(
  form: FormDefinition,
  answers: Readonly<Record<string, Answer>>,
  locale: string,
): Details {
  const texts = (type: FormField["type"]) =>
    form.fields.flatMap(({ id, type: its }) => {
      const answer = answers[id];
      return its === type && typeof answer === "string" ? [answer] : [];
    });
  const consents = form.fields
    .filter(({ id, type }) => type === "consent" && answers[id] === true)
    .map((field) => [field.id, wordQuestion(field, locale)]);
  const [name] = texts("name");
  const [emails, phones] = [texts("email"), texts("phone")];
  return {
    ...(name !== undefined && { name }),
    ...(emails.length && { emails }),
    ...(phones.length && { phones }),
    ...(consents.length && { consents: Object.fromEntries(consents) }),
  };
}

/** What agents read where the widget asked in its own words, in the visitor's language. */
const DEFAULT_LABELS: Readonly<Partial<Record<FormField["type"], string>>> = {
  name: "Name",
  email: "E-mail",
  phone: "Phone",
  long_text: "Message",
};

/** A question as the owner worded it for this visitor. */
function wordQuestion(field: FormField, locale: string): string {
  return wordingIn(field.label, locale) ?? DEFAULT_LABELS[field.type] ?? field.id;
}

/** The answers with their questions, as agents read them, in the order of the form. */
export function toAnsweredFields(
  form: FormDefinition,
  answers: Readonly<Record<string, Answer>>,
  locale: string,
): AnsweredField[] {
  return form.fields.flatMap((field) => {
    const answer = answers[field.id];
    if (answer === undefined) return [];
    const labelOf = (id: string) =>
      wordingIn(field.options?.find((option) => option.id === id)?.label, locale) ?? id;
    const isChoice = field.type === "choice" || field.type === "department";
    const shown =
      typeof answer === "boolean"
        ? answer
        : typeof answer === "string"
          ? isChoice
            ? labelOf(answer)
            : answer
          : answer.map(labelOf);
    return [{ field: field.id, type: field.type, label: wordQuestion(field, locale), answer: shown }];
  });
}

/** The visitor's message: every long text, in order. Empty if the form asks for none. */
export function toMessageText(form: FormDefinition, answers: Readonly<Record<string, Answer>>): string {
  const words = form.fields
    .filter(({ type }) => type === "long_text")
    .flatMap(({ id }) => answers[id] ?? [])
    .filter((answer) => typeof answer === "string");
  return wholeCharacters(words.join("\n\n"));
}
