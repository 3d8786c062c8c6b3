import { useState } from "preact/hooks";
import { WEBHOOK_EVENTS, type WebhookEndpoint } from "../../../../shared/webhook.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { plural, t, withElements } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ErrorNote, Note } from "../../ui/states.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import type { WebhookApi } from "./use-webhook-api.ts";
import { ENDPOINT_BADGES } from "./webhook-words.ts";

interface EndpointRowProps {
  readonly api: WebhookApi;
  readonly endpoint: WebhookEndpoint;
  readonly edit: () => void;
  readonly showDeliveries: () => void;
  readonly onChanged: () => void;
}

/** An endpoint: where it is, how it is doing, and what can be done with it. */
export function EndpointRow({ api, endpoint, edit, showDeliveries, onChanged }: EndpointRowProps) {
  const { notices } = useServices();
  const [open, setOpen] = useState<"secret" | "remove" | null>(null);
  const { id, url, description, events, state } = endpoint;
  const name = description || url;
  const isOn = state === "enabled";
  const toggle = useAction(async () => {
    await api.change(id, { enabled: !isOn });
    onChanged();
  });
  const remove = useAction(async () => {
    await api.remove(id);
    setOpen(null);
    notices.say(t("{name} was removed.", { name }));
    onChanged();
  });
  const badge = ENDPOINT_BADGES[state];
  return (
    <li>
      <div class="webhook-endpoint">
        <p class="webhook-name">
          <strong dir="auto" translate={false}>
            {name}
          </strong>
          <span class={`badge${badge.tone}`}>{t(badge.text)}</span>
        </p>
        {description && (
          <p class="hint" dir="ltr" translate={false}>
            {url}
          </p>
        )}
        <p class="hint">
          {events.length === WEBHOOK_EVENTS.length
            ? t("All events")
            : plural(events.length, "{count} event", "{count} events")}
          {endpoint.waiting > 0 &&
            ` · ${plural(endpoint.waiting, "{count} delivery waits", "{count} deliveries wait")}`}
        </p>
        <EndpointHealth endpoint={endpoint} />
        <ErrorNote failure={toggle.failure} />
        <div class="button-row">
          <Button small icon="table" onClick={showDeliveries}>
            {t("Deliveries")}
          </Button>
          <Button small icon="lock" onClick={() => setOpen("secret")}>
            {t("Secret")}
          </Button>
          <Button small busy={toggle.busy} onClick={() => void toggle.run()}>
            {isOn ? t("Switch off") : state === "disabled" ? t("Switch on") : t("Resume")}
          </Button>
        </div>
      </div>
      <IconButton icon="edit" label={t("Edit {name}", { name })} onClick={edit} />
      <IconButton icon="bin" label={t("Remove {name}", { name })} onClick={() => setOpen("remove")} />
      {open === "secret" && (
        <SecretDialog api={api} endpoint={endpoint} onChanged={onChanged} onClose={() => setOpen(null)} />
      )}
      {open === "remove" && (
        <ConfirmDialog
          title={t("Remove {name}?", { name })}
          act={t("Remove")}
          action={remove}
          onClose={() => setOpen(null)}
        >
          <p>{t("It gets no more webhooks, and the list of its deliveries is deleted.")}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}

/** Says that an endpoint does not work, and for how long. */
function EndpointHealth({ endpoint: { state, failingSince } }: { endpoint: WebhookEndpoint }) {
  if (state === "gone")
    return (
      <Note tone="warn" icon="alert">
        <p>{t("It has answered 410: it wants no more webhooks. What waited was not sent.")}</p>
      </Note>
    );
  if (failingSince === null || state === "disabled") return null;
  return (
    <Note tone="warn" icon="alert">
      <p>
        {withElements("No webhook was accepted since {time}.", { time: <RelativeTime at={failingSince} /> })}{" "}
        {state === "paused"
          ? t("New events are not stored for it until you resume it; what waits is sent then.")
          : t("It is tried again by itself.")}
      </p>
    </Note>
  );
}
