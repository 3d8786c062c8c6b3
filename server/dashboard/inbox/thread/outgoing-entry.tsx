import type { Outgoing } from "../../data/outbox.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { clockTime } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { FileList } from "./file-list.tsx";
import { RichText } from "./rich-text.tsx";

interface OutgoingEntryProps {
  readonly entry: Outgoing;
  readonly retry: () => void;
  readonly drop: () => void;
}

/** A message in the outbox: being sent, or refused, with the reason and buttons to try again or discard it. */
export function OutgoingEntry({ entry, retry, drop }: OutgoingEntryProps) {
  return (
    <li
      class={`message agent ${entry.kind === "note" ? "internal " : ""}${entry.refused === null ? "sending" : "refused"}`}
    >
      {entry.kind === "note" && (
        <p class="author">
          <Icon name="note" size={14} />
          <span>{t("Note by you")}</span>
        </p>
      )}
      <div class="bubble-row">
        <div class="bubble">
          {entry.text && <RichText text={entry.text} />}
          {entry.files.length > 0 && <FileList property={entry.property} files={entry.files} />}
        </div>
      </div>
      {entry.refused === null ? (
        <p class="meta">
          {clockTime(entry.at)} <span>{t("Sending…")}</span>
        </p>
      ) : (
        <div class="refusal" role="alert">
          <p class="fault">
            <Icon name="alert" size={15} />
            <span>{t("Not sent. {refused}", { refused: entry.refused })}</span>
          </p>
          <Button small onClick={retry}>
            {t("Try again")}
          </Button>
          <Button small kind="quiet" onClick={drop}>
            {t("Discard")}
          </Button>
        </div>
      )}
    </li>
  );
}
