import { useRef, useState } from "preact/hooks";
import type { Named } from "../../../../shared/contact.ts";
import { useAction } from "../../data/use-action.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Icon } from "../../ui/icon.tsx";
import { matchingOptions } from "../../ui/matching-options.ts";
import { ErrorNote } from "../../ui/states.tsx";
import { useTags } from "../use-tags.ts";

interface TagEditorProps {
  readonly property: string;
  /** The tags of what is edited. */
  readonly tags: readonly Named[];
  /** The address of everything with a tag. */
  readonly linkTo: (tag: string) => string;
  /** Replaces the tags. */
  readonly save: (tags: readonly string[]) => Promise<void>;
}

/** Edits the tags of a contact or a conversation. A new name creates a new tag. */
export function TagEditor({ property, tags: own, linkTo, save }: TagEditorProps) {
  const tags = useTags(property);
  const remove = useActionWithNotice();
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const tagIds = own.map(({ id }) => id);
  const name = typed.trim();
  const others = tags.items
    .filter(({ id }) => !tagIds.includes(id))
    .map(({ id, name }) => ({ id, label: name }));
  const isNew = name !== "" && !tags.items.some((tag) => tag.name.toLowerCase() === name.toLowerCase());
  const add = useAction(async (known: string | null) => {
    const id = known ?? (await tags.findOrCreate(name));
    await save([...new Set([...tagIds, id])]);
    setTyped("");
    field.current?.focus();
  });
  return (
    <>
      {own.length > 0 && (
        <ul class="plain-list tags">
          {own.map((tag) => (
            <li key={tag.id} class="tag">
              <a href={linkTo(tag.id)} dir="auto" translate={false}>
                {tag.name}
              </a>
              <button
                type="button"
                aria-label={t("Remove the tag {name}", { name: tag.name })}
                onClick={() => void remove(() => save(tagIds.filter((id) => id !== tag.id)))}
              >
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        class="add-tag"
        onSubmit={(event) => {
          event.preventDefault();
          if (name) void add.run(null);
        }}
      >
        <Combobox
          compact
          field={field}
          label={t("Add a tag")}
          placeholder={t("Add a tag")}
          maxLength={100}
          value={typed}
          onInput={setTyped}
          options={matchingOptions(others, typed)}
          onChoose={({ id }) => void add.run(id)}
          create={
            isNew ? { label: t("Create the tag “{name}”", { name }), act: () => void add.run(null) } : null
          }
        />
        <Button small type="submit" busy={add.busy} disabled={!name}>
          {t("Add")}
          <span class="unseen"> {t("the tag")}</span>
        </Button>
      </form>
      <ErrorNote failure={add.failure} />
    </>
  );
}
