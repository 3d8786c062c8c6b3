import type { Contact } from "../../../../shared/contact.ts";
import { useServices } from "../../app/services.tsx";
import { readyOr } from "../../data/loadable.ts";
import { useLoad } from "../../data/use-load.ts";
import { Button } from "../../ui/button.tsx";
import { primaryValue } from "../details.ts";
import { useContactChange } from "./use-contact-change.ts";

interface OrganizationHintProps {
  readonly property: string;
  readonly contact: Contact;
  readonly onChanged: (contact: Contact) => void;
}

/** Where somebody seems to belong by the e-mail's domain, to be taken or left. */
export function OrganizationHint({ property, contact, onChanged }: OrganizationHintProps) {
  const { api } = useServices();
  const change = useContactChange(onChanged);
  const email = primaryValue(contact.details, "email");
  const belongs = contact.organizations.map(({ id }) => id).join();
  // only a hint: without an answer there is none
  const { loaded } = useLoad(`${contact.id} ${email} ${belongs}`, async () =>
    email ? (await api.suggestOrganization(property, contact.id)).suggestion : null,
  );
  const hint = readyOr(loaded, null);
  if (!hint) return null;
  return (
    <p class="organization-hint">
      <span>
        The e-mail is at <bdi>{hint.domain}</bdi>. Part of <bdi>{hint.name}</bdi>?
      </span>
      <Button
        small
        icon="plus"
        onClick={() =>
          void change(() =>
            api.writeDetail(property, contact.id, { field: "organization", value: hint.name }),
          )
        }
      >
        <span>
          Add <bdi>{hint.name}</bdi>
        </span>
      </Button>
    </p>
  );
}
