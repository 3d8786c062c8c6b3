import { useMemo } from "preact/hooks";
import type { ContactSummary } from "../../../../shared/contact.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { createPaged } from "../../data/paged.ts";
import { isAfter } from "../../inbox/inbox-list.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ConversationList, PagedList } from "../paged-list.tsx";

interface MembersProps {
  readonly property: string;
  readonly organization: string;
}

/** The contacts of an organization, whoever was seen last first. */
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
    <PagedList list={list} label="Loading the people" none="Nobody belongs to it yet.">
      {(one) => (
        <li key={one.id}>
          <a class="pair-person" href={href.contact(property, one.id)}>
            <Avatar name={one.name} />
            <span>
              <strong dir="auto">{one.name || one.email || one.phone || one.id}</strong>
              <span class="hint">
                <bdi>{[one.email, one.phone].filter(Boolean).join(" · ")}</bdi>
              </span>
            </span>
            <span class="hint">
              <RelativeTime at={one.lastSeenAt} />
            </span>
          </a>
        </li>
      )}
    </PagedList>
  );
}

/** What an organization's people wrote, the last message first. */
export function OrganizationConversations({ property, organization }: MembersProps) {
  const { api } = useServices();
  const list = useMemo(
    () =>
      createPaged({
        load: (cursor: string | null) => api.organizationConversations(property, organization, cursor),
        keyOf: ({ id }) => id,
        isAfter,
      }),
    [api, property, organization],
  );
  return <ConversationList property={property} list={list} none="No conversation yet." />;
}
