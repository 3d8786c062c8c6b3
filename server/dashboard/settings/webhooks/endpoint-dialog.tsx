import { useState } from "preact/hooks";
import {
  type CreatedWebhookEndpoint,
  WEBHOOK_EVENTS,
  type WebhookEndpoint,
  WebhookEndpointWrite,
  type WebhookEvent,
} from "../../../../shared/webhook.ts";
import { faultsByPath } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { t } from "../../i18n/translate.ts";
import { Fault, TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { schemaFaults } from "../../ui/schema-faults.ts";
import { Code } from "../../ui/verbatim.tsx";
import type { WebhookApi } from "./use-webhook-api.ts";
import { EVENT_WORDS } from "./webhook-words.ts";

interface EndpointDialogProps {
  readonly api: WebhookApi;
  /** Null: a new one. */
  readonly endpoint: WebhookEndpoint | null;
  /** @param created a new endpoint with its secret; null: one was changed */
  readonly onSaved: (created: CreatedWebhookEndpoint | null) => void;
  readonly onClose: () => void;
}

/** Adds or changes an endpoint: where it is, and the events that it gets. */
export function EndpointDialog({ api, endpoint, onSaved, onClose }: EndpointDialogProps) {
  const [url, setUrl] = useState(endpoint?.url ?? "");
  const [description, setDescription] = useState(endpoint?.description ?? "");
  const [events, setEvents] = useState<readonly WebhookEvent[]>(endpoint?.events ?? []);
  const [isTried, setTried] = useState(false);
  const draft = { url: url.trim(), description: description.trim(), events: [...events] };
  const faults = schemaFaults(WebhookEndpointWrite, draft);
  const save = useAction(async () => {
    if (!endpoint) return onSaved(await api.add(draft));
    await api.change(endpoint.id, draft);
    onSaved(null);
  });
  const refused = faultsByPath(save.failure);
  const fault = (path: string) => (isTried ? faults.get(path) : undefined) ?? refused.get(path);
  return (
    <FormDialog
      title={endpoint ? t("Edit endpoint") : t("Add an endpoint")}
      act={endpoint ? t("Save") : t("Add")}
      busy={save.busy}
      failure={refused.size ? null : save.failure}
      onSubmit={() => {
        setTried(true);
        if (!faults.size) void save.run();
      }}
      onClose={onClose}
    >
      <TextField
        label={t("Address")}
        hint={t("Your server answers with a status of 2xx within 15 seconds. Redirects are not followed.")}
        placeholder="https://example.com/foyer"
        dir="ltr"
        spellcheck={false}
        value={url}
        onInput={setUrl}
        maxLength={1_000}
        fault={fault("url")}
      />
      <TextField
        label={t("Description (optional)")}
        placeholder="CRM"
        value={description}
        onInput={setDescription}
        maxLength={200}
        fault={fault("description")}
      />
      <EventChoice events={events} onChange={setEvents} fault={fault("events")} />
    </FormDialog>
  );
}

interface EventChoiceProps {
  readonly events: readonly WebhookEvent[];
  readonly onChange: (events: readonly WebhookEvent[]) => void;
  readonly fault: string | undefined;
}

function EventChoice({ events, onChange, fault }: EventChoiceProps) {
  const isAll = events.length === WEBHOOK_EVENTS.length;
  return (
    <fieldset class="webhook-events" aria-describedby={fault ? "webhook-events-fault" : undefined}>
      <legend class="label">{t("Events")}</legend>
      <label class="webhook-event">
        <input type="checkbox" checked={isAll} onChange={() => onChange(isAll ? [] : WEBHOOK_EVENTS)} />
        <span>{t("All events")}</span>
      </label>
      {WEBHOOK_EVENTS.map((one) => (
        <label key={one} class="webhook-event">
          <input
            type="checkbox"
            checked={events.includes(one)}
            onChange={() =>
              onChange(events.includes(one) ? events.filter((other) => other !== one) : [...events, one])
            }
          />
          <span>
            <Code>{one}</Code>
            <span class="hint">{t(EVENT_WORDS[one])}</span>
          </span>
        </label>
      ))}
      {fault && <Fault id="webhook-events-fault">{fault}</Fault>}
    </fieldset>
  );
}
