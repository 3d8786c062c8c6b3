import { useState } from "preact/hooks";
import type { NamedForm } from "../../../shared/form.ts";
import { useAction } from "../data/use-action.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { Code } from "../ui/verbatim.tsx";

interface NamedFormHeadProps {
  readonly named: NamedForm;
  /** The path of its name in the settings. */
  readonly path: string;
  readonly fault: string | undefined;
  readonly onRename: (name: string) => void;
  readonly onDelete: () => void;
}

/** The name and the key of a named form, and the button that deletes it. */
export function NamedFormHead({ named, path, fault, onRename, onDelete }: NamedFormHeadProps) {
  const [isDeleting, setDeleting] = useState(false);
  const remove = useAction(async () => {
    setDeleting(false);
    onDelete();
  });
  return (
    <>
      <TextField
        label="Name of the form"
        hint={
          <>
            For the team. Pages use the form by its key, <Code>{named.key}</Code>.
          </>
        }
        maxLength={80}
        data-path={path}
        value={named.name}
        onInput={onRename}
        fault={fault}
      />
      <p>
        <Button small icon="bin" onClick={() => setDeleting(true)}>
          Delete this form
        </Button>
      </p>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete “${named.name}”?`}
          act="Delete form"
          action={remove}
          onClose={() => setDeleting(false)}
        >
          <p>
            Pages that use it no longer show it once you save. What was submitted stays, and what visitors
            have sent but is still on its way is accepted.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
