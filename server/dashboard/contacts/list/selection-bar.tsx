import { useState } from "preact/hooks";
import type { Named } from "../../../../shared/contact.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { useMay } from "../../app/use-may.ts";
import { errorText } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { plural, t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { saveFile } from "../../ui/save-file.ts";
import type { useTags } from "../use-tags.ts";
import { type TagChange, TagDialog } from "./tag-dialog.tsx";
import { useListApi } from "./use-list-api.ts";

interface SelectionBarProps {
  readonly property: string;
  readonly selected: ReadonlySet<string>;
  readonly tags: ReturnType<typeof useTags>;
  readonly clear: () => void;
  /** Selects all contacts that match the filter, and their number; null: all of them are selected already. */
  readonly selectAll: { readonly total: number; readonly select: () => void } | null;
  /** Called after a change, with the IDs that are no longer in the list. */
  readonly onChanged: (removed: readonly string[]) => void;
}

const OPPOSITE = { tag: "untag", untag: "tag" } as const;

/** The server merges at most this many contacts at once. */
const MAX_MERGED = 20;

/** The actions for all selected contacts. */
export function SelectionBar({ property, selected, tags, clear, selectAll, onChanged }: SelectionBarProps) {
  const { notices } = useServices();
  const api = useListApi();
  const may = useMay(property);
  const [tagging, setTagging] = useState(false);
  const run = useActionWithNotice();
  const ids = [...selected];

  const undoDeletion = async (deletion: string) => {
    const { contacts } = await api.undoDeletion(property, deletion);
    notices.say(plural(contacts.length, "{count} contact restored.", "{count} contacts restored."));
    onChanged([]);
  };
  const remove = useAction(async () => {
    const { changed, deletion } = await api.changeMany(property, { contacts: ids, kind: "delete" });
    notices.say(plural(changed.length, "{count} contact deleted.", "{count} contacts deleted."), {
      ...(deletion && { action: { label: t("Undo"), act: () => void run(() => undoDeletion(deletion)) } }),
    });
    clear();
    onChanged(changed);
  });
  const changeTag = async (kind: TagChange, tag: Named, contacts: readonly string[]) => {
    const { changed } = await api.changeMany(property, { contacts: [...contacts], kind, tag: tag.id });
    await tags.reload();
    onChanged([]);
    return changed;
  };
  const applyTag = async (kind: TagChange, tag: Named) => {
    const changed = await changeTag(kind, tag, ids);
    const contacts = plural(changed.length, "{count} contact", "{count} contacts");
    const words =
      kind === "tag"
        ? t("Tag “{tag}” added to {contacts}.", { tag: tag.name, contacts })
        : t("Tag “{tag}” removed from {contacts}.", { tag: tag.name, contacts });
    notices.say(words, {
      ...(changed.length > 0 && {
        action: { label: t("Undo"), act: () => void run(() => changeTag(OPPOSITE[kind], tag, changed)) },
      }),
    });
  };
  const exporting = useAction(async () => {
    saveFile("contacts.csv", await api.exportSelected(property, ids));
  });
  const failure = remove.failure ?? exporting.failure;
  return (
    <section class="selection" aria-label={t("Selected contacts")}>
      <span role="status">{plural(ids.length, "{count} contact selected", "{count} contacts selected")}</span>
      {selectAll && (
        <Button small kind="quiet" onClick={selectAll.select}>
          {t("Select all {total} that match", { total: count(selectAll.total) })}
        </Button>
      )}
      <Button small icon="tag" onClick={() => setTagging(true)}>
        {t("Tag")}
      </Button>
      {may("contacts.export") && (
        <Button small icon="download" busy={exporting.busy} onClick={() => void exporting.run()}>
          {t("Export")}
        </Button>
      )}
      {ids.length > 1 && ids.length <= MAX_MERGED && (
        <a class="button plain small" href={href.merge(property, ids)}>
          <Icon name="merge" />
          {t("Merge")}
        </a>
      )}
      {may("contacts.erase") && (
        <Button small kind="danger" icon="bin" busy={remove.busy} onClick={() => void remove.run()}>
          {t("Delete")}
        </Button>
      )}
      <IconButton icon="close" label={t("Clear selection")} onClick={clear} />
      {failure && (
        <p class="fault" role="alert">
          {errorText(failure)}
        </p>
      )}
      {tagging && (
        <TagDialog count={ids.length} tags={tags} change={applyTag} onClose={() => setTagging(false)} />
      )}
    </section>
  );
}
