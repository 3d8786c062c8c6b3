/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

import { formDefinition } from "../form/form-definition.ts";
import { refusalText } from "../locales/words.ts";
import { answerTo, hiddenAnswers, shownFields } from "../state/panel-state.ts";
// biome-ignore lint/correctness/noUnusedImports: JSX compiles to calls of it
import { Fragment, h } from "./dom.ts";
import { Field, INPUT_ATTRIBUTES } from "./Field.tsx";
import type { FormView } from "./view.ts";

/** The message above the fields. */
function FormNotice({ screen, settings, words, actions }: FormView) {
  const { notice } = screen;
  if (notice.kind === "none") return null;
  return (
    <p class="notice" role="alert">
      {notice.kind === "check" && words.refusals.answers_invalid}
      {notice.kind === "preview" && settings.preview}
      {notice.kind === "refused" && (
        <>
          <b>{words.refused}</b> {refusalText(words, notice.problem.code)}{" "}
          <button type="button" class="link" onClick={() => actions.discard(screen.replaces ?? "")}>
            {words.discard}
          </button>
        </>
      )}
    </p>
  );
}

/** The answers that the browser knows, and a button for another visitor (R28). */
export function KnownAnswers({ screen, state, settings, words, actions }: FormView) {
  const known = hiddenAnswers(formDefinition(settings, screen.form), screen, state.known).filter(
    (answer) => typeof answer === "string",
  );
  if (!known.length) return null;
  return (
    <p class="known">
      <bdi>{known.join(" · ")}</bdi>{" "}
      <button type="button" class="link" onClick={actions.changeVisitor}>
        {words.notYou}
      </button>
    </p>
  );
}

/** A form with the fields whose answers are not known. */
export function Form(props: FormView) {
  const { screen, state, settings, words, locale, actions } = props;
  const fields = shownFields(formDefinition(settings, screen.form), screen, state.known);
  const oneLine = fields.filter(({ type }) => Object.hasOwn(INPUT_ATTRIBUTES, type));
  const last = fields.every(({ type }) => type !== "long_text") ? oneLine.at(-1) : undefined;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        actions.submit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) actions.submit();
      }}
    >
      <FormNotice {...props} />
      <KnownAnswers {...props} />
      {fields.map((field) => (
        <Field
          key={field.id}
          field={field}
          answer={answerTo(field.id, screen.answers)}
          fault={screen.faults.find((fault) => fault.field === field.id)}
          words={words}
          locale={locale}
          isLast={field === last}
          onAnswer={(answer) => actions.answer(field.id, answer)}
          onPhoneBlur={() => actions.leavePhone(field.id)}
        />
      ))}
      <div class="hidden" aria-hidden="true">
        <input
          name="reference_2"
          tabIndex={-1}
          autocomplete="off"
          onInput={(event) => actions.setTrap(event.currentTarget.value)}
        />
      </div>
      {state.storage !== "disk" && <p class="help">{words.notStored}</p>}
      <button type="submit" class="send">
        {words.send}
      </button>
    </form>
  );
}
