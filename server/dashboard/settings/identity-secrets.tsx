import { useState } from "preact/hooks";
import {
  type IdentitySecret,
  IdentitySecrets,
  MAX_IDENTITY_SECRETS,
  RevealedSecret,
} from "../../../shared/identity.ts";
import { useServices } from "../app/services.tsx";
import { NoContent } from "../data/client.ts";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { ErrorNote, LoadError, Note, Skeleton } from "../ui/states.tsx";
import { Code } from "../ui/verbatim.tsx";

const PATH = "/properties/:property/identity-secrets";

/** The secrets that the owner's server signs with: made here, shown on demand, and replaced one by the other (R33). */
export function IdentitySecretList({ property }: { property: string }) {
  const { api } = useServices();
  const param = { property };
  const [shown, setShown] = useState<RevealedSecret | null>(null);
  const [removed, setRemoved] = useState<IdentitySecret | null>(null);
  const { loaded, retry } = useLoad(property, () => api.call(IdentitySecrets, "GET", PATH, { param }));
  const add = useAction(async () => {
    setShown(await api.call(RevealedSecret, "POST", PATH, { param, json: { secret: null } }));
    await retry();
  });
  const reveal = useAction(async (id: string) => {
    setShown(await api.call(RevealedSecret, "POST", `${PATH}/:id/reveal`, { param: { property, id } }));
  });
  const remove = useAction(async () => {
    if (removed) await api.call(NoContent, "DELETE", `${PATH}/:id`, { param: { property, id: removed.id } });
    setRemoved(null);
    await retry();
  });
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  if (loaded.kind === "loading") return <Skeleton lines={3} label={t("Loading the secrets")} />;
  const { items } = loaded.value;
  return (
    <>
      {items.length === 0 && (
        <p class="hint">{t("There is no secret yet. Your server needs one to sign who is signed in.")}</p>
      )}
      {items.length === MAX_IDENTITY_SECRETS && (
        <Note icon="lock">
          <p>{t("Both secrets are valid. Remove the old one once your server signs with the new one.")}</p>
        </Note>
      )}
      <ul class="identity-secrets">
        {items.map((secret) => (
          <SecretRow
            key={secret.id}
            secret={secret}
            shown={shown?.id === secret.id ? shown.secret : null}
            onShow={() => void reveal.run(secret.id)}
            onHide={() => setShown(null)}
            onRemove={() => setRemoved(secret)}
          />
        ))}
      </ul>
      <ErrorNote failure={add.failure ?? reveal.failure} />
      {items.length < MAX_IDENTITY_SECRETS && (
        <div class="button-row">
          <Button icon="plus" busy={add.busy} onClick={() => void add.run()}>
            {items.length ? t("Rotate: add a new secret") : t("Create a secret")}
          </Button>
        </div>
      )}
      {removed && (
        <ConfirmDialog
          title={t("Remove this secret?")}
          act={t("Remove")}
          action={remove}
          onClose={() => setRemoved(null)}
        >
          <p>
            {t(
              "Tokens that are signed with the secret ending in {ending} are refused at once. Whoever is signed in stays so until they log out.",
              { ending: removed.ending },
            )}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

interface SecretRowProps {
  readonly secret: IdentitySecret;
  /** Null: it is hidden. */
  readonly shown: string | null;
  readonly onShow: () => void;
  readonly onHide: () => void;
  readonly onRemove: () => void;
}

function SecretRow({ secret, shown, onShow, onHide, onRemove }: SecretRowProps) {
  return (
    <li>
      <p class="identity-secret">
        <Code>{shown ?? `••••••••${secret.ending}`}</Code>
        {shown !== null && <CopyButton text={shown} what={t("secret")} />}
      </p>
      <p class="hint">
        {secret.lastUsedAt === null
          ? withElements("Created {created}, never used", { created: <RelativeTime at={secret.createdAt} /> })
          : withElements("Created {created}, last used {used}", {
              created: <RelativeTime at={secret.createdAt} />,
              used: <RelativeTime at={secret.lastUsedAt} />,
            })}
      </p>
      <div class="button-row">
        <Button small onClick={shown === null ? onShow : onHide}>
          {shown === null ? t("Show") : t("Hide")}
        </Button>
        <Button small onClick={onRemove}>
          {t("Remove")}
        </Button>
      </div>
    </li>
  );
}
