import type { ComponentChildren } from "preact";
import type { ApiError } from "../data/api-error.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import type { IconName } from "./icon.tsx";
import { ErrorNote } from "./states.tsx";

interface FormDialogProps {
  readonly title: string;
  /** What the button says that sends the form. */
  readonly act: string;
  readonly kind?: "primary" | "danger";
  readonly icon?: IconName;
  readonly busy: boolean;
  /** Whether there is nothing yet that could be sent. */
  readonly disabled?: boolean;
  /** What the server said and no field says already. */
  readonly failure: ApiError | null;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A dialog with a form, which is sent or left. */
export function FormDialog(props: FormDialogProps) {
  const { title, act, kind = "primary", icon, busy, disabled = false, failure, onSubmit, onClose } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {props.children}
        <ErrorNote failure={failure} />
        <div class="dialog-foot">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind={kind} type="submit" {...(icon && { icon })} busy={busy} disabled={disabled}>
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
