import type { ComponentChildren } from "preact";
import type { ApiError } from "../data/api-error.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "./button.tsx";
import type { IconName } from "./icon.tsx";
import { ErrorNote } from "./states.tsx";

export interface FormProps {
  /** The label of the button that submits it. */
  readonly act: string;
  readonly kind?: "primary" | "danger";
  readonly icon?: IconName;
  readonly busy: boolean;
  /** Whether there is nothing to submit yet. */
  readonly disabled?: boolean;
  /** The server's error, unless a field shows it. */
  readonly failure: ApiError | null;
  readonly onSubmit: () => void;
  /** Adds a button that leaves without submitting. */
  readonly onCancel?: () => void;
  /** Below the error, above the buttons. */
  readonly foot?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Fields, the server's error and the button that submits them. The browser's own validation is off. */
export function Form(props: FormProps) {
  const { act, kind = "primary", icon, busy, disabled = false, onSubmit, onCancel } = props;
  const submit = (
    <Button kind={kind} type="submit" {...(icon && { icon })} busy={busy} disabled={disabled}>
      {act}
    </Button>
  );
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {props.children}
      <ErrorNote failure={props.failure} />
      {props.foot}
      {onCancel ? (
        <div class="dialog-foot">
          <Button onClick={onCancel}>{t("Cancel")}</Button>
          {submit}
        </div>
      ) : (
        submit
      )}
    </form>
  );
}
