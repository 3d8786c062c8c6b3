import type { Contact } from "../../../../shared/contact.ts";
import { useServices } from "../../app/services.tsx";
import { readyOr } from "../../data/loadable.ts";
import { useLoad } from "../../data/use-load.ts";
import { withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { primaryValue } from "../details.ts";
import { useOrganizationApi } from "../organizations/use-organization-api.ts";
import { useContactChange } from "./use-contact-change.ts";

interface OrganizationHintProps {
  readonly property: string;
  readonly contact: Contact;
  readonly onChanged: (contact: Contact) => void;
}

/** Suggests an organization by the domain of the contact's e-mail. */
export function OrganizationHint({ property, contact, onChanged }: OrganizationHintProps) {
  const { api } = useServices();
  const organizationApi = useOrganizationApi();
  const change = useContactChange(onChanged);
  const email = primaryValue(contact.details, "email");
  const organizations = contact.organizations.map(({ id }) => id).join();
  // an error hides the suggestion, because it is optional
  const { loaded } = useLoad(`${contact.id} ${email} ${organizations}`, async () =>
    email ? (await organizationApi.suggestOrganization(property, contact.id)).suggestion : null,
  );
  const suggestion = readyOr(loaded, null);
  if (!suggestion) return null;
  return (
    <p class="organization-hint">
      <span>
        {withElements("Suggested by the e-mail domain {domain}", {
          domain: <Verbatim>{suggestion.domain}</Verbatim>,
        })}
      </span>
      <Button
        small
        icon="plus"
        onClick={() =>
          void change(() =>
            api.writeDetail(property, contact.id, { field: "organization", value: suggestion.name }),
          )
        }
      >
        <span>{withElements("Add {name}", { name: <Verbatim>{suggestion.name}</Verbatim> })}</span>
      </Button>
    </p>
  );
}
