import { useState } from "preact/hooks";
import type { ImportField } from "../../../../shared/import.ts";
import type { MappingRule } from "../../../../shared/webhook-source.ts";
import { t, withElements } from "../../i18n/translate.ts";
import type { FieldGroup } from "../../imports/import-fields.ts";
import { Select } from "../../imports/select.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Code } from "../../ui/verbatim.tsx";
import { isMappable, labelOf } from "./mapping-fields.ts";

interface MappingListProps {
  readonly mapping: readonly MappingRule[];
  readonly groups: readonly FieldGroup[];
  readonly onUse: (path: string, field: ImportField | null) => void;
}

/** The values that are used, and as what. */
export function MappingList({ mapping, groups, onUse }: MappingListProps) {
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      {mapping.length ? (
        <ul class="plain-list mapping-list" aria-label={t("Mapping")}>
          {mapping.map(({ path, field }) => (
            <li key={path}>
              <div>
                <strong>{labelOf(groups, field)}</strong>
                <span class="hint">
                  <Code>{path}</Code>
                </span>
              </div>
              <IconButton
                icon="close"
                label={t("Do not use {path}", { path })}
                onClick={() => onUse(path, null)}
              />
            </li>
          ))}
        </ul>
      ) : (
        <p class="hint">{t("Nothing is used yet. Click a value of a recorded body.")}</p>
      )}
      <p>
        <Button small icon="plus" onClick={() => setAdding(true)}>
          {t("Add a path by hand")}
        </Button>
      </p>
      {isAdding && (
        <PathDialog
          groups={groups}
          onAdd={(path, field) => {
            onUse(path, field);
            setAdding(false);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}

interface PathDialogProps {
  readonly groups: readonly FieldGroup[];
  readonly onAdd: (path: string, field: ImportField) => void;
  readonly onClose: () => void;
}

function PathDialog({ groups, onAdd, onClose }: PathDialogProps) {
  const fields = groups.flatMap((group) => group.fields).filter(([field]) => isMappable(field));
  const [path, setPath] = useState("");
  const [field, setField] = useState<ImportField>("email");
  return (
    <FormDialog
      title={t("Add a path")}
      act={t("Add")}
      busy={false}
      failure={null}
      disabled={!path.trim()}
      onSubmit={() => onAdd(path.trim(), field)}
      onClose={onClose}
    >
      <TextField
        label={t("Path")}
        hint={withElements("Such as {code}, {code2} or {code3}.", {
          code: <Code>customer.email</Code>,
          code2: <Code>phones[*]</Code>,
          code3: <Code>{'answers[field.ref="9f1c"].text'}</Code>,
        })}
        value={path}
        onInput={setPath}
        dir="ltr"
        spellcheck={false}
        maxLength={500}
      />
      <Select
        label={t("Use as")}
        value={field}
        options={fields}
        onChange={(value) => setField(fields.find(([one]) => one === value)?.[0] ?? field)}
      />
    </FormDialog>
  );
}
