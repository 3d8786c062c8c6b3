import { useState } from "preact/hooks";
import { SavedAnswer } from "../../../shared/conversation.ts";
import { useServices } from "../app/services.tsx";
import { faultsByPath } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { t } from "../i18n/translate.ts";
import { TextArea, TextField } from "../ui/field.tsx";
import { FormDialog } from "../ui/form-dialog.tsx";
import { schemaFaults } from "../ui/schema-faults.ts";

interface SavedAnswerDialogProps {
  readonly property: string;
  readonly answer: SavedAnswer;
  readonly onSaved: (answer: SavedAnswer) => void;
  readonly onClose: () => void;
}

/** Edits a saved answer: its shortcut and its text. */
export function SavedAnswerDialog({ property, answer, onSaved, onClose }: SavedAnswerDialogProps) {
  const { api } = useServices();
  const [shortcut, setShortcut] = useState(answer.shortcut);
  const [text, setText] = useState(answer.text);
  const [tried, setTried] = useState(false);
  const draft = { id: answer.id, shortcut: shortcut.trim().replace(/^\//, ""), text: text.trim() };
  const faults = schemaFaults(SavedAnswer, draft);
  const save = useAction(async () => onSaved(await api.saveAnswer(property, draft)));
  const refused = faultsByPath(save.failure);
  const taken = save.failure?.code === "shortcut_taken";
  const fault = (path: string) => (tried ? faults.get(path) : undefined) ?? refused.get(path);
  return (
    <FormDialog
      title={answer.shortcut ? t("Edit saved answer") : t("New saved answer")}
      act={t("Save")}
      busy={save.busy}
      failure={taken || refused.size ? null : save.failure}
      onSubmit={() => {
        setTried(true);
        if (!faults.size) void save.run();
      }}
      onClose={onClose}
    >
      <TextField
        label={t("Shortcut")}
        hint={t("Letters, digits, _ and -. Type it after / in the composer.")}
        value={shortcut}
        onInput={setShortcut}
        spellcheck={false}
        maxLength={41}
        fault={fault("shortcut") ?? (taken ? t("Another saved answer has this shortcut.") : undefined)}
      />
      <TextArea label={t("Answer")} rows={5} value={text} onInput={setText} fault={fault("text")} />
    </FormDialog>
  );
}
