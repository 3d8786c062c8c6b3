import { useState } from "preact/hooks";
import type { ConversationStatus } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import { useTags } from "../../contacts/use-tags.ts";
import { readyOr } from "../../data/loadable.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
import { Choice } from "../../ui/choice.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { countOf } from "../../ui/format.ts";
import { matchingOptions } from "../../ui/matching-options.ts";
import { STATUSES } from "../ticket/ticket-options.ts";
import type { BulkProps } from "./bulk-props.ts";
import { useBulkUpdate } from "./use-bulk-update.ts";

const AS_IT_IS = { value: "", label: "As it is" } as const;
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
      title={`Change ${countOf(selected.length, "conversation", "conversations")}`}
      act="Change"
      busy={save.busy}
      disabled={!status && !assignee && !tag.trim()}
      failure={save.failure}
      onSubmit={() => void save.run()}
      onClose={onClose}
    >
      <Choice
        label="Status"
        value={status}
        options={[AS_IT_IS, ...STATUSES]}
        onChange={setStatus}
        hint="A chat can be open or closed only."
      />
      <AssigneeField property={property} me={me} value={assignee} onChange={setAssignee} />
      <Field label="Add a tag" hint="A new name creates a new tag.">
        {(control) => (
          <Combobox
            {...control}
            label="Tags"
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
  return (
    <Field label="Assignee">
      {(control) => (
        <select
          {...control}
          class="input"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          <option value="">As it is</option>
          <option value={NOBODY}>Nobody</option>
          {team?.agents.map(({ id, name }) => (
            <option key={id} value={id}>
              {id === me ? `${name} (you)` : name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
