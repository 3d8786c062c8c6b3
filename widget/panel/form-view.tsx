import { wordingIn } from "../../shared/rules/form-fields.ts";
import type { Form as FormController } from "../form/form-controller.ts";
import { formDefinition } from "../form/form-definition.ts";
import { needsNoForm } from "../form/shown-fields.ts";
import { type FormScreen, isPristine } from "../state/panel-state.ts";
import type { PanelStore } from "../state/panel-store.ts";
import type { PersistedStateStore } from "../state/persisted-state.ts";
import { Form } from "./Form.tsx";
import type { FormParts } from "./loaded-parts.ts";
import type { Lazy } from "./part.ts";
import type { FormActions, FormEnvironment, View } from "./view.ts";

export { KnownAnswers } from "./Form.tsx";
export { default as css } from "./form.css?inline";

/**
 * Creates the visitor's actions in a form.
 *
 * @param openForm gets the controller of the form; the actions wait for it
 */
export function createFormActions(
  store: PanelStore,
  persisted: PersistedStateStore,
  openForm: Lazy<FormController>,
): FormActions {
  let trap = "";
  const withForm = (action: (form: FormController) => unknown) => void openForm().then(action);
  return {
    answer(field, answer) {
      store.dispatch({ kind: "answered", field, answer });
      const { screen } = store.state();
      if (screen.kind === "form") persisted.writeDraft(screen, "");
      withForm((form) => form.onAnswer(field));
    },
    leavePhone: (field) => withForm((form) => form.onPhoneBlur(field)),
    submit: () => withForm((form) => form.submit(trap)),
    restart: () => withForm((form) => form.restart()),
    discard: (delivery) => withForm((form) => form.discard(delivery)),
    changeVisitor: () => withForm((form) => form.changeVisitor()),
    setTrap(text) {
      trap = text;
    },
  };
}

/** Whether the chat opens without a form, because everything but the message is known (R28). */
export function opensChat({ state: { screen, known }, settings }: View): boolean {
  return (
    screen.kind === "form" &&
    screen.form === "pre_chat" &&
    !settings.preview &&
    isPristine(screen) &&
    needsNoForm(settings.forms.pre_chat, known)
  );
}

interface FormPageProps extends FormEnvironment, Partial<Pick<FormParts, "FormNotice">> {
  readonly screen: FormScreen;
}

/** A form with its title. */
export function FormPage(view: FormPageProps) {
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
