/** @jsxRuntime classic */
/** @jsx h */

import { wordingIn } from "../../shared/rules/form-fields.ts";
import { formDefinition } from "../form/form-definition.ts";
import { isPristine, needsNoForm } from "../state/panel-state.ts";
import { CloseButton } from "./CloseButton.tsx";
// biome-ignore lint/correctness/noUnusedImports: JSX compiles to calls of it
import { h } from "./dom.ts";
import { Form } from "./Form.tsx";
import type { FormView, View } from "./view.ts";

function Header({ state, words, settings, actions }: View) {
  return (
    <div class="header">
      <p class={state.available ? "presence online" : "presence"}>
        <b>{settings.name}</b> {state.available ? words.online : words.away}
      </p>
      <CloseButton label={words.close} onClick={actions.close} />
    </div>
  );
}

/** Whether the chat opens without a form, because everything but the message is known (R28). */
function opensChat({ state: { screen, known }, settings }: View): boolean {
  return (
    screen.kind === "form" &&
    screen.form === "pre_chat" &&
    !settings.preview &&
    isPristine(screen) &&
    needsNoForm(settings.forms.pre_chat, known)
  );
}

function FormPage(view: FormView) {
  const { screen, words, settings, locale } = view;
  return (
    <div class="page">
      <h2 id="title" tabIndex={-1}>
        {(screen.form === "pre_chat" && wordingIn(settings.greeting, locale)) || words.title[screen.form]}
      </h2>
      <p class="intro">
        {wordingIn(formDefinition(settings, screen.form).intro, locale) ?? words.intro[screen.form]}
      </p>
      <Form {...view} />
    </div>
  );
}

/** The open panel. */
export function App(view: View) {
  const { state, parts } = view;
  const { screen } = state;
  const showsChat = screen.kind === "chat" || opensChat(view);
  return (
    <div
      class={`panel ${view.side}`}
      role="dialog"
      // focusable, so that a click beside the fields does not move the focus to the page
      tabIndex={-1}
      aria-modal="true"
      aria-labelledby="title"
      dir={view.dir}
      lang={view.locale}
    >
      <Header {...view} />
      {screen.kind === "form" && !showsChat && <FormPage {...view} screen={screen} />}
      {screen.kind === "submission" && parts && <parts.SubmissionStatus {...view} screen={screen} />}
      {showsChat && parts && <parts.Chat {...view} parts={parts} />}
    </div>
  );
}
