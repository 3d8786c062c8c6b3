import { useState } from "preact/hooks";
import type { SourceWithAddress, WebhookSource } from "../../../../shared/webhook-source.ts";
import { href } from "../../app/routes.ts";
import { followLink } from "../../data/follow-link.ts";
import { useLoad } from "../../data/use-load.ts";
import { t, translated } from "../../i18n/translate.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { EmptyState, LoadError, Note, Skeleton } from "../../ui/states.tsx";
import { NewSourceDialog } from "./new-source-dialog.tsx";
import { SourceEditor } from "./source-editor.tsx";
import { PROVIDER_LABELS } from "./source-words.ts";
import { useSourceApi } from "./use-source-api.ts";

interface IncomingWebhooksProps {
  readonly property: string;
  /** The ID of the source that is open; null: the list. */
  readonly open: string | null;
}

/** The services whose webhooks create and update contacts (R36). */
export function IncomingWebhooksSection({ property, open }: IncomingWebhooksProps) {
  const api = useSourceApi(property);
  const { loaded, retry, reload, change } = useLoad(property, api.list);
  const [created, setCreated] = useState<SourceWithAddress | null>(null);
  if (loaded.kind === "loading") return <Skeleton lines={6} label={t("Loading the incoming webhooks")} />;
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  const sources = loaded.value;
  if (open === null)
    return (
      <SourceList
        property={property}
        sources={sources}
        onCreated={(next) => {
          setCreated(next);
          change((old) => [...old, next.source]);
          followLink(href.source(property, next.source.id));
        }}
      />
    );
  const source = sources.find(({ id }) => id === open);
  return (
    <div class="source-page">
      <BackLink to={href.settings(property, "incoming-webhooks")}>{t("All incoming webhooks")}</BackLink>
      {source ? (
        <SourceEditor
          key={source.id}
          property={property}
          source={source}
          path={created?.source.id === source.id ? created.path : null}
          onChanged={(next) => change((old) => old.map((one) => (one.id === next.id ? next : one)))}
          onRenewed={setCreated}
          onRemoved={() => {
            change((old) => old.filter(({ id }) => id !== source.id));
            followLink(href.settings(property, "incoming-webhooks"));
          }}
          reload={reload}
        />
      ) : (
        <Note>
          <p>{t("This incoming webhook does not exist any more.")}</p>
        </Note>
      )}
    </div>
  );
}

interface SourceListProps {
  readonly property: string;
  readonly sources: readonly WebhookSource[];
  readonly onCreated: (created: SourceWithAddress) => void;
}

function SourceList({ property, sources, onCreated }: SourceListProps) {
  const [isAdding, setAdding] = useState(false);
  const add = (
    <p>
      <Button icon="plus" kind={sources.length ? "plain" : "primary"} onClick={() => setAdding(true)}>
        {t("Add an incoming webhook")}
      </Button>
    </p>
  );
  return (
    <>
      {sources.length ? (
        <>
          <p class="hint">{t("Services that create and update contacts by sending what happens there.")}</p>
          <ul class="plain-list source-list" aria-label={t("Incoming webhooks")}>
            {sources.map((source) => (
              <li key={source.id}>
                <SourceRow property={property} source={source} />
              </li>
            ))}
          </ul>
          {add}
        </>
      ) : (
        <EmptyState icon="inbox" title={t("No incoming webhooks yet")}>
          <p>
            {t(
              "A form, a booking or an order in another service can become a contact here, within a second. Nothing is changed before you have seen what arrives, and switched it on.",
            )}
          </p>
          {add}
        </EmptyState>
      )}
      {isAdding && (
        <NewSourceDialog property={property} onCreated={onCreated} onClose={() => setAdding(false)} />
      )}
    </>
  );
}

function SourceRow({ property, source }: { property: string; source: WebhookSource }) {
  const { name, provider, isActive, lastReceivedAt, waiting, refused } = source;
  return (
    <a class="source-row" href={href.source(property, source.id)}>
      <span>
        <strong dir="auto" translate={false}>
          {name}
        </strong>
        <span class="hint">
          {translated(PROVIDER_LABELS[provider])} ·{" "}
          {lastReceivedAt === null ? (
            t("nothing received yet")
          ) : (
            <>
              {t("received")} <RelativeTime at={lastReceivedAt} />
            </>
          )}
          {waiting > 0 && t(" · {waiting} waiting", { waiting: count(waiting) })}
          {refused > 0 && t(" · {refused} refused", { refused: count(refused) })}
        </span>
      </span>
      <span class={isActive ? "badge on" : "badge"}>{isActive ? t("On") : t("Only recording")}</span>
    </a>
  );
}
