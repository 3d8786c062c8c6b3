import { useCallback } from "preact/hooks";
import type { PropertyOfMe } from "../../../../shared/account.ts";
import type { ConversationSummary, InboxCounts } from "../../../../shared/conversation.ts";
import { lazyPart } from "../../app/lazy-screen.tsx";
import { EMPTY_SEARCH, href, isTagView, type View } from "../../app/routes.ts";
import { personName } from "../../data/person-name.ts";
import { type Message, message, t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { limitedCount } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { Popover } from "../../ui/popover.tsx";
import { LoadError, Skeleton } from "../../ui/states.tsx";
import { useLazyDialog } from "../../ui/use-lazy-dialog.ts";
import { useLetterShortcuts, useShortcuts } from "../../ui/use-shortcuts.ts";
import { VirtualList } from "../../ui/virtual-list.tsx";
import { type InboxList, withSelected } from "../store/inbox-list.ts";
import type { Inbox } from "../store/inbox-store.ts";
import { ConversationRow } from "./conversation-row.tsx";
import { type Selection, useSelection } from "./use-selection.ts";

const MessageSearch = lazyPart(async () => (await import("../search/message-search.tsx")).MessageSearch);
const NoConversations = lazyPart(async () => (await import("./no-conversations.tsx")).NoConversations);

/** The views in the tab bar, and those in its menu. */
const TAB_VIEWS = ["unanswered", "mine", "all", "closed"] as const;
const MENU_VIEWS = [
  "overdue",
  "unassigned",
  "unread",
  "open",
  "waiting-for-customer",
  "solved",
  "suspicious",
] as const;

type PlainView = Exclude<View, `tag:${string}`>;

const VIEW_NAMES = {
  unanswered: message("Unanswered"),
  mine: message("Mine"),
  all: message("All"),
  closed: message("Closed"),
  overdue: message("Overdue"),
  unassigned: message("Unassigned"),
  unread: message("Unread"),
  open: message("Open"),
  "waiting-for-customer": message("Waiting for customer"),
  solved: message("Solved"),
  suspicious: message("Suspicious"),
} as const satisfies Readonly<Record<PlainView, Message>>;

const labelOf = (view: PlainView) => t(VIEW_NAMES[view]);

/** The name of a view: that of a tag is the name of the tag, which each conversation in it has. */
function titleOf(view: View, items: readonly ConversationSummary[]): string {
  if (!isTagView(view)) return labelOf(view);
  return items[0]?.tags.find(({ id }) => view === `tag:${id}`)?.name ?? t("Tag");
}

/** The height of a row, in rem. list.css fits its content to it. */
const ROW_HEIGHT = 5.75;

interface ConversationListProps {
  readonly property: PropertyOfMe;
  /** The ID of the signed-in agent. */
  readonly me: string;
  readonly view: View;
  /** The words of the search in messages, which takes the place of the view; null: the view is shown. */
  readonly search: string | null;
  /** The sequence number of the entry that is shown. */
  readonly message: number | null;
  readonly list: InboxList;
  readonly inbox: Inbox;
  /** The selected conversation, once it is loaded. */
  readonly selected: ConversationSummary | null;
  readonly selectedId: string | null;
  readonly retry: () => void;
}

/** The left column of the inbox: the conversations of a view, or the search in messages. */
export function ConversationList(props: ConversationListProps) {
  const { property, view, search, message, selectedId } = props;
  if (search === null) return <ListedConversations {...props} />;
  return (
    <section class="pane list-pane" aria-label={t("Search in messages")}>
      <MessageSearch
        property={property.id}
        view={view}
        search={search}
        selectedId={selectedId}
        message={message}
      />
    </section>
  );
}

/** The views, and the conversations of one of them. */
function ListedConversations(props: ConversationListProps) {
  const { property, me, view, list, inbox, selectedId } = props;
  const { items, first } = list.state.value;
  const title = titleOf(view, items);
  const selection = useSelection(items, selectedId);
  const ticket = useLazyDialog(async () => (await import("../ticket/new-ticket-dialog.tsx")).NewTicketDialog);
  useShortcuts({ c: () => void ticket.open() });
  return (
    <section class="pane list-pane" aria-label={t("Conversations")}>
      <header class="pane-head">
        <div class="list-head">
          <h2>{t("Inbox")}</h2>
          <IconButton icon="plus" label={t("Open a ticket")} onClick={() => void ticket.open()} />
        </div>
        <a class="search-link" href={href.inbox(property.id, view, selectedId, false, EMPTY_SEARCH)}>
          <Icon name="search" />
          {t("Search messages")}
        </a>
        <nav class="views" aria-label={t("Views")}>
          {TAB_VIEWS.map((tab) => (
            <ViewLink
              key={tab}
              property={property.id}
              view={tab}
              isCurrent={tab === view}
              counts={first?.counts}
            />
          ))}
          <ViewMenu property={property.id} view={view} title={title} counts={first?.counts} />
        </nav>
      </header>
      {selection.bar.Dialog && selection.items.length > 0 && (
        <selection.bar.Dialog
          property={property.id}
          me={me}
          selected={selection.items}
          clear={selection.clear}
          inbox={inbox}
        />
      )}
      <Rows {...props} title={title} selection={selection} />
      {ticket.Dialog && <ticket.Dialog property={property.id} contact={null} onClose={ticket.close} />}
    </section>
  );
}

interface ViewsProps {
  readonly property: string;
  readonly view: View;
  readonly counts: InboxCounts | undefined;
}

function countOf(counts: InboxCounts | undefined, view: View): number {
  const name = view === "waiting-for-customer" ? "waiting" : view;
  return counts?.[name as keyof InboxCounts] ?? 0;
}

interface ViewLinkProps extends Omit<ViewsProps, "view"> {
  readonly view: PlainView;
  readonly isCurrent: boolean;
}

function ViewLink({ property, view, counts, isCurrent }: ViewLinkProps) {
  const tally = countOf(counts, view);
  return (
    <a href={href.inbox(property, view)} aria-current={isCurrent ? "page" : undefined}>
      {labelOf(view)}
      {tally > 0 && <span class={view === "unanswered" ? "tally due" : "tally"}>{limitedCount(tally)}</span>}
    </a>
  );
}

/** The menu of the less used views, and of those of the tags. Its button shows the current one. */
function ViewMenu({ property, view, title, counts }: ViewsProps & { title: string }) {
  const isCurrent = isTagView(view) || MENU_VIEWS.some((item) => item === view);
  const tags = useLazyDialog(async () => (await import("./tag-views.tsx")).TagViews);
  return (
    <Popover
      buttonClass={isCurrent ? "more-views here" : "more-views"}
      label={t("More views: ")}
      button={
        <>
          <span class="view-title" dir="auto">
            {isCurrent ? title : t("More")}
          </span>
          <Icon name="down" size={14} />
        </>
      }
      onOpen={() => void tags.open()}
    >
      {(close) => (
        <div class="menu">
          {MENU_VIEWS.map((item) => (
            <a
              key={item}
              class="menu-item"
              href={href.inbox(property, item)}
              aria-current={item === view ? "page" : undefined}
              onClick={close}
            >
              <span>{labelOf(item)}</span>
              {countOf(counts, item) > 0 && <span class="count">{limitedCount(countOf(counts, item))}</span>}
            </a>
          ))}
          {tags.Dialog && <tags.Dialog property={property} view={view} close={close} />}
        </div>
      )}
    </Popover>
  );
}

interface RowsProps extends ConversationListProps {
  /** The name of the view. */
  readonly title: string;
  readonly selection: Selection;
}

function Rows({ property, me, view, title, list, selected, selectedId, selection, retry }: RowsProps) {
  const letters = useLetterShortcuts();
  const { items, next, kind, failure, first } = list.state.value;
  const loadMore = useCallback(() => void list.more(), [list]);
  const rows = withSelected(items, selected, { view, now: first?.now ?? 0 });

  if (kind === "loading" && !items.length)
    return <Skeleton lines={7} label={t("Loading the conversations")} />;
  if (kind === "failed" && !items.length) return <LoadError failure={failure} retry={retry} />;
  if (!rows.length) return <NoConversations view={view} title={title} property={property} />;
  return (
    <VirtualList
      label={t("{title} conversations", { title })}
      name={`inbox ${property.id} ${view}`}
      items={rows}
      keyOf={(item) => item.id}
      rowHeight={ROW_HEIGHT}
      selected={selectedId}
      onNearEnd={loadMore}
      letters={letters.on}
      row={(item, focus) => (
        <>
          <ConversationRow
            item={item}
            me={me}
            href={href.inbox(property.id, view, item.id)}
            selected={item.id === selectedId}
            tabIndex={focus.tabIndex}
          />
          <label class="row-pick">
            <input
              type="checkbox"
              checked={selection.has(item.id)}
              tabIndex={focus.tabIndex}
              onChange={() => selection.toggle(item.id)}
            />
            <span class="unseen">{t("Select {person}", { person: personName(item.person) })}</span>
          </label>
        </>
      )}
      foot={
        kind === "failed" ? (
          <p class="list-foot" role="alert">
            {t("More conversations could not be loaded.")}{" "}
            <Button small onClick={loadMore}>
              {t("Try again")}
            </Button>
          </p>
        ) : (
          next !== null && <Skeleton lines={2} label={t("Loading more")} />
        )
      }
    />
  );
}
