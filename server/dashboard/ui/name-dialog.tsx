import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { faultsByPath } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { t } from "../i18n/translate.ts";
import { TextField } from "./field.tsx";
import { FormDialog } from "./form-dialog.tsx";

interface NameDialogProps {
  readonly title: string;
  /** The label of the button that saves the name. */
  readonly act: string;
  readonly hint?: ComponentChildren;
  readonly maxLength: number;
  /** The name so far. */
  readonly name?: string;
  /** Saves the trimmed name, and closes the dialog; an error it throws is shown. */
  readonly onSave: (name: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for the name of something. */
export function NameDialog({
  title,
  act,
  hint,
  maxLength,
  name: before = "",
  onSave,
  onClose,
}: NameDialogProps) {
  const [name, setName] = useState(before);
  const [tried, setTried] = useState(false);
  const save = useAction(async () => onSave(name.trim()));
  const fault = faultsByPath(save.failure).get("name");
  return (
    <FormDialog
      title={title}
      act={act}
      busy={save.busy}
      failure={fault ? null : save.failure}
      onSubmit={() => {
        setTried(true);
        if (name.trim()) void save.run();
      }}
      onClose={onClose}
    >
      <TextField
        label={t("Name")}
        {...(hint && { hint })}
        autocomplete="off"
        required
        maxLength={maxLength}
        value={name}
        onInput={setName}
        fault={tried && !name.trim() ? t("Enter a name.") : fault}
      />
    </FormDialog>
  );
}
