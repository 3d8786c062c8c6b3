import type { Details } from "../../shared/contact.ts";
import type { AnsweredField } from "../../shared/conversation.ts";
import type { FormField } from "../../shared/rules/form.ts";
import { hasOptions, hasOwnLabel, type LabelledType, wordingIn } from "../../shared/rules/form-fields.ts";
import { wellFormed } from "../../shared/rules/well-formed.ts";
import { wholeName } from "../contacts/identity/whole-name.ts";
import type { SubmissionEntry } from "./read-delivery.ts";

type AnsweredForm = Pick<SubmissionEntry, "form" | "answers" | "delivery">;

/** The details of the person that a submission contains. Several name fields make one name. Consents include the wording that was agreed to (R27). */
export function toDetails({ form, answers, delivery }: AnsweredForm): Details {
  const textsOf = (type: FormField["type"]) =>
    form.fields.flatMap((field) => {
      const answer = answers[field.id];
      return field.type === type && typeof answer === "string" ? [answer] : [];
    });
  const consents = form.fields
    .filter(({ id, type }) => type === "consent" && answers[id] === true)
    .map((field) => [field.id, questionOf(field, delivery.locale)]);
  const name = wholeName(textsOf("name"));
  const [emails, phones] = [textsOf("email"), textsOf("phone")];
  return {
    ...(name !== undefined && { name }),
    ...(emails.length && { emails }),
    ...(phones.length && { phones }),
    ...(consents.length && { consents: Object.fromEntries(consents) }),
  };
}

/** The questions that agents see for fields without a label: the widget words them itself, in the visitor's language. */
const DEFAULT_QUESTIONS: Readonly<Record<LabelledType, string>> = {
  name: "Name",
  email: "E-mail",
  phone: "Phone",
  long_text: "Message",
};

/** A question as the owner worded it in the visitor's locale. */
function questionOf(field: FormField, locale: string): string {
  const byDefault = hasOwnLabel(field.type) ? DEFAULT_QUESTIONS[field.type] : field.id;
  return wordingIn(field.label, locale) ?? byDefault;
}

/** The answers with their questions, as agents see them, in the order of the form. */
export function toAnsweredFields({ form, answers, delivery }: AnsweredForm): AnsweredField[] {
  return form.fields.flatMap((field) => {
    const answer = answers[field.id];
    if (answer === undefined) return [];
    const labelOf = (id: string) =>
      wordingIn(field.options?.find((option) => option.id === id)?.label, delivery.locale) ?? id;
    const shown =
      typeof answer === "boolean"
        ? answer
        : typeof answer === "string"
          ? hasOptions(field.type)
            ? labelOf(answer)
            : answer
          : answer.map(labelOf);
    return [{ field: field.id, type: field.type, label: questionOf(field, delivery.locale), answer: shown }];
  });
}

/** The visitor's message: all long texts in the order of the form; empty if there is none. */
export function toMessageText({ form, answers }: AnsweredForm): string {
  const texts = form.fields
    .filter(({ type }) => type === "long_text")
    .flatMap(({ id }) => answers[id] ?? [])
    .filter((answer) => typeof answer === "string");
  return wellFormed(texts.join("\n\n"));
}
