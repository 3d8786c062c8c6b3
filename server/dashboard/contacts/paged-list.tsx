import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { ConversationSummary } from "../../../shared/conversation.ts";
import { href } from "../app/routes.ts";
import type { Page, Paged } from "../data/paged.ts";
import { ConversationRow } from "../inbox/conversation-row.tsx";
import { Button } from "../ui/button.tsx";
import { ErrorNote, Skeleton } from "../ui/states.tsx";

interface PagedListProps<T, P extends Page<T>> {
  readonly list: Paged<T, P>;
  /** Said while the first page is on its way. */
  readonly label: string;
  readonly none: string;
  /** Which are shown; all, unless it says otherwise. */
  readonly shows?: (item: T) => boolean;
  readonly children: (item: T) => ComponentChildren;
}

/** A list in the middle of a page: loaded when it appears, continued with a button. */
export function PagedList<T, P extends Page<T>>(props: PagedListProps<T, P>) {
  const { list, label, none, shows = () => true, children } = props;
  useEffect(() => {
    void list.load();
  }, [list]);
  const { status, ...loaded } = list.state.value;
  const items = loaded.items.filter(shows);
  if (status === "loading") return <Skeleton lines={3} label={label} />;
  return (
    <>
      {!items.length && status === "ready" && <p class="hint">{none}</p>}
      <ul class="plain-list rows">{items.map(children)}</ul>
      <LoadMore list={list} />
    </>
  );
}

/** What went wrong with a list, and the way to the rest of it. */
export function LoadMore<T, P extends Page<T>>({ list }: Pick<PagedListProps<T, P>, "list">) {
  const { items, next, status, failure } = list.state.value;
  return (
    <>
      <ErrorNote failure={failure} />
      {(next !== null || failure) && (
        <Button busy={status === "more"} onClick={() => void (items.length ? list.more() : list.load())}>
          {failure ? "Try again" : "Show more"}
        </Button>
      )}
    </>
  );
}

interface ConversationListProps {
  readonly property: string;
  readonly list: Paged<ConversationSummary, Page<ConversationSummary>>;
  readonly none: string;
  /** One that is shown elsewhere on the page. */
  readonly except?: string | undefined;
}

/** Conversations in the middle of a page, each a way into the inbox. */
export function ConversationList({ property, list, none, except }: ConversationListProps) {
  return (
    <PagedList list={list} label="Loading the conversations" none={none} shows={({ id }) => id !== except}>
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
