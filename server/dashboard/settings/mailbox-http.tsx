import { useState } from "preact/hooks";
import { HttpSecret, PropertyMailbox } from "../../../shared/mailbox-settings.ts";
import { useServices } from "../app/services.tsx";
import { BASE } from "../data/base-path.ts";
import { useAction } from "../data/use-action.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { ErrorNote, Note } from "../ui/states.tsx";
import { Code } from "../ui/verbatim.tsx";

interface HttpEndpointProps {
  readonly property: string;
  readonly isOn: boolean;
  readonly onChanged: (isOn: boolean) => void;
}

/** The address to which services and mail servers post e-mails, and its secret, which is shown once. */
export function HttpEndpoint({ property, isOn, onChanged }: HttpEndpointProps) {
  const { api } = useServices();
  const [secret, setSecret] = useState<string | null>(null);
  const param = { property };
  const make = useAction(async () => {
    const path = "/properties/:property/mailbox/secret";
    setSecret((await api.call(HttpSecret, "POST", path, { param })).secret);
    onChanged(true);
  });
  const turnOff = useAction(async () => {
    await api.call(PropertyMailbox, "DELETE", "/properties/:property/mailbox/secret", { param });
    setSecret(null);
    onChanged(false);
  });
  const address = `${location.origin}${BASE}/mail/${property}`;
  return (
    <fieldset class="form bare">
      <legend class="label">{t("HTTP endpoint")}</legend>
      <p class="hint">
        {withElements(
          "Takes raw e-mails at {address} from a mail server's pipe, Postmark and SendGrid, with the secret as the password of the address or as a bearer token; from Mailgun at {code}.",
          { address: <Code>{address}</Code>, code: <Code>{`${address}/mime`}</Code> },
        )}
      </p>
      {secret && (
        <Note tone="good" icon="lock">
          <p>{t("Copy the secret now. It is not shown again.")}</p>
          <p>
            <Code>{secret}</Code> <CopyButton text={secret} what={t("secret")} />
          </p>
        </Note>
      )}
      <ErrorNote failure={make.failure ?? turnOff.failure} />
      <div class="button-row">
        <Button icon="lock" busy={make.busy} onClick={() => void make.run()}>
          {isOn ? t("Make a new secret") : t("Turn on")}
        </Button>
        {isOn && (
          <Button busy={turnOff.busy} onClick={() => void turnOff.run()}>
            {t("Turn off")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}
