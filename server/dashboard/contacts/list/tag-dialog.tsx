import { useId, useState } from "preact/hooks";
import type { Named } from "../../../../shared/contact.ts";
import { useAction } from "../../data/use-action.ts";
import { plural, t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import type { useTags } from "../use-tags.ts";

export type TagChange = "tag" | "untag";

interface TagDialogProps {
  /** The number of contacts that get or lose the tag. */
  readonly count: number;
  readonly tags: ReturnType<typeof useTags>;
  /** Adds the tag to the contacts, or removes it. */
  readonly change: (kind: TagChange, tag: Named) => Promise<void>;
  readonly onClose: () => void;
}

/** Adds a tag to many contacts, or removes one from them. */
export function TagDialog({ count, tags, change, onClose }: TagDialogProps) {
  const [name, setName] = useState("");
  const [submitted, setSubmitted] = useState(false);
  const heading = useId();
  const apply = useAction(async (kind: TagChange, tag: Named) => {
    await change(kind, tag);
    onClose();
  });
  const addByName = useAction(async () => {
    const wanted = name.trim();
    await apply.run("tag", { id: await tags.findOrCreate(wanted), name: wanted });
  });
  return (
    <FormDialog
      title={plural(count, "Tag {count} contact", "Tag {count} contacts")}
      act={t("Add tag")}
      busy={addByName.busy || apply.busy}
      failure={addByName.failure ?? apply.failure}
      onSubmit={() => {
        setSubmitted(true);
        if (name.trim()) void addByName.run();
      }}
      onClose={onClose}
    >
      <TextField
        label={t("Tag")}
        hint={t("A new name creates a new tag.")}
        autocomplete="off"
        maxLength={100}
        value={name}
        onInput={setName}
        fault={submitted && !name.trim() ? t("Enter a name.") : undefined}
      />
      {tags.items.length > 0 && (
        <div>
          <h3 class="label" id={heading}>
            {t("Existing tags")}
          </h3>
          <ul class="plain-list tag-choices" aria-labelledby={heading}>
            {tags.items.map((tag) => (
              <li key={tag.id}>
                <Verbatim>{tag.name}</Verbatim>
                <Button small onClick={() => void apply.run("tag", tag)}>
                  {t("Add")}
                  <span class="unseen"> {t("the tag {name}", { name: tag.name })}</span>
                </Button>
                <Button small onClick={() => void apply.run("untag", tag)}>
                  {t("Remove")}
                  <span class="unseen"> {t("the tag {name}", { name: tag.name })}</span>
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}
