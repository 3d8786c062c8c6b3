import { useRef, useState } from "preact/hooks";
import type { Contact } from "../../../../shared/contact.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Icon } from "../../ui/icon.tsx";
import { matchingOptions } from "../../ui/matching-options.ts";
import { ErrorNote } from "../../ui/states.tsx";
import { useTags } from "../use-tags.ts";
import { useContactChange } from "./use-contact-change.ts";

interface TagEditorProps {
  readonly property: string;
  readonly contact: Contact;
  readonly onChanged: (contact: Contact) => void;
}

/** Edits the tags of a contact. A tag links to all contacts with it; a new name creates a new tag. */
export function TagEditor({ property, contact, onChanged }: TagEditorProps) {
  const { api } = useServices();
  const tags = useTags(property);
  const change = useContactChange(onChanged);
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const tagIds = contact.tags.map(({ id }) => id);
  const name = typed.trim();
  const others = tags.items
    .filter(({ id }) => !tagIds.includes(id))
    .map(({ id, name }) => ({ id, label: name }));
  const isNew = name !== "" && !tags.items.some((tag) => tag.name.toLowerCase() === name.toLowerCase());
  const add = useAction(async (known: string | null) => {
    const id = known ?? (await tags.findOrCreate(name));
    onChanged(await api.setTags(property, contact.id, [...new Set([...tagIds, id])]));
    setTyped("");
    field.current?.focus();
  });
  return (
    <>
      {contact.tags.length > 0 && (
        <ul class="plain-list tags">
          {contact.tags.map((tag) => (
            <li key={tag.id} class="tag">
              <a href={href.contacts(property, { tag: tag.id })} dir="auto" translate={false}>
                {tag.name}
              </a>
              <button
                type="button"
                aria-label={`Remove the tag ${tag.name}`}
                onClick={() =>
                  void change(() =>
                    api.setTags(
                      property,
                      contact.id,
                      tagIds.filter((id) => id !== tag.id),
                    ),
                  )
                }
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
          label="Add a tag"
          placeholder="Add a tag"
          maxLength={100}
          value={typed}
          onInput={setTyped}
          options={matchingOptions(others, typed)}
          onChoose={({ id }) => void add.run(id)}
          create={isNew ? { label: `Create the tag “${name}”`, act: () => void add.run(null) } : null}
        />
        <Button small type="submit" busy={add.busy} disabled={!name}>
          Add<span class="unseen"> the tag</span>
        </Button>
      </form>
      <ErrorNote failure={add.failure} />
    </>
  );
}
