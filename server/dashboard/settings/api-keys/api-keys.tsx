import { useState } from "preact/hooks";
import { type ApiKey, ApiKeys } from "../../../../shared/api-key.ts";
import { useServices } from "../../app/services.tsx";
import { BASE } from "../../data/base-path.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
import { t, withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { shortDate } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { LoadError, Skeleton } from "../../ui/states.tsx";
import { Code, Verbatim } from "../../ui/verbatim.tsx";
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { CurlExample } from "./curl-example.tsx";

/** The keys of the REST API (R34): list, create, revoke. */
export function ApiKeysSection({ property }: { property: string }) {
  const { api } = useServices();
  const { loaded, retry, change } = useLoad(
    property,
    async () =>
      (await api.call(ApiKeys, "GET", "/properties/:property/api-keys", { param: { property } })).items,
  );
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <div class="api-keys">
      <p class="hint">
        {withElements(
          "With a key, your own software creates and reads contacts, conversations and tickets of this property. The {link} describes every call, and can try it.",
          {
            link: (
              <a href={`${BASE}/docs/api`} target="_blank" rel="noreferrer">
                {t("API reference")}
              </a>
            ),
          },
        )}
      </p>
      {loaded.kind === "loading" && <Skeleton lines={4} label={t("Loading the API keys")} />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "ready" && (
        <>
          {loaded.value.length > 0 && (
            <ul class="plain-list key-list" aria-label={t("API keys")}>
              {loaded.value.map((key) => (
                <KeyRow key={key.id} item={key} revoke={() => setRevoking(key)} />
              ))}
            </ul>
          )}
          {!loaded.value.length && <NoKeys />}
          <p>
            <Button
              kind={loaded.value.length ? "plain" : "primary"}
              icon="plus"
              onClick={() => setCreating(true)}
            >
              {t("Create key")}
            </Button>
          </p>
        </>
      )}
      {isCreating && (
        <CreateKeyDialog
          property={property}
          onCreated={(key) => change((keys) => [key, ...keys])}
          onClose={() => setCreating(false)}
        />
      )}
      {revoking && (
        <RevokeKey
          property={property}
          item={revoking}
          onRevoked={(keys) => {
            change(() => keys);
            setRevoking(null);
          }}
          onClose={() => setRevoking(null)}
        />
      )}
    </div>
  );
}

function NoKeys() {
  return (
    <section class="no-keys">
      <h3>{t("No API keys yet")}</h3>
      <p class="hint">
        {withElements("Create one with the scope {code}, and make the first call in a terminal:", {
          code: <Code>contacts:write</Code>,
        })}
      </p>
      <CurlExample secret={null} />
    </section>
  );
}

const expiryText = (date: string, isExpired: boolean) =>
  isExpired ? t("expired {date}", { date }) : t("expires {date}", { date });

function KeyRow({ item, revoke }: { item: ApiKey; revoke: () => void }) {
  const { clock } = useServices();
  const { name, prefix, scopes, createdAt, createdBy, lastUsedAt, expiresAt, revokedAt } = item;
  const isExpired = expiresAt !== null && expiresAt <= clock.value;
  const isUsable = revokedAt === null && !isExpired;
  return (
    <li class={isUsable ? undefined : "ended"}>
      <div>
        <p class="key-name">
          <Verbatim>{name}</Verbatim>
          {revokedAt !== null && <span class="badge">{t("Revoked")}</span>}
          {revokedAt === null && isExpired && <span class="badge">{t("Expired")}</span>}
        </p>
        <p class="hint">
          <Code>{prefix}…</Code>
          {" · "}
          {createdBy === null
            ? t("created {date}", { date: shortDate(createdAt) })
            : withElements("created {date} by {name}", {
                date: shortDate(createdAt),
                name: <Verbatim>{createdBy}</Verbatim>,
              })}
          {" · "}
          {lastUsedAt === null
            ? t("never used")
            : withElements("last used {time}", { time: <RelativeTime at={lastUsedAt} /> })}
          {revokedAt === null && expiresAt !== null && ` · ${expiryText(shortDate(expiresAt), isExpired)}`}
          {revokedAt !== null && ` · ${t("revoked {date}", { date: shortDate(revokedAt) })}`}
        </p>
        <ul class="key-scopes" aria-label={t("Scopes of {name}", { name })}>
          {scopes.map((scope) => (
            <li key={scope}>
              <Code>{scope}</Code>
            </li>
          ))}
        </ul>
      </div>
      {revokedAt === null && (
        <Button onClick={revoke}>
          {t("Revoke")}
          <span class="unseen"> {name}</span>
        </Button>
      )}
    </li>
  );
}

interface RevokeKeyProps {
  readonly property: string;
  readonly item: ApiKey;
  readonly onRevoked: (keys: ApiKey[]) => void;
  readonly onClose: () => void;
}

function RevokeKey({ property, item, onRevoked, onClose }: RevokeKeyProps) {
  const { api } = useServices();
  const revoke = useAction(async () => {
    const request = { param: { property, id: item.id } };
    onRevoked((await api.call(ApiKeys, "POST", "/properties/:property/api-keys/:id/revoke", request)).items);
  });
  return (
    <ConfirmDialog title={t("Revoke this API key?")} act={t("Revoke key")} action={revoke} onClose={onClose}>
      <p>
        {withElements("Programs that use {name} ({code}) are refused from now on. This cannot be undone.", {
          name: <Verbatim>{item.name}</Verbatim>,
          code: <Code>{item.prefix}…</Code>,
        })}
      </p>
    </ConfirmDialog>
  );
}
