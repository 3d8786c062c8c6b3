import type { Answer, Answers, FormDefinition } from "../../shared/rules/form.ts";
import { isAsked } from "../../shared/rules/form-fields.ts";
import type { FormScreen } from "../state/panel-state.ts";

/** Whether everything but the message is known, so that the chat opens without a form (R28). */
export function needsNoForm(form: Pick<FormDefinition, "fields">, known: Answers): boolean {
  return form.fields
    .filter((field) => isAsked(field, known))
    .every(({ type }, index) => type === "long_text" && !index);
}

/** The fields to show: those not known (R28), and known ones with a new answer or a fault. */
export function shownFields(form: Pick<FormDefinition, "fields">, screen: FormScreen, known: Answers) {
  return form.fields.filter(
    (field) =>
      isAsked(field, known) ||
      Object.hasOwn(screen.answers, field.id) ||
      screen.faults.some((fault) => fault.field === field.id),
  );
}

/** The known answers to the fields that are not shown, in the order of the fields. */
export function hiddenAnswers(
  form: Pick<FormDefinition, "fields">,
  screen: FormScreen,
  known: Answers,
): Answer[] {
  const shown = shownFields(form, screen, known);
  return form.fields.filter((field) => !shown.includes(field)).map(({ id }) => known[id] as Answer);
}
