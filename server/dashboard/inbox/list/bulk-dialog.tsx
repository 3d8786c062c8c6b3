import { useState } from "preact/hooks";
import type { ConversationStatus } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import { useTags } from "../../contacts/use-tags.ts";
import { readyOr } from "../../data/loadable.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
import { plural, t } from "../../i18n/translate.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { matchingOptions } from "../../ui/matching-options.ts";
import { STATUSES } from "../ticket/ticket-options.ts";
import type { BulkProps } from "./bulk-props.ts";
import { useBulkUpdate } from "./use-bulk-update.ts";

/** The value of the field of the assignee that unassigns. */
const NOBODY = "nobody";

/** Changes the status, the assignee and the tags of several conversations together. */
export function BulkDialog({ onClose, ...props }: BulkProps & { readonly onClose: () => void }) {
  const { property, me, selected } = props;
  const [status, setStatus] = useState<ConversationStatus | "">("");
  const [assignee, setAssignee] = useState("");
  const [tag, setTag] = useState("");
  const { findOrCreate, items } = useTags(property);
  const update = useBulkUpdate(props);
  const save = useAction(async () => {
    const name = tag.trim();
    const addTags = name ? [await findOrCreate(name)] : [];
    onClose();
    await update.run({
      ...(status && { status }),
      ...(assignee && { assignee: assignee === NOBODY ? null : assignee }),
      ...(addTags.length && { addTags }),
    });
  });
  return (
    <FormDialog
      title={plural(selected.length, "Change {count} conversation", "Change {count} conversations")}
      act={t("Change")}
      busy={save.busy}
      disabled={!status && !assignee && !tag.trim()}
      failure={save.failure}
      onSubmit={() => void save.run()}
      onClose={onClose}
    >
      <Select
        label={t("Status")}
        hint={t("A chat can be open or closed only.")}
        value={status}
        options={STATUSES.map(({ value, label }) => ({ value, label: t(label) }))}
        onChange={setStatus}
      />
      <AssigneeField property={property} me={me} value={assignee} onChange={setAssignee} />
      <Field label={t("Add a tag")} hint={t("A new name creates a new tag.")}>
        {(control) => (
          <Combobox
            {...control}
            label={t("Tags")}
            maxLength={100}
            value={tag}
            onInput={setTag}
            options={matchingOptions(
              items.map(({ id, name }) => ({ id, label: name })),
              tag,
            )}
            onChoose={({ label }) => setTag(label)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

interface AssigneeFieldProps {
  readonly property: string;
  readonly me: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function AssigneeField({ property, me, value, onChange }: AssigneeFieldProps) {
  const { api } = useServices();
  const team = readyOr(useLoad(property, () => api.team(property)).loaded, null);
  const options = [
    { value: NOBODY, label: t("Nobody") },
    ...(team?.agents ?? []).map(({ id, name }) => ({
      value: id,
      label: id === me ? t("{name} (you)", { name }) : name,
    })),
  ];
  return <Select label={t("Assignee")} value={value} options={options} onChange={onChange} />;
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly hint?: string;
  /** Empty: it stays as it is. */
  readonly value: T | "";
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T | "") => void;
}

/** One of a few options, or that nothing changes. */
function Select<T extends string>({ label, hint, value, options, onChange }: SelectProps<T>) {
  const choose = (chosen: string) => onChange(options.find((one) => one.value === chosen)?.value ?? "");
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <select
          {...control}
          class="input"
          value={value}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="">{t("As it is")}</option>
          {options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
