import { useState } from "preact/hooks";
import { useAction } from "../../data/use-action.ts";
import { t } from "../../i18n/translate.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Switch } from "../../ui/switch.tsx";

interface PrintDialogProps {
  /** Loads what is missing and prints. @throws ApiError */
  readonly print: (withNotes: boolean) => Promise<void>;
  readonly onClose: () => void;
}

/** Prints a conversation, with or without the notes of the team. */
export function PrintDialog({ print, onClose }: PrintDialogProps) {
  const [withNotes, setWithNotes] = useState(false);
  const printing = useAction(async () => {
    await print(withNotes);
    onClose();
  });
  return (
    <FormDialog
      title={t("Print conversation")}
      act={t("Print")}
      icon="print"
      busy={printing.busy}
      failure={printing.failure}
      onSubmit={() => void printing.run()}
      onClose={onClose}
    >
      <p>{t("All messages are printed, with pictures. Other files are printed by name.")}</p>
      <Switch
        label={t("With internal notes")}
        hint={t("Notes are for your team. Leave them out of what a customer gets.")}
        checked={withNotes}
        onChange={setWithNotes}
      />
    </FormDialog>
  );
}
