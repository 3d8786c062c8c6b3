import { useState } from "preact/hooks";
import type { AlertChannel } from "../../../../shared/alert.ts";
import { useLoad } from "../../data/use-load.ts";
import { t, withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState, LoadError, Note, Skeleton } from "../../ui/states.tsx";
import { Code } from "../../ui/verbatim.tsx";
import { AlertDialog } from "./alert-dialog.tsx";
import { ChannelRow } from "./channel-row.tsx";
import { useAlertApi } from "./use-alert-api.ts";

interface AlertsSectionProps {
  readonly property: string;
  /** The property's, by which quiet hours are. */
  readonly timeZone: string;
}

/** The channels of chat services in which the team is alerted. */
export function AlertsSection({ property, timeZone }: AlertsSectionProps) {
  const api = useAlertApi(property);
  const { loaded, retry, reload } = useLoad(property, api.list);
  /** Null: no dialog. */
  const [editing, setEditing] = useState<{ readonly channel: AlertChannel | null } | null>(null);
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  if (loaded.kind === "loading") return <Skeleton lines={5} label={t("Loading the channels")} />;
  const { items, hasLinks } = loaded.value;
  const changed = () => void reload();
  const add = () => setEditing({ channel: null });
  return (
    <>
      <p class="hint">
        {t(
          "Alerts go to a channel of your chat service, with a link to the conversation here. Answers are written in Foyer: what the team says in its channel stays there.",
        )}
      </p>
      {!hasLinks && items.length > 0 && (
        <Note icon="link">
          <p>
            {withElements(
              "Alerts have no link, because the server does not know its public address. Set {code}.",
              { code: <Code>FOYER_PUBLIC_URL</Code> },
            )}
          </p>
        </Note>
      )}
      {items.length > 0 ? (
        <>
          <ul class="plain-list alert-channels" aria-label={t("Channels")}>
            {items.map((channel) => (
              <ChannelRow
                key={channel.id}
                api={api}
                channel={channel}
                edit={() => setEditing({ channel })}
                onChanged={changed}
              />
            ))}
          </ul>
          <p>
            <Button icon="plus" onClick={add}>
              {t("Add a channel")}
            </Button>
          </p>
        </>
      ) : (
        <EmptyState icon="notifications" title={t("No channels yet")}>
          <p>{t("Let Slack, Microsoft Teams, Discord or Telegram tell your team when somebody waits.")}</p>
          <Button icon="plus" kind="primary" onClick={add}>
            {t("Add a channel")}
          </Button>
        </EmptyState>
      )}
      {editing && (
        <AlertDialog
          api={api}
          channel={editing.channel}
          timeZone={timeZone}
          onSaved={() => {
            setEditing(null);
            changed();
          }}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}
