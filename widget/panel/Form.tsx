/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

import { formOf } from "../form/form-definition.ts";
import { answerTo, askedFields, type FormScreen, unasked } from "../state/panel-state.ts";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { Fragment, h } from "./dom.ts";
import { ENTRY, Field } from "./Field.tsx";
import type { View } from "./view.ts";

type Props = View & { readonly screen: FormScreen };

/** What has to be said above the fields. */
function NoticeLine({ screen, settings, words, actions }: Props) {
  const { notice } = screen;
  if (notice.kind === "none") return null;
  return (
    <p class="notice" role="alert">
      {notice.kind === "check" && words.reasons.answers_invalid}
      {notice.kind === "preview" && settings.preview}
      {notice.kind === "refused" && (
        <>
          <b>{words.refused}</b>{" "}
          {words.reasons[notice.problem.code] ?? notice.problem.detail ?? notice.problem.title}{" "}
          <button type="button" class="link" onClick={() => actions.discard(screen.replaces ?? "")}>
            {words.discard}
          </button>
        </>
      )}
    </p>
  );
}

/** Who the browser knows, and the way out (R28). */
export function KnownLine({ screen, state, settings, words, actions }: Props) {
  const known = unasked(formOf(settings, screen.form), screen, state.known).filter(
    (answer) => typeof answer === "string",
  );
  if (!known.length) return null;
  return (
    <p class="known">
      <bdi>{known.join(" · ")}</bdi>{" "}
      <button type="button" class="link" onClick={actions.forget}>
        {words.notYou}
      </button>
    </p>
  );
}

/** A form with only what is still to be asked. */
export function Form(props: Props) {
  const { screen, state, settings, words, locale, actions } = props;
  const asked = askedFields(formOf(settings, screen.form), screen, state.known);
  const oneLine = asked.filter(({ type }) => Object.hasOwn(ENTRY, type));
  const only = asked.every(({ type }) => type !== "long_text") ? oneLine.at(-1) : undefined;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        actions.send();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) actions.send();
      }}
    >
      <NoticeLine {...props} />
      <KnownLine {...props} />
      {asked.map((field) => (
        <Field
          key={field.id}
          field={field}
          answer={answerTo(field.id, screen.answers)}
          fault={screen.faults.find((fault) => fault.field === field.id)}
          words={words}
          locale={locale}
          last={field === only}
          type={(answer) => actions.type(field.id, answer)}
          leave={() => actions.leave(field.id)}
        />
      ))}
      <div class="trap" aria-hidden="true">
        <input
          name="reference_2"
          tabIndex={-1}
          autocomplete="off"
          onInput={(event) => actions.trap(event.currentTarget.value)}
        />
      </div>
      {state.storage !== "disk" && <p class="help">{words.blocked}</p>}
      <button type="submit" class="send">
        {words.send}
      </button>
    </form>
  );
}
