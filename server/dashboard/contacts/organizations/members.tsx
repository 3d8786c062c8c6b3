import { useMemo } from "preact/hooks";
import type { ContactSummary } from "../../../../shared/contact.ts";
import { useServices } from "../../app/services.tsx";
import { createPaged } from "../../data/paged.ts";
import { t } from "../../i18n/translate.ts";
import { isAfter } from "../../inbox/store/inbox-list.ts";
import { ContactLink } from "../contact-link.tsx";
import { ConversationList, PagedList } from "../paged-list.tsx";
import { useOrganizationApi } from "./use-organization-api.ts";

interface MembersProps {
  readonly property: string;
  readonly organization: string;
}

/** The contacts of an organization, last seen first. */
export function OrganizationMembers({ property, organization }: MembersProps) {
  const { api } = useServices();
  const list = useMemo(
    () =>
      createPaged({
        load: (cursor: string | null) => api.contacts(property, { organization }, cursor),
        keyOf: ({ id }: ContactSummary) => id,
        isAfter: (a, b) => a.lastSeenAt < b.lastSeenAt,
      }),
    [api, property, organization],
  );
  return (
    <PagedList list={list} loadingLabel={t("Loading the contacts")} emptyText={t("No contacts yet.")}>
      {(contact) => (
        <li key={contact.id}>
          <ContactLink property={property} contact={contact} showLastSeen />
        </li>
      )}
    </PagedList>
  );
}

/** The conversations of an organization's contacts, the latest message first. */
export function OrganizationConversations({ property, organization }: MembersProps) {
  const api = useOrganizationApi();
  const list = useMemo(
    () =>
      createPaged({
        load: (cursor: string | null) => api.organizationConversations(property, organization, cursor),
        keyOf: ({ id }) => id,
        isAfter,
      }),
    [api, property, organization],
  );
  return <ConversationList property={property} list={list} emptyText={t("No conversations yet.")} />;
}
