import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { ContactSummary } from "../../../../shared/contact.ts";
import { ConversationRow } from "../../inbox/conversation-row.tsx";
import { isAfter } from "../../inbox/inbox-list.ts";
import { createPaged, type Page, type Paged } from "../../paged.ts";
import { href } from "../../routes.ts";
import { useServices } from "../../services.tsx";
import { Button } from "../../ui/button.tsx";
import { Ago, Mark } from "../../ui/small.tsx";
import { FailureNote, Skeleton } from "../../ui/states.tsx";

interface BelongingsProps {
  readonly property: string;
  readonly organization: string;
}

/** The contacts of an organization, whoever was seen last first. */
export function OrganizationPeople({ property, organization }: BelongingsProps) {
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
            <Mark name={one.name} />
            <span>
              <strong dir="auto">{one.name || one.email || one.phone || one.id}</strong>
              <span class="hint">
                <bdi>{[one.email, one.phone].filter(Boolean).join(" · ")}</bdi>
              </span>
            </span>
            <span class="hint">
              <Ago at={one.lastSeenAt} />
            </span>
          </a>
        </li>
      )}
    </PagedList>
  );
}

/** What an organization's people wrote, the last message first. */
export function OrganizationConversations({ property, organization }: BelongingsProps) {
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
  return (
    <PagedList list={list} label="Loading the conversations" none="No conversation yet.">
      {(item) => (
        <li key={item.id}>
          <ConversationRow
            item={item}
            href={href.inbox(property, item.status === "closed" ? "closed" : "open", item.id)}
            selected={false}
            tabIndex={0}
          />
        </li>
      )}
    </PagedList>
  );
}

interface PagedListProps<T, P extends Page<T>> {
  readonly list: Paged<T, P>;
  /** Said while the first page is on its way. */
  readonly label: string;
  readonly none: string;
  readonly children: (item: T) => ComponentChildren;
}

function PagedList<T, P extends Page<T>>({ list, label, none, children }: PagedListProps<T, P>) {
  useEffect(() => {
    void list.load();
  }, [list]);
  const { items, next, status, failure } = list.state.value;
  if (status === "loading") return <Skeleton lines={3} label={label} />;
  return (
    <>
      {!items.length && status === "ready" && <p class="hint">{none}</p>}
      <ul class="plain-list rows">{items.map(children)}</ul>
      <FailureNote failure={failure} />
      {(next !== null || failure) && (
        <Button busy={status === "more"} onClick={() => void (items.length ? list.more() : list.load())}>
          {failure ? "Try again" : "Show more"}
        </Button>
      )}
    </>
  );
}
