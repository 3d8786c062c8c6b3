import { useId, useRef, useState } from "preact/hooks";
import type { Contact } from "../../../../shared/contact.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ErrorNote } from "../../ui/states.tsx";
import { useTags } from "../use-tags.ts";
import { useContactChange } from "./use-contact-change.ts";

interface TagEditorProps {
  readonly property: string;
  readonly contact: Contact;
  readonly onChanged: (contact: Contact) => void;
}

/** A contact's tags: each leads to all who have it, and can be taken away; a new name makes a new tag. */
export function TagEditor({ property, contact, onChanged }: TagEditorProps) {
  const { api } = useServices();
  const tags = useTags(property);
  const change = useContactChange(onChanged);
  const [typed, setTyped] = useState("");
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const own = contact.tags.map(({ id }) => id);
  const add = useAction(async () => {
    const id = await tags.named(typed);
    onChanged(await api.setTags(property, contact.id, [...new Set([...own, id])]));
    setTyped("");
    field.current?.focus();
  });
  return (
    <>
      {contact.tags.length > 0 && (
        <ul class="plain-list tags">
          {contact.tags.map((tag) => (
            <li key={tag.id} class="tag">
              <a href={href.contacts(property, { tag: tag.id })} dir="auto">
                {tag.name}
              </a>
              <button
                type="button"
                aria-label={`Take the tag away: ${tag.name}`}
                onClick={() =>
                  void change(() =>
                    api.setTags(
                      property,
                      contact.id,
                      own.filter((id) => id !== tag.id),
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
          if (typed.trim()) void add.run();
        }}
      >
        <input
          ref={field}
          class="input compact"
          aria-label="Add a tag"
          placeholder="Add a tag"
          list={list}
          maxLength={100}
          autocomplete="off"
          dir="auto"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <datalist id={list}>
          {tags.items
            .filter(({ id }) => !own.includes(id))
            .map(({ id, name }) => (
              <option key={id} value={name} />
            ))}
        </datalist>
        <Button small type="submit" busy={add.busy} disabled={!typed.trim()}>
          Add<span class="unseen"> the tag</span>
        </Button>
      </form>
      <ErrorNote failure={add.failure} />
    </>
  );
}
