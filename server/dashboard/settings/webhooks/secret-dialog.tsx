import { useState } from "preact/hooks";
import type { WebhookEndpoint } from "../../../../shared/webhook.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { shortTime } from "../../ui/format.ts";
import { ErrorNote, LoadError, Note, Skeleton } from "../../ui/states.tsx";
import type { WebhookApi } from "./use-webhook-api.ts";

interface SecretDialogProps {
  readonly api: WebhookApi;
  readonly endpoint: WebhookEndpoint;
  /** Called after a rotation. */
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Shows the secret that signs an endpoint's webhooks, and makes a new one. */
export function SecretDialog({ api, endpoint, onChanged, onClose }: SecretDialogProps) {
  const { loaded, retry, reload } = useLoad(endpoint.id, () => api.secret(endpoint.id));
  const [isAsking, setAsking] = useState(false);
  const renew = useAction(async () => {
    await api.renewSecret(endpoint.id);
    setAsking(false);
    onChanged();
    await reload();
  });
  return (
    <Dialog title={t("Signing secret")} onClose={onClose}>
      <p>
        {t(
          "Each webhook is signed with this secret, as Standard Webhooks says. Your server verifies the signature with it; nobody else may have it.",
        )}
      </p>
      {loaded.kind === "loading" && <Skeleton lines={2} label={t("Loading the secret")} />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "ready" && <SecretText secret={loaded.value.secret} />}
      {endpoint.oldSecretUntil !== null && (
        <Note icon="clock">
          <p>
            {t("The secret before this one signs too, until {oldSecretUntil}.", {
              oldSecretUntil: shortTime(endpoint.oldSecretUntil),
            })}
          </p>
        </Note>
      )}
      <ErrorNote failure={renew.failure} />
      {isAsking ? (
        <>
          <p>{t("Both secrets sign for 24 hours. After that, only the new one does.")}</p>
          <div class="dialog-foot">
            <Button onClick={() => setAsking(false)}>{t("Cancel")}</Button>
            <Button kind="primary" busy={renew.busy} onClick={() => void renew.run()}>
              {t("Make a new secret")}
            </Button>
          </div>
        </>
      ) : (
        <div class="dialog-foot">
          <Button icon="undo" onClick={() => setAsking(true)}>
            {t("Make a new secret…")}
          </Button>
          <Button kind="primary" onClick={onClose}>
            {t("Done")}
          </Button>
        </div>
      )}
    </Dialog>
  );
}

function SecretText({ secret }: { secret: string }) {
  return (
    <div class="webhook-secret">
      <code class="link-once" translate={false}>
        {secret}
      </code>
      <CopyButton text={secret} what={t("secret")} />
    </div>
  );
}
