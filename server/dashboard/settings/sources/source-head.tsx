import { useState } from "preact/hooks";
import type { SourceWithAddress, WebhookSource } from "../../../../shared/webhook-source.ts";
import { BASE } from "../../data/base-path.ts";
import { useAction } from "../../data/use-action.ts";
import { t, translated, withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Note } from "../../ui/states.tsx";
import { Code, Verbatim } from "../../ui/verbatim.tsx";
import { PROVIDER_LABELS } from "./source-words.ts";
import { useSourceApi } from "./use-source-api.ts";

interface SourceHeadProps {
  readonly property: string;
  readonly source: WebhookSource;
  readonly path: string | null;
  readonly onRenewed: (renewed: SourceWithAddress) => void;
  readonly onRemoved: () => void;
}

/** The name of a source, its address, which is shown once, and the buttons that end either. */
export function SourceHead({ property, source, path, onRenewed, onRemoved }: SourceHeadProps) {
  const api = useSourceApi(property);
  const [asked, setAsked] = useState<"renew" | "remove" | null>(null);
  const close = () => setAsked(null);
  const renew = useAction(async () => {
    onRenewed(await api.renewAddress(source.id));
    close();
  });
  const remove = useAction(async () => {
    await api.remove(source.id);
    onRemoved();
  });
  const address = path === null ? null : `${location.origin}${BASE}${path}`;
  return (
    <>
      <div class="source-head">
        <h3 dir="auto" translate={false}>
          {source.name}
        </h3>
        <div class="button-row">
          <Button small icon="link" onClick={() => setAsked("renew")}>
            {t("Make a new address")}
          </Button>
          <Button small icon="bin" onClick={() => setAsked("remove")}>
            {t("Delete")}
          </Button>
        </div>
      </div>
      {address !== null && (
        <Note tone="good" icon="link">
          <p>
            {source.provider === "other"
              ? t("Enter this address in the service. Copy it now: it is not shown again.")
              : t("Enter this address in {provider}. Copy it now: it is not shown again.", {
                  provider: translated(PROVIDER_LABELS[source.provider]),
                })}
          </p>
          <p class="source-address">
            <Code>{address}</Code>
          </p>
          <CopyButton text={address} what={t("address")} />
        </Note>
      )}
      {asked === "renew" && (
        <ConfirmDialog
          title={t("Make a new address?")}
          act={t("Make a new address")}
          action={renew}
          onClose={close}
        >
          <p>{t("The present address ends at once. Enter the new one in the service.")}</p>
        </ConfirmDialog>
      )}
      {asked === "remove" && (
        <ConfirmDialog
          title={t("Delete this incoming webhook?")}
          act={t("Delete")}
          action={remove}
          onClose={close}
        >
          <p>
            {withElements(
              "{name} receives nothing any more, and what it has recorded is deleted. Contacts stay as they are.",
              { name: <Verbatim>{source.name}</Verbatim> },
            )}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
