import type { Form } from "../form/form-controller.ts";
import type { PanelStore } from "../state/panel-store.ts";
import type { PersistedStateStore } from "../state/persisted-state.ts";
import type { Lazy } from "./part.ts";
import type { FormActions } from "./view.ts";

/** Creates the visitor's actions in a form. */
export function createFormActions(
  store: PanelStore,
  persisted: PersistedStateStore,
  openForm: Lazy<Form>,
): FormActions {
  let trap = "";
  const withForm = (action: (form: Form) => unknown) => void openForm().then(action);
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
