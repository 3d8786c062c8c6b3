import { useId, useState } from "preact/hooks";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { errorText, toApiError } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { count } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { saveFile } from "../../ui/save-file.ts";
import type { useTags } from "../use-tags.ts";

interface SelectionBarProps {
  readonly property: string;
  readonly selected: ReadonlySet<string>;
  readonly tags: ReturnType<typeof useTags>;
  readonly clear: () => void;
  /** After many were changed. */
  readonly onChanged: (removed: readonly string[]) => void;
}

/** How many contacts are merged at once. */
const MAX_MERGED = 20;

const contacts = (many: number) => `${count(many)} ${many === 1 ? "contact" : "contacts"}`;

/** What is done with all that are selected. */
export function SelectionBar({ property, selected, tags, clear, onChanged }: SelectionBarProps) {
  const { api, notices } = useServices();
  const [tagging, setTagging] = useState(false);
  const ids = [...selected];
  const said = (error: unknown) => notices.say(errorText(toApiError(error)), { tone: "bad" });

  const putBack = async (deletion: string) => {
    try {
      const { contacts: back } = await api.undoDeletion(property, deletion);
      notices.say(`${contacts(back.length)} back.`);
      onChanged([]);
    } catch (error) {
      said(error);
    }
  };
  const remove = useAction(async () => {
    const { changed, deletion } = await api.changeMany(property, { contacts: ids, kind: "delete" });
    notices.say(`${contacts(changed.length)} deleted.`, {
      ...(deletion && { action: { label: "Undo", act: () => void putBack(deletion) } }),
    });
    clear();
    onChanged(changed);
  });
  const exporting = useAction(async () => {
    saveFile("contacts.csv", await api.exportSelected(property, ids));
  });
  const failure = remove.failure ?? exporting.failure;
  return (
    <section class="selection" aria-label="Selected contacts">
      <span role="status">{contacts(ids.length)} selected</span>
      <Button small icon="tag" onClick={() => setTagging(true)}>
        Tag
      </Button>
      <Button small icon="download" busy={exporting.busy} onClick={() => void exporting.run()}>
        Export
      </Button>
      {ids.length > 1 && ids.length <= MAX_MERGED && (
        <a class="button plain small" href={href.merge(property, ids)}>
          <Icon name="merge" />
          Merge
        </a>
      )}
      <Button small kind="danger" icon="bin" busy={remove.busy} onClick={() => void remove.run()}>
        Delete
      </Button>
      <IconButton icon="close" label="Select nobody" onClick={clear} />
      {failure && (
        <p class="fault" role="alert">
          {errorText(failure)}
        </p>
      )}
      {tagging && (
        <TagDialog
          property={property}
          ids={ids}
          tags={tags}
          onClose={() => setTagging(false)}
          onDone={() => onChanged([])}
        />
      )}
    </section>
  );
}

interface TagDialogProps extends Pick<SelectionBarProps, "property" | "tags"> {
  readonly ids: string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Gives all that are selected a tag, or takes one away. */
function TagDialog({ property, ids, tags, onClose, onDone }: TagDialogProps) {
  const { api, notices } = useServices();
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const heading = useId();
  const change = async (kind: "tag" | "untag", tag: string, some: string[]): Promise<string[]> => {
    const { changed } = await api.changeMany(property, { contacts: some, kind, tag });
    await tags.reload();
    onDone();
    return changed;
  };
  const turnBack = async (kind: "tag" | "untag", tag: string, some: string[]) => {
    try {
      await change(kind, tag, some);
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };
  const act = useAction(async (kind: "tag" | "untag", tag: { id: string; name: string }) => {
    const done = await change(kind, tag.id, ids);
    const words = kind === "tag" ? "now have" : "have no more";
    notices.say(`${contacts(done.length)} ${words} the tag “${tag.name}”.`, {
      ...(done.length > 0 && {
        action: { label: "Undo", act: () => void turnBack(kind === "tag" ? "untag" : "tag", tag.id, done) },
      }),
    });
    onClose();
  });
  const make = useAction(async () => {
    const wanted = name.trim();
    await act.run("tag", { id: await tags.named(wanted), name: wanted });
  });
  return (
    <FormDialog
      title={`Tag ${contacts(ids.length)}`}
      act="Give the tag"
      busy={make.busy || act.busy}
      failure={make.failure ?? act.failure}
      onSubmit={() => {
        setTried(true);
        if (name.trim()) void make.run();
      }}
      onClose={onClose}
    >
      <TextField
        label="Tag"
        hint="A name that is not there yet makes a new tag."
        autocomplete="off"
        maxLength={100}
        value={name}
        onInput={setName}
        fault={tried && !name.trim() ? "A name is needed." : undefined}
      />
      {tags.items.length > 0 && (
        <div>
          <h3 class="label" id={heading}>
            Or one that is there
          </h3>
          <ul class="plain-list tag-choices" aria-labelledby={heading}>
            {tags.items.map((tag) => (
              <li key={tag.id}>
                <bdi>{tag.name}</bdi>
                <Button small onClick={() => void act.run("tag", tag)}>
                  Give<span class="unseen"> the tag {tag.name}</span>
                </Button>
                <Button small onClick={() => void act.run("untag", tag)}>
                  Take away<span class="unseen"> the tag {tag.name}</span>
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}
