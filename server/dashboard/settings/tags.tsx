import { useState } from "preact/hooks";
import { href } from "../app/routes.ts";
import { useTags } from "../contacts/use-tags.ts";
import { useAction } from "../data/use-action.ts";
import { plural, t, withElements } from "../i18n/translate.ts";
import { IconButton } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { NameDialog } from "../ui/name-dialog.tsx";
import { LoadError, Skeleton } from "../ui/states.tsx";
import { Verbatim } from "../ui/verbatim.tsx";
import { useAttributeApi } from "./use-attribute-api.ts";

type Tag = ReturnType<typeof useTags>["items"][number];

/** The tags of the property. Every agent can rename and remove them. */
export function TagsSection({ property }: { property: string }) {
  const { loaded, items, reload, retry } = useTags(property);
  const [task, setTask] = useState<{ kind: "rename" | "remove"; tag: Tag } | null>(null);
  const done = () => {
    void reload();
    setTask(null);
  };
  return (
    <section class="group">
      <h3>{t("Tags")}</h3>
      {loaded.kind === "loading" && <Skeleton lines={3} label={t("Loading the tags")} />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "ready" && !items.length && (
        <p class="hint">{t("No tags yet. Add the first one to a contact.")}</p>
      )}
      {items.length > 0 && (
        <ul class="plain-list saved-answers" aria-label={t("Tags")}>
          {items.map((tag) => (
            <li key={tag.id}>
              <div>
                <p dir="auto" translate={false}>
                  {tag.name}
                </p>
                <p class="hint">
                  <a href={href.contacts(property, { tag: tag.id })}>
                    {plural(tag.contacts, "{count} contact", "{count} contacts")}
                    <span class="unseen"> {t("with the tag {name}", { name: tag.name })}</span>
                  </a>
                </p>
              </div>
              <IconButton
                icon="edit"
                label={t("Rename the tag: {name}", { name: tag.name })}
                onClick={() => setTask({ kind: "rename", tag })}
              />
              <IconButton
                icon="bin"
                label={t("Remove the tag: {name}", { name: tag.name })}
                onClick={() => setTask({ kind: "remove", tag })}
              />
            </li>
          ))}
        </ul>
      )}
      {task?.kind === "rename" && (
        <RenameTag property={property} tag={task.tag} onDone={done} onClose={() => setTask(null)} />
      )}
      {task?.kind === "remove" && (
        <RemoveTag property={property} tag={task.tag} onDone={done} onClose={() => setTask(null)} />
      )}
    </section>
  );
}

interface TagTaskProps {
  readonly property: string;
  readonly tag: Tag;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function RenameTag({ property, tag, onDone, onClose }: TagTaskProps) {
  const api = useAttributeApi();
  return (
    <NameDialog
      title={t("Rename tag")}
      act={t("Save")}
      maxLength={100}
      name={tag.name}
      onSave={async (name) => {
        await api.renameTag(property, tag.id, name);
        onDone();
      }}
      onClose={onClose}
    />
  );
}

function RemoveTag({ property, tag, onDone, onClose }: TagTaskProps) {
  const api = useAttributeApi();
  const remove = useAction(async () => {
    await api.removeTag(property, tag.id);
    onDone();
  });
  return (
    <ConfirmDialog title={t("Remove this tag?")} act={t("Remove")} action={remove} onClose={onClose}>
      <p>
        {withElements("{tag} is removed from {contacts}. The contacts stay.", {
          tag: <Verbatim>{tag.name}</Verbatim>,
          contacts: plural(tag.contacts, "{count} contact", "{count} contacts"),
        })}
      </p>
    </ConfirmDialog>
  );
}
