import type { FormField } from "../../shared/rules/form.ts";
import { formDefinition } from "../form/form-definition.ts";
import { knownAnswers, shownFields } from "../form/shown-fields.ts";
import { answerTo } from "../state/panel-state.ts";
import { Field, INPUT_ATTRIBUTES } from "./Field.tsx";
import type { FormPageProps, KnownAnswersProps } from "./view.ts";

/** The answers that the browser knows, and a button for another visitor (R28). */
export function KnownAnswers({ screen, known, settings, words, formActions }: KnownAnswersProps) {
  const texts = knownAnswers(formDefinition(settings, screen.form), screen, known).filter(
    (answer) => typeof answer === "string",
  );
  if (!texts.length) return null;
  return (
    <p class="known">
      <bdi>{texts.join(" · ")}</bdi>{" "}
      <button type="button" class="link" onClick={formActions.changeVisitor}>
        {words.notYou}
      </button>
    </p>
  );
}

/** A form with the fields whose answers are not known. */
export function Form(view: FormPageProps) {
  const { screen, state, settings, words, locale, formActions } = view;
  const { known } = state;
  const fields = shownFields(formDefinition(settings, screen.form), screen, known);
  const oneLine = fields.filter(({ type }) => Object.hasOwn(INPUT_ATTRIBUTES, type));
  const last = fields.every(({ type }) => type !== "long_text") ? oneLine.at(-1) : undefined;
  const faultOf = ({ id }: FormField) => {
    const fault = screen.faults.find(({ field }) => field === id);
    return fault && view.faultText?.(fault, view.words);
  };
  // in a frame that must not send forms (`sandbox` without `allow-forms`) there is only the click, also for Enter
  const submit = (event: Event) => {
    event.preventDefault(); // after a click that is prevented there is no other event
    formActions.submit();
  };
  return (
    <form
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) formActions.submit();
      }}
    >
      {view.faultText && <view.FormNotice {...view} />}
      <KnownAnswers {...view} known={known} />
      {fields.map((field) => (
        <Field
          key={field.id}
          field={field}
          answer={answerTo(field.id, { ...state.prefilled, ...screen.answers })}
          fault={faultOf(field)}
          isLast={field === last}
          words={words}
          locale={locale}
          actions={formActions}
        />
      ))}
      <div class="hidden" aria-hidden="true">
        <input
          name="reference_2"
          tabIndex={-1}
          autocomplete="off"
          onInput={(event) => formActions.setTrap(event.currentTarget.value)}
        />
      </div>
      {state.storage !== "disk" && <p class="help">{words.notStored}</p>}
      <button type="submit" class="send" onClick={submit}>
        {words.send}
      </button>
    </form>
  );
}
