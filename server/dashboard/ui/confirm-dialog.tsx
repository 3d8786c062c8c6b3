import type { ComponentChildren } from "preact";
import type { useAction } from "../data/use-action.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ErrorNote } from "./states.tsx";

interface ConfirmDialogProps {
  readonly title: string;
  /** The label of the button that confirms. */
  readonly act: string;
  readonly action: ReturnType<typeof useAction<[]>>;
  readonly onClose: () => void;
  /** The consequences of the action. */
  readonly children: ComponentChildren;
}

/** Asks for confirmation before something is removed. */
export function ConfirmDialog({ title, act, action, onClose, children }: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <ErrorNote failure={action.failure} />
      <div class="dialog-foot">
        <Button onClick={onClose}>{t("Cancel")}</Button>
        <Button kind="danger" busy={action.busy} onClick={() => void action.run()}>
          {act}
        </Button>
      </div>
    </Dialog>
  );
}
