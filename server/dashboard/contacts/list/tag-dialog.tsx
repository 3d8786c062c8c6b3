import { useId, useState } from "preact/hooks";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { countOf } from "../../ui/format.ts";
import { Verbatim } from "../../ui/verbatim.tsx";
import type { useTags } from "../use-tags.ts";

interface TagDialogProps {
  readonly property: string;
  /** The IDs of the selected contacts. */
  readonly ids: readonly string[];
  readonly tags: ReturnType<typeof useTags>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

type TagChange = "tag" | "untag";

const OPPOSITE = { tag: "untag", untag: "tag" } as const;

/** Adds a tag to all selected contacts, or removes one from them. */
export function TagDialog({ property, ids, tags, onClose, onDone }: TagDialogProps) {
  const { api, notices } = useServices();
  const [name, setName] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const heading = useId();
  const run = useActionWithNotice();
  const change = async (kind: TagChange, tag: string, contacts: readonly string[]) => {
    const { changed } = await api.changeMany(property, { contacts: [...contacts], kind, tag });
    await tags.reload();
    onDone();
    return changed;
  };
  const apply = useAction(async (kind: TagChange, tag: { id: string; name: string }) => {
    const changed = await change(kind, tag.id, ids);
    const contacts = countOf(changed.length, "contact", "contacts");
    notices.say(`Tag “${tag.name}” ${kind === "tag" ? "added to" : "removed from"} ${contacts}.`, {
      ...(changed.length > 0 && {
        action: { label: "Undo", act: () => void run(() => change(OPPOSITE[kind], tag.id, changed)) },
      }),
    });
    onClose();
  });
  const addByName = useAction(async () => {
    const wanted = name.trim();
    await apply.run("tag", { id: await tags.findOrCreate(wanted), name: wanted });
  });
  return (
    <FormDialog
      title={`Tag ${countOf(ids.length, "contact", "contacts")}`}
      act="Add tag"
      busy={addByName.busy || apply.busy}
      failure={addByName.failure ?? apply.failure}
      onSubmit={() => {
        setSubmitted(true);
        if (name.trim()) void addByName.run();
      }}
      onClose={onClose}
    >
      <TextField
        label="Tag"
        hint="A new name creates a new tag."
        autocomplete="off"
        maxLength={100}
        value={name}
        onInput={setName}
        fault={submitted && !name.trim() ? "Enter a name." : undefined}
      />
      {tags.items.length > 0 && (
        <div>
          <h3 class="label" id={heading}>
            Existing tags
          </h3>
          <ul class="plain-list tag-choices" aria-labelledby={heading}>
            {tags.items.map((tag) => (
              <li key={tag.id}>
                <Verbatim>{tag.name}</Verbatim>
                <Button small onClick={() => void apply.run("tag", tag)}>
                  Add<span class="unseen"> the tag {tag.name}</span>
                </Button>
                <Button small onClick={() => void apply.run("untag", tag)}>
                  Remove<span class="unseen"> the tag {tag.name}</span>
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}
