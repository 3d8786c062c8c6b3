import { useState } from "preact/hooks";
import { PROVIDERS, Provider, type SourceWithAddress } from "../../../../shared/webhook-source.ts";
import { useAction } from "../../data/use-action.ts";
import { t, translated } from "../../i18n/translate.ts";
import { Select } from "../../imports/select.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { PROVIDER_LABELS } from "./source-words.ts";
import { useSourceApi } from "./use-source-api.ts";

interface NewSourceDialogProps {
  readonly property: string;
  readonly onCreated: (created: SourceWithAddress) => void;
  readonly onClose: () => void;
}

/** Asks for the service whose webhooks are to be received. */
export function NewSourceDialog({ property, onCreated, onClose }: NewSourceDialogProps) {
  const api = useSourceApi(property);
  const [provider, setProvider] = useState<Provider>("typeform");
  const [name, setName] = useState("");
  const create = useAction(async () => {
    const fallback = provider === "other" ? "Webhook" : PROVIDER_LABELS[provider];
    onCreated(await api.create({ name: name.trim() || translated(fallback), provider }));
  });
  return (
    <FormDialog
      title={t("New incoming webhook")}
      act={t("Create")}
      busy={create.busy}
      failure={create.failure}
      onSubmit={() => void create.run()}
      onClose={onClose}
    >
      <Select
        label={t("Service")}
        value={provider}
        options={PROVIDERS.map((one) => [one, translated(PROVIDER_LABELS[one])])}
        onChange={(value) => setProvider(Provider.options.find((one) => one === value) ?? "other")}
      />
      <TextField
        label={t("Name")}
        hint={t("For your team, such as “Newsletter form”. Empty: the name of the service.")}
        value={name}
        onInput={setName}
        maxLength={80}
      />
    </FormDialog>
  );
}
