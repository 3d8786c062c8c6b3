import { useState } from "preact/hooks";
import type { WebhookDelivery, WebhookDeliveryPage, WebhookEndpoint } from "../../../../shared/webhook.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
import { usePolling } from "../../data/use-polling.ts";
import { plural, t, withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { clockTime } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { EmptyState, ErrorNote, LoadError, Skeleton } from "../../ui/states.tsx";
import { Code } from "../../ui/verbatim.tsx";
import { DeliveryDetail } from "./delivery-detail.tsx";
import type { WebhookApi } from "./use-webhook-api.ts";
import { deliveryText, deliveryTone } from "./webhook-words.ts";

interface DeliveriesProps {
  readonly api: WebhookApi;
  readonly endpoint: WebhookEndpoint;
  readonly onBack: () => void;
}

const isActive = ({ state, nextAttemptAt, attempts }: WebhookDelivery) =>
  state === "sending" || (state === "waiting" && nextAttemptAt !== null && attempts === 0);

/** The deliveries to an endpoint, the newest first. */
export function Deliveries({ api, endpoint, onBack }: DeliveriesProps) {
  const { notices } = useServices();
  const { id, url, description, state } = endpoint;
  const [older, setOlder] = useState<WebhookDeliveryPage | null>(null);
  const { loaded, retry, reload } = useLoad(id, () => api.deliveries(id, null));
  const page = loaded.kind === "ready" ? loaded.value : null;
  usePolling(page?.items.some(isActive) ?? false, reload);
  const test = useAction(async () => {
    await api.test(id);
    notices.say(t("A test was sent."));
    await reload();
  });
  const more = useAction(async () => {
    const next = older ? older.next : (page?.next ?? null);
    if (next === null) return;
    const following = await api.deliveries(id, next);
    setOlder({ items: [...(older?.items ?? []), ...following.items], next: following.next });
  });
  const known = new Set(page?.items.map((one) => one.id));
  const items = [...(page?.items ?? []), ...(older?.items ?? []).filter((one) => !known.has(one.id))];
  const hasMore = older ? older.next !== null : (page?.next ?? null) !== null;
  return (
    <>
      <p>
        <Button small kind="quiet" icon="back" onClick={onBack}>
          {t("All endpoints")}
        </Button>
      </p>
      <h3 class="webhook-heading">
        {withElements("Deliveries to {description}", {
          description: (
            <bdi dir="auto" translate={false}>
              {description || url}
            </bdi>
          ),
        })}
      </h3>
      <div class="button-row">
        <Button
          small
          icon="send"
          busy={test.busy}
          disabled={state !== "enabled"}
          onClick={() => void test.run()}
        >
          {t("Send a test")}
        </Button>
        <Button small onClick={() => void reload()}>
          {t("Refresh")}
        </Button>
      </div>
      <ErrorNote failure={test.failure ?? more.failure} />
      {loaded.kind === "loading" && <Skeleton lines={5} label={t("Loading the deliveries")} />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {page && !items.length && (
        <EmptyState icon="send" title={t("Nothing was sent yet")}>
          <p>{t("Send a test to see whether your server accepts it. Deliveries are shown for 14 days.")}</p>
        </EmptyState>
      )}
      {items.length > 0 && (
        <ul class="plain-list webhook-deliveries" aria-label={t("Deliveries")}>
          {items.map((delivery) => (
            <DeliveryRow
              key={delivery.id}
              api={api}
              endpoint={endpoint}
              delivery={delivery}
              onChanged={() => void reload()}
            />
          ))}
        </ul>
      )}
      {hasMore && (
        <p>
          <Button busy={more.busy} onClick={() => void more.run()}>
            {t("Show older ones")}
          </Button>
        </p>
      )}
    </>
  );
}

interface DeliveryRowProps extends Pick<DeliveriesProps, "api" | "endpoint"> {
  readonly delivery: WebhookDelivery;
  readonly onChanged: () => void;
}

function DeliveryRow({ api, endpoint, delivery, onChanged }: DeliveryRowProps) {
  const [isOpen, setOpen] = useState(false);
  const { id, type, status, duration, attempts, nextAttemptAt, createdAt } = delivery;
  return (
    <li>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span class="webhook-delivery">
            <Code>{type}</Code>
            <span class={`badge ${deliveryTone(delivery)}`}>{status ?? "–"}</span>
            <span class="hint">
              <RelativeTime at={createdAt} /> <Icon name="down" size={14} />
            </span>
          </span>
          <span class="hint">
            {deliveryText(delivery)}
            {duration !== null && t(" · {duration} ms", { duration })}
            {attempts > 1 && ` · ${plural(attempts, "{count} attempt", "{count} attempts")}`}
            {attempts > 0 &&
              nextAttemptAt !== null &&
              t(" · next at {nextAttemptAt}", { nextAttemptAt: clockTime(nextAttemptAt) })}
          </span>
        </summary>
        {isOpen && (
          <DeliveryDetail
            api={api}
            endpoint={endpoint}
            event={id}
            version={`${delivery.state} ${attempts}`}
            onChanged={onChanged}
          />
        )}
      </details>
    </li>
  );
}
