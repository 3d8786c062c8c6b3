import { useState } from "preact/hooks";
import type * as z from "zod/mini";
import { ApiKeyCreate, ApiKeyCreated, type ApiScope } from "../../../../shared/api-key.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { message, t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { schemaFaults } from "../../ui/schema-faults.ts";
import { Note } from "../../ui/states.tsx";
import { Code } from "../../ui/verbatim.tsx";
import { CurlExample } from "./curl-example.tsx";
import { ScopeFields } from "./scope-fields.tsx";

const DAY = 24 * 3_600_000;
/** The times after which a key may expire, days; 0: never. */
const EXPIRIES = [
  [0, message("Never")],
  [30, message("In 30 days")],
  [90, message("In 90 days")],
  [365, message("In a year")],
] as const;

type Created = z.infer<typeof ApiKeyCreated>;

interface CreateKeyDialogProps {
  readonly property: string;
  readonly onCreated: (key: Created["key"]) => void;
  readonly onClose: () => void;
}

/** Creates a key, and then shows its secret, once. */
export function CreateKeyDialog({ property, onCreated, onClose }: CreateKeyDialogProps) {
  const { api, clock } = useServices();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ReadonlySet<ApiScope>>(new Set());
  const [days, setDays] = useState(0);
  const [isTried, setTried] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const wanted = { name, scopes: [...scopes], expiresAt: days ? clock.value + days * DAY : null };
  const faults = schemaFaults(ApiKeyCreate, wanted);
  const create = useAction(async () => {
    const request = { param: { property }, json: wanted };
    const created = await api.call(ApiKeyCreated, "POST", "/properties/:property/api-keys", request);
    onCreated(created.key);
    setSecret(created.secret);
  });
  if (secret !== null) return <SecretDialog secret={secret} onClose={onClose} />;
  return (
    <FormDialog
      title={t("Create an API key")}
      act={t("Create key")}
      busy={create.busy}
      failure={create.failure}
      onSubmit={() => {
        setTried(true);
        if (!faults.size) void create.run();
      }}
      onClose={onClose}
    >
      <TextField
        label={t("Name")}
        hint={t("The program that uses it, such as “CRM sync”. What it does is shown with this name.")}
        required
        autocomplete="off"
        maxLength={100}
        value={name}
        onInput={setName}
        fault={isTried ? faults.get("name") : undefined}
      />
      <ScopeFields value={scopes} onChange={setScopes} fault={isTried ? faults.get("scopes") : undefined} />
      <Field label={t("Expires")}>
        {(control) => (
          <select
            {...control}
            class="input compact"
            value={days}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
          >
            {EXPIRIES.map(([value, label]) => (
              <option key={value} value={value}>
                {t(label)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </FormDialog>
  );
}

function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog title={t("Your new API key")} onClose={onClose}>
      <Note tone="warn" icon="alert">
        <p>{t("Copy the key now: it cannot be shown again. Store it like a password.")}</p>
      </Note>
      <p class="key-secret" dir="ltr">
        <Code>{secret}</Code>
      </p>
      <CopyButton text={secret} what={t("key")} />
      <h3>{t("Try it")}</h3>
      <CurlExample secret={secret} />
      <div class="dialog-foot">
        <Button kind="primary" onClick={onClose}>
          {t("Done")}
        </Button>
      </div>
    </Dialog>
  );
}
