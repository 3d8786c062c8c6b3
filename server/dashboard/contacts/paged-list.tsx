import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { ConversationSummary } from "../../../shared/conversation.ts";
import { href } from "../app/routes.ts";
import type { Page, Paged } from "../data/paged.ts";
import { t } from "../i18n/translate.ts";
import { ConversationRow } from "../inbox/list/conversation-row.tsx";
import { Button } from "../ui/button.tsx";
import { ErrorNote, LoadError, Skeleton } from "../ui/states.tsx";

interface ListProps<T, P extends Page<T>> {
  readonly list: Paged<T, P>;
  /** The text for screen readers while the first page is loaded. */
  readonly loadingLabel: string;
  readonly children: (item: T) => ComponentChildren;
}

interface PagedListProps<T, P extends Page<T>> extends ListProps<T, P> {
  readonly emptyText: string;
  /** Whether an item is shown. All are shown by default. */
  readonly isShown?: (item: T) => boolean;
}

/** A list inside a page. It loads its first page when it appears; a button loads the next one. */
export function PagedList<T, P extends Page<T>>(props: PagedListProps<T, P>) {
  const { list, loadingLabel, emptyText, isShown = () => true, children } = props;
  useEffect(() => {
    void list.load();
  }, [list]);
  const { kind, ...loaded } = list.state.value;
  const items = loaded.items.filter(isShown);
  if (kind === "loading") return <Skeleton lines={3} label={loadingLabel} />;
  return (
    <>
      {!items.length && kind === "ready" && <p class="hint">{emptyText}</p>}
      <ul class="plain-list rows">{items.map(children)}</ul>
      <LoadMore list={list} />
    </>
  );
}

interface FullPageListProps<T, P extends Page<T>> extends ListProps<T, P> {
  readonly label: string;
  readonly class: string;
  /** Shown when there are no items. */
  readonly empty: ComponentChildren;
}

/** A list that fills the page, with its loading, error and empty states. */
export function FullPageList<T, P extends Page<T>>(props: FullPageListProps<T, P>) {
  const { list, label, loadingLabel, empty, children } = props;
  useEffect(() => {
    void list.load();
  }, [list]);
  const { items, kind, failure } = list.state.value;
  if (kind === "loading") return <Skeleton lines={8} label={loadingLabel} />;
  if (kind === "failed" && !items.length)
    return <LoadError failure={failure} retry={() => void list.load()} />;
  if (!items.length) return <>{empty}</>;
  return (
    <div class="scrolled">
      <ul class={`plain-list ${props.class}`} aria-label={label}>
        {items.map(children)}
      </ul>
      <div class="list-foot">
        <LoadMore list={list} />
      </div>
    </div>
  );
}

interface LoadMoreProps<T, P extends Page<T>> {
  readonly list: Paged<T, P>;
  /** The text of the button while there is no error. */
  readonly label?: string;
}

/** The error of a list, and the button that loads its next page or tries again. */
export function LoadMore<T, P extends Page<T>>({ list, label = t("Show more") }: LoadMoreProps<T, P>) {
  const { items, next, kind, failure } = list.state.value;
  return (
    <>
      <ErrorNote failure={failure} />
      {(next !== null || failure) && (
        <Button busy={kind === "more"} onClick={() => void (items.length ? list.more() : list.load())}>
          {failure ? t("Try again") : label}
        </Button>
      )}
    </>
  );
}

interface ConversationListProps {
  readonly property: string;
  readonly list: Paged<ConversationSummary, Page<ConversationSummary>>;
  readonly emptyText: string;
  /** The ID of a conversation that is shown elsewhere on the page. */
  readonly except?: string | undefined;
}

/** Conversations inside a page, as links into the inbox. */
export function ConversationList({ property, list, emptyText, except }: ConversationListProps) {
  return (
    <PagedList
      list={list}
      loadingLabel={t("Loading the conversations")}
      emptyText={emptyText}
      isShown={({ id }) => id !== except}
    >
      {(item) => (
        <li key={item.id}>
          <ConversationRow
            item={item}
            href={href.inbox(property, item.status === "closed" ? "closed" : "all", item.id)}
            selected={false}
            tabIndex={0}
          />
        </li>
      )}
    </PagedList>
  );
}
