import type { Answer, Answers, FormDefinition, FormField } from "../../shared/rules/form.ts";
import { applicableFields } from "../../shared/rules/form-conditions.ts";
import { isAsked } from "../../shared/rules/form-fields.ts";
import { ALL_FIELDS } from "../panel/all-fields.ts";
import { answerTo, type FormScreen } from "../state/panel-state.ts";
import { hiddenValues } from "./hidden-values.ts";

type Form = Pick<FormDefinition, "fields">;

/** The fields that a visitor can be asked: those whose conditions the answers meet, without hidden ones. */
const questions = (form: Form, answers: Answers): readonly FormField[] => {
  if (!ALL_FIELDS) return form.fields;
  const all = { ...answers, ...hiddenValues(form) };
  return applicableFields(form.fields, ({ id }) => answerTo(id, all)).filter(({ type }) => type !== "hidden");
};

/** Whether everything but the message is known, so that the chat opens without a form (R28). */
export function needsNoForm(form: Form, known: Answers): boolean {
  const written = form.fields.filter(({ type }) => type === "long_text").map(({ id }) => [id, "."]);
  return questions(form, { ...known, ...Object.fromEntries(written) })
    .filter((field) => isAsked(field, known))
    .every(({ type }, index) => type === "long_text" && !index);
}

export type ShownFields = typeof shownFields;

/** The fields to show: those not known (R28), and known ones with a new answer or a fault. */
export function shownFields(form: Form, screen: FormScreen, known: Answers): FormField[] {
  return questions(form, { ...known, ...screen.answers }).filter(
    (field) =>
      isAsked(field, known) ||
      Object.hasOwn(screen.answers, field.id) ||
      screen.faults.some((fault) => fault.field === field.id),
  );
}

/** The known answers to the questions that are not shown, in the order of the fields. */
export function knownAnswers(form: Form, screen: FormScreen, known: Answers): Answer[] {
  const shown = shownFields(form, screen, known);
  return questions(form, { ...known, ...screen.answers })
    .filter((field) => !shown.includes(field))
    .map(({ id }) => known[id] as Answer);
}
