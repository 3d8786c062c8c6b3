import { useState } from "preact/hooks";
import type { Named } from "../../../../shared/contact.ts";
import type { ContactFilter } from "../../../../shared/crm.ts";
import { useMay } from "../../app/use-may.ts";
import { contactsCsvAddress } from "../../data/contacts-api.ts";
import { useAction } from "../../data/use-action.ts";
import { plural, t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { useTags } from "../use-tags.ts";
import { type TagChange, TagDialog } from "./tag-dialog.tsx";
import { useMatchingApi } from "./use-matching-api.ts";

interface MatchingBarProps {
  readonly property: string;
  readonly filter: ContactFilter;
  /** The number of contacts that match. */
  readonly total: number;
  readonly tags: ReturnType<typeof useTags>;
  readonly clear: () => void;
  /** Called when the server has started a change of all of them. */
  readonly onStarted: () => void;
}

/** The actions for all contacts that match the filter. The server runs them in the background. */
export function MatchingBar({ property, filter, total, tags, clear, onStarted }: MatchingBarProps) {
  const matching = useMatchingApi();
  const may = useMay(property);
  const [dialog, setDialog] = useState<"tag" | "delete" | null>(null);
  const contacts = plural(total, "{count} contact", "{count} contacts");
  const started = () => {
    setDialog(null);
    clear();
    onStarted();
  };
  const changeTag = async (kind: TagChange, tag: Named) => {
    await matching.startBulkJob(property, { kind, tag: tag.id, filter });
    started();
  };
  const remove = useAction(async () => {
    await matching.startBulkJob(property, { kind: "delete", filter });
    started();
  });
  return (
    <section class="selection" aria-label={t("All contacts that match")}>
      <span role="status">{t("All {contacts} that match selected", { contacts })}</span>
      <Button small icon="tag" onClick={() => setDialog("tag")}>
        {t("Tag")}
      </Button>
      {may("contacts.export") && (
        <a class="button plain small" href={contactsCsvAddress(property, filter)} download>
          <Icon name="download" />
          {t("Export")}
        </a>
      )}
      {may("contacts.erase") && (
        <Button small kind="danger" icon="bin" onClick={() => setDialog("delete")}>
          {t("Delete")}
        </Button>
      )}
      <IconButton icon="close" label={t("Clear selection")} onClick={clear} />
      {dialog === "tag" && (
        <TagDialog count={total} tags={tags} change={changeTag} onClose={() => setDialog(null)} />
      )}
      {dialog === "delete" && (
        <ConfirmDialog
          title={t("Delete {contacts}?", { contacts })}
          act={t("Delete {contacts}", { contacts })}
          action={remove}
          onClose={() => setDialog(null)}
        >
          <p>{t("They leave the list at once. You can undo it for a day; then they are erased for good.")}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}
