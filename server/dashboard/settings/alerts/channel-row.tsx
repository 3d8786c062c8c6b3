import { useState } from "preact/hooks";
import type { AlertChannel, AlertTestResult, PauseReason } from "../../../../shared/alert.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { type Message, message, t, translated, withElements } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ErrorNote, Note } from "../../ui/states.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { SERVICES, settingsText } from "./alert-draft.ts";
import type { AlertApi } from "./use-alert-api.ts";

const PAUSES: Readonly<Record<PauseReason, Message>> = {
  by_admin: message("Paused by an admin"),
  gone: message("Paused because the channel is gone,"),
  refused: message("Paused after several refusals,"),
  failing: message("Paused because nothing could be sent for three days,"),
};

interface ChannelRowProps {
  readonly api: AlertApi;
  readonly channel: AlertChannel;
  readonly edit: () => void;
  readonly onChanged: () => void;
}

/** A channel: where it leads, what it is alerted of, how it is doing, and what can be done with it. */
export function ChannelRow({ api, channel, edit, onChanged }: ChannelRowProps) {
  const { notices } = useServices();
  const [isAsking, setAsking] = useState(false);
  const [result, setResult] = useState<AlertTestResult | null>(null);
  const { id, name, service, hint, settings, paused } = channel;
  const test = useAction(async () => {
    setResult(null);
    setResult(await api.test(id));
  });
  const toggle = useAction(async () => {
    await (paused ? api.resume(id) : api.pause(id));
    onChanged();
  });
  const remove = useAction(async () => {
    await api.remove(id);
    setAsking(false);
    notices.say(t("{name} was removed.", { name }));
    onChanged();
  });
  return (
    <li>
      <div class="alert-channel">
        <p class="alert-channel-name">
          <strong dir="auto" translate={false}>
            {name}
          </strong>
          {paused && (
            <span class={paused.reason === "by_admin" ? "badge" : "badge bad"}>
              {paused.reason === "by_admin" ? t("Paused") : t("Paused: does not work")}
            </span>
          )}
        </p>
        <p class="hint">
          {service === "slack_compatible" ? "" : `${translated(SERVICES[service].name)} · `}
          <Verbatim>{hint}</Verbatim>
        </p>
        <p>{settingsText(settings)}</p>
        <ChannelHealth channel={channel} />
        <div role="status">
          {result?.kind === "accepted" && (
            <Note tone="good" icon="check">
              <p>{t("The service has accepted a test. Look whether it stands in the channel.")}</p>
            </Note>
          )}
          {result?.kind === "failed" && (
            <Note tone="warn" icon="alert">
              <p>{result.message}</p>
            </Note>
          )}
        </div>
        <ErrorNote failure={test.failure ?? toggle.failure} />
        <div class="button-row">
          <Button small icon="send" busy={test.busy} onClick={() => void test.run()}>
            {t("Send a test")}
          </Button>
          <Button small busy={toggle.busy} onClick={() => void toggle.run()}>
            {paused ? t("Resume") : t("Pause")}
          </Button>
        </div>
      </div>
      <IconButton icon="edit" label={t("Edit {name}", { name })} onClick={edit} />
      <IconButton icon="bin" label={t("Remove {name}", { name })} onClick={() => setAsking(true)} />
      {isAsking && (
        <ConfirmDialog
          title={t("Remove {name}?", { name })}
          act={t("Remove")}
          action={remove}
          onClose={() => setAsking(false)}
        >
          <p>{t("Its channel gets no more alerts, and Foyer forgets its address.")}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}

/** When something was last sent, and what is wrong now. */
function ChannelHealth({ channel: { paused, lastSentAt, lastFailure } }: { channel: AlertChannel }) {
  return (
    <>
      <p class="hint">
        {lastSentAt === null
          ? t("Nothing was sent yet.")
          : withElements("Last sent {time}.", {
              time: <RelativeTime at={lastSentAt} />,
            })}{" "}
        {paused && (
          <>
            {t(PAUSES[paused.reason])} <RelativeTime at={paused.at} />.
          </>
        )}
      </p>
      {lastFailure && (
        <Note tone="warn" icon="alert">
          <p>
            <RelativeTime at={lastFailure.at} />: {lastFailure.message}
          </p>
        </Note>
      )}
    </>
  );
}
