import { useState } from "preact/hooks";
import { type ApiKey, ApiKeys } from "../../../../shared/api-key.ts";
import { useServices } from "../../app/services.tsx";
import { BASE } from "../../data/base-path.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
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
        With a key, your own software creates and reads contacts, conversations and tickets of this property.
        The operations are described at{" "}
        <a href={`${BASE}/api/v1/openapi.json`} target="_blank" rel="noreferrer">
          /api/v1/openapi.json
        </a>{" "}
        (OpenAPI).
      </p>
      {loaded.kind === "loading" && <Skeleton lines={4} label="Loading the API keys" />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "ready" && (
        <>
          {loaded.value.length > 0 && (
            <ul class="plain-list key-list" aria-label="API keys">
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
              Create key
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
      <h3>No API keys yet</h3>
      <p class="hint">
        Create one with the scope <Code>contacts:write</Code>, and make the first call in a terminal:
      </p>
      <CurlExample secret={null} />
    </section>
  );
}

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
          {revokedAt !== null && <span class="badge">Revoked</span>}
          {revokedAt === null && isExpired && <span class="badge">Expired</span>}
        </p>
        <p class="hint">
          <Code>{prefix}…</Code> · created {shortDate(createdAt)}
          {createdBy !== null && (
            <>
              {" by "}
              <Verbatim>{createdBy}</Verbatim>
            </>
          )}{" "}
          ·{" "}
          {lastUsedAt === null ? (
            "never used"
          ) : (
            <>
              last used <RelativeTime at={lastUsedAt} />
            </>
          )}
          {revokedAt === null && expiresAt !== null && (
            <>
              {" · "}
              {isExpired ? "expired" : "expires"} {shortDate(expiresAt)}
            </>
          )}
          {revokedAt !== null && (
            <>
              {" · revoked "}
              {shortDate(revokedAt)}
            </>
          )}
        </p>
        <ul class="key-scopes" aria-label={`Scopes of ${name}`}>
          {scopes.map((scope) => (
            <li key={scope}>
              <Code>{scope}</Code>
            </li>
          ))}
        </ul>
      </div>
      {revokedAt === null && (
        <Button onClick={revoke}>
          Revoke<span class="unseen"> {name}</span>
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
    <ConfirmDialog title="Revoke this API key?" act="Revoke key" action={revoke} onClose={onClose}>
      <p>
        Programs that use <Verbatim>{item.name}</Verbatim> (<Code>{item.prefix}…</Code>) are refused from now
        on. This cannot be undone.
      </p>
    </ConfirmDialog>
  );
}
