import { useState } from "preact/hooks";
import { type Organization, OrganizationCreate } from "../../../../shared/crm.ts";
import { faultsByPath } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { t } from "../../i18n/translate.ts";
import { TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { schemaFaults } from "../../ui/schema-faults.ts";
import { useOrganizationApi } from "./use-organization-api.ts";

interface OrganizationDialogProps {
  readonly property: string;
  /** Null: creates an organization. */
  readonly organization: Organization | null;
  readonly onSaved: (organization: Organization) => void;
  readonly onClose: () => void;
}

/** Creates or edits an organization: its name, and the domain of its contacts' e-mails. */
export function OrganizationDialog({ property, organization, onSaved, onClose }: OrganizationDialogProps) {
  const api = useOrganizationApi();
  const [name, setName] = useState(organization?.name ?? "");
  const [domain, setDomain] = useState(organization?.domain ?? "");
  const [submitted, setSubmitted] = useState(false);
  const values = { name: name.trim(), domain: domain.trim() || null };
  const faults = schemaFaults(OrganizationCreate, values);
  const save = useAction(async () =>
    onSaved(
      organization
        ? await api.updateOrganization(property, organization.id, values)
        : await api.createOrganization(property, values),
    ),
  );
  const refused = faultsByPath(save.failure);
  const taken = save.failure?.code === "name_taken";
  const fault = (path: string) => (submitted ? faults.get(path) : undefined) ?? refused.get(path);
  return (
    <FormDialog
      title={organization ? t("Edit organization") : t("New organization")}
      act={t("Save")}
      busy={save.busy}
      failure={taken || refused.size ? null : save.failure}
      onSubmit={() => {
        setSubmitted(true);
        if (!faults.size) void save.run();
      }}
      onClose={onClose}
    >
      <TextField
        label={t("Name")}
        required
        autocomplete="off"
        maxLength={100}
        value={name}
        onInput={(next) => {
          setName(next);
          save.clear();
        }}
        fault={fault("name") ?? (taken ? t("Another organization has this name.") : undefined)}
      />
      <TextField
        label={t("E-mail domain")}
        hint={t(
          "For example, example.com. The organization is suggested for contacts with an e-mail at this domain.",
        )}
        autocomplete="off"
        spellcheck={false}
        dir="ltr"
        value={domain}
        onInput={setDomain}
        fault={fault("domain")}
      />
    </FormDialog>
  );
}
