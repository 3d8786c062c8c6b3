/** @jsxRuntime classic */
/** @jsx h */

import { wordingIn } from "../../shared/rules/form-fields.ts";
import { formOf } from "../form/form-definition.ts";
import { type FormScreen, isDirect, isUntouched } from "../state/panel-state.ts";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { h } from "./dom.ts";
import { Form } from "./Form.tsx";
import type { View } from "./view.ts";

/** A button that sends something away. */
export function Cross({ label, act }: { readonly label: string; act(): void }) {
  return (
    <button type="button" class="close" aria-label={label} onClick={act}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M6 6l12 12M18 6L6 18" />
      </svg>
    </button>
  );
}

/** What the panel says of itself on top, and by which a screen reader knows it. */
function Head({ state, words, settings, actions }: View) {
  return (
    <div class="head">
      <p class={state.available ? "who here" : "who"}>
        <b>{settings.name}</b> {state.available ? words.here : words.away}
      </p>
      <Cross label={words.close} act={actions.close} />
    </div>
  );
}

/** Whether the form has nothing to ask: then the chat opens at once (R28). */
function isTalk({ state: { screen, known }, settings }: View): boolean {
  return (
    screen.at === "form" &&
    screen.form === "pre_chat" &&
    !settings.preview &&
    isUntouched(screen) &&
    isDirect(settings.forms.pre_chat, known)
  );
}

function FormPage(view: View & { readonly screen: FormScreen }) {
  const { screen, words, settings, locale } = view;
  return (
    <div class="body">
      <h2 id="title" tabIndex={-1}>
        {(screen.form === "pre_chat" && wordingIn(settings.greeting, locale)) || words.title[screen.form]}
      </h2>
      <p class="intro">
        {wordingIn(formOf(settings, screen.form).intro, locale) ?? words.intro[screen.form]}
      </p>
      <Form {...view} />
    </div>
  );
}

/** The whole panel. It is drawn anew with every state; what is not open is not there. */
export function App(view: View) {
  const { state, later } = view;
  const { screen } = state;
  const talks = screen.at === "chat" || isTalk(view);
  return (
    <div
      class={`panel ${view.side}`}
      role="dialog"
      // a click beside the fields must not take the keyboard out of the panel
      tabIndex={-1}
      aria-modal="true"
      aria-labelledby="title"
      dir={view.dir}
      lang={view.locale}
    >
      <Head {...view} />
      {screen.at === "form" && !talks && <FormPage {...view} screen={screen} />}
      {screen.at === "sent" && later && <later.Sent {...view} screen={screen} />}
      {talks && later && <later.Chat {...view} later={later} />}
    </div>
  );
}
