import { wordingIn } from "../../shared/rules/form-fields.ts";
import type { Form as FormController } from "../form/form-controller.ts";
import { formDefinition } from "../form/form-definition.ts";
import { needsNoForm, shownFields } from "../form/shown-fields.ts";
import { isPristine } from "../state/panel-state.ts";
import type { PanelStore } from "../state/panel-store.ts";
import type { PersistedStateStore } from "../state/persisted-state.ts";
import { ALL_FIELDS } from "./all-fields.ts";
import { Form, KnownAnswers } from "./Form.tsx";
import formCss from "./form.css?inline";
import { createFormActions } from "./form-actions.ts";
import optionsCss from "./options.css?inline";
import type { Lazy } from "./part.ts";
import type { FormPageProps, FormView, View } from "./view.ts";

/**
 * Creates what draws a form: its components and the visitor's actions, and the rule for when the chat takes its place.
 *
 * @param openForm gets the controller of the form; the actions wait for it
 */
export default function createFormView(
  store: PanelStore,
  persisted: PersistedStateStore,
  openForm: Lazy<FormController>,
): FormView {
  return {
    FormPage,
    KnownAnswers,
    opensChat,
    shownFields,
    css: ALL_FIELDS ? formCss + optionsCss : formCss,
    formActions: createFormActions(store, persisted, openForm),
  };
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

/** A form with its title. */
function FormPage(view: FormPageProps) {
  const { screen, words, settings, locale } = view;
  const kind = screen.form === "pre_chat" ? screen.form : "offline";
  return (
    <div class="page">
      <h2 id="title" tabIndex={-1}>
        {(screen.form === "pre_chat" && wordingIn(settings.greeting, locale)) || words.title[kind]}
      </h2>
      <p class="intro">
        {wordingIn(formDefinition(settings, screen.form).intro, locale) ?? words.intro[kind]}
      </p>
      <Form {...view} />
    </div>
  );
}
