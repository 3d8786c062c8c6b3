import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { IconButton } from "./button.tsx";
import { useModal } from "./use-modal.ts";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A question or a small task before everything else; Escape and the corner close it, and the focus goes back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useModal();
  const heading = useId();
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id={heading}>{title}</h2>
        <IconButton icon="close" label={t("Close")} onClick={onClose} />
      </div>
      {children}
    </dialog>
  );
}
