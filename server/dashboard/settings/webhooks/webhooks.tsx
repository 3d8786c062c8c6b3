import { useState } from "preact/hooks";
import type { CreatedWebhookEndpoint, WebhookEndpoint } from "../../../../shared/webhook.ts";
import { useLoad } from "../../data/use-load.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState, LoadError, Skeleton } from "../../ui/states.tsx";
import { Deliveries } from "./deliveries.tsx";
import { EndpointDialog } from "./endpoint-dialog.tsx";
import { EndpointRow } from "./endpoint-row.tsx";
import { useWebhookApi } from "./use-webhook-api.ts";

/** The open part: the form of an endpoint (null: a new one), the secret of a new one, or the deliveries of one. */
type Open =
  | { readonly kind: "form"; readonly endpoint: WebhookEndpoint | null }
  | { readonly kind: "created"; readonly created: CreatedWebhookEndpoint }
  | { readonly kind: "deliveries"; readonly id: string };

/** The endpoints of a property that get webhooks (R35). */
export function WebhooksSection({ property }: { property: string }) {
  const api = useWebhookApi(property);
  const { loaded, retry, reload } = useLoad(property, api.list);
  const [open, setOpen] = useState<Open | null>(null);
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  if (loaded.kind === "loading") return <Skeleton lines={5} label={t("Loading the endpoints")} />;
  const { items } = loaded.value;
  const shown = open?.kind === "deliveries" ? items.find(({ id }) => id === open.id) : undefined;
  const add = () => setOpen({ kind: "form", endpoint: null });
  if (shown)
    return (
      <Deliveries
        api={api}
        endpoint={shown}
        onBack={() => {
          setOpen(null);
          void reload();
        }}
      />
    );
  return (
    <>
      <p class="hint">
        {t(
          "Foyer posts what happens here to your own servers, signed, in order for each contact and conversation. What is not accepted is sent again for three days.",
        )}
      </p>
      {items.length > 0 ? (
        <>
          <ul class="plain-list webhook-endpoints" aria-label={t("Endpoints")}>
            {items.map((endpoint) => (
              <EndpointRow
                key={endpoint.id}
                api={api}
                endpoint={endpoint}
                edit={() => setOpen({ kind: "form", endpoint })}
                showDeliveries={() => setOpen({ kind: "deliveries", id: endpoint.id })}
                onChanged={() => void reload()}
              />
            ))}
          </ul>
          <p>
            <Button icon="plus" onClick={add}>
              {t("Add an endpoint")}
            </Button>
          </p>
        </>
      ) : (
        <EmptyState icon="send" title={t("No endpoints yet")}>
          <p>{t("Let your own systems know of new contacts, messages and tickets.")}</p>
          <Button icon="plus" kind="primary" onClick={add}>
            {t("Add an endpoint")}
          </Button>
        </EmptyState>
      )}
      {open?.kind === "form" && (
        <EndpointDialog
          api={api}
          endpoint={open.endpoint}
          onSaved={(created) => {
            setOpen(created && { kind: "created", created });
            void reload();
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === "created" && (
        <CreatedDialog
          created={open.created}
          onClose={() => setOpen({ kind: "deliveries", id: open.created.endpoint.id })}
        />
      )}
    </>
  );
}

interface CreatedDialogProps {
  readonly created: CreatedWebhookEndpoint;
  readonly onClose: () => void;
}

/** Shows the secret of a new endpoint. */
function CreatedDialog({ created: { secret }, onClose }: CreatedDialogProps) {
  return (
    <Dialog title={t("The endpoint was added")} onClose={onClose}>
      <p>{t("Your server verifies the signature of each webhook with this secret:")}</p>
      <div class="webhook-secret">
        <code class="link-once" translate={false}>
          {secret}
        </code>
        <CopyButton text={secret} what={t("secret")} />
      </div>
      <div class="dialog-foot">
        <Button kind="primary" onClick={onClose}>
          {t("Done")}
        </Button>
      </div>
    </Dialog>
  );
}
