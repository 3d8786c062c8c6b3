import { useCallback } from "preact/hooks";
import type { ConversationSummary, InboxPage, InboxView } from "../../../../shared/conversation.ts";
import { href } from "../../app/routes.ts";
import type { PropertyOfMe } from "../../app/shell/property-screens.tsx";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { Popover } from "../../ui/popover.tsx";
import { EmptyState, LoadError, Skeleton } from "../../ui/states.tsx";
import { useLetterShortcuts } from "../../ui/use-shortcuts.ts";
import { VirtualList } from "../../ui/virtual-list.tsx";
import { type InboxList, withSelected } from "../store/inbox-list.ts";
import { ConversationRow } from "./conversation-row.tsx";

const VIEW_WORDS: Readonly<Record<InboxView, string>> = {
  waiting: "Waiting",
  mine: "Mine",
  open: "All",
  unread: "Unread",
  closed: "Closed",
  suspicious: "Suspicious",
};

/** The views that stand side by side, and those behind them. */
const FIRST_VIEWS = ["waiting", "mine", "open", "closed"] as const;
const MORE_VIEWS = ["unread", "suspicious"] as const;

/** The height of a row, in rem; the row's style fits it. */
const ROW = 5.75;

interface ConversationListProps {
  readonly property: PropertyOfMe;
  /** The agent who looks. */
  readonly me: string;
  readonly view: InboxView;
  readonly list: InboxList;
  readonly open: ConversationSummary | null;
  readonly openId: string | null;
  readonly retry: () => void;
}

/** The inbox's left column: the views, and the conversations of one of them. */
export function ConversationList(props: ConversationListProps) {
  const { property, view, list } = props;
  const counts = list.state.value.first?.counts;
  return (
    <section class="pane list-pane" aria-label="Conversations">
      <header class="pane-head">
        <h2>Inbox</h2>
        <nav class="views" aria-label="Views">
          {FIRST_VIEWS.map((one) => (
            <ViewLink key={one} property={property.id} view={one} here={one === view} counts={counts} />
          ))}
          <MoreViews property={property.id} view={view} counts={counts} />
        </nav>
      </header>
      <Rows {...props} />
    </section>
  );
}

interface ViewsProps {
  readonly property: string;
  readonly view: InboxView;
  readonly counts: InboxPage["counts"] | undefined;
}

const tallyOf = (counts: InboxPage["counts"] | undefined, view: InboxView) =>
  view === "closed" ? 0 : (counts?.[view] ?? 0);

function ViewLink({ property, view, counts, here }: ViewsProps & { here: boolean }) {
  const tally = tallyOf(counts, view);
  return (
    <a href={href.inbox(property, view)} aria-current={here ? "page" : undefined}>
      {VIEW_WORDS[view]}
      {tally > 0 && <span class={view === "waiting" ? "tally due" : "tally"}>{count(tally)}</span>}
    </a>
  );
}

/** The views that are needed less often, behind one button that says what is in them. */
function MoreViews({ property, view, counts }: ViewsProps) {
  const here = MORE_VIEWS.find((one) => one === view);
  return (
    <Popover
      buttonClass={here ? "more-views here" : "more-views"}
      label="More views: "
      button={
        <>
          <span>{here ? VIEW_WORDS[here] : "More"}</span>
          <Icon name="down" size={14} />
        </>
      }
    >
      {(close) => (
        <div class="menu">
          {MORE_VIEWS.map((one) => (
            <a
              key={one}
              class="menu-item"
              href={href.inbox(property, one)}
              aria-current={one === view ? "page" : undefined}
              onClick={close}
            >
              <Icon name={one === "unread" ? "mail" : "shield"} />
              <span>{VIEW_WORDS[one]}</span>
              {tallyOf(counts, one) > 0 && <span class="count">{count(tallyOf(counts, one))}</span>}
            </a>
          ))}
        </div>
      )}
    </Popover>
  );
}

function Rows({ property, me, view, list, open, openId, retry }: ConversationListProps) {
  const letters = useLetterShortcuts();
  const { items, next, status, failure } = list.state.value;
  const more = useCallback(() => void list.more(), [list]);
  const rows = withSelected(items, open, view);

  if (status === "loading" && !items.length) return <Skeleton lines={7} label="Loading the conversations" />;
  if (status === "failed" && failure && !items.length) return <LoadError failure={failure} retry={retry} />;
  if (!rows.length) return <NoConversations view={view} property={property} />;
  return (
    <VirtualList
      label={`${VIEW_WORDS[view]} conversations`}
      name={`inbox ${property.id} ${view}`}
      items={rows}
      keyOf={(item) => item.id}
      rowHeight={ROW}
      selected={openId}
      onNearEnd={more}
      letters={letters.on}
      row={(item, focus) => (
        <ConversationRow
          item={item}
          me={me}
          href={href.inbox(property.id, view, item.id)}
          selected={item.id === openId}
          tabIndex={focus.tabIndex}
        />
      )}
      foot={
        status === "failed" ? (
          <p class="list-foot" role="alert">
            The rest could not be loaded.{" "}
            <Button small onClick={more}>
              Try again
            </Button>
          </p>
        ) : (
          next !== null && <Skeleton lines={2} label="Loading more" />
        )
      }
    />
  );
}

function NoConversations({ view, property }: { view: InboxView; property: PropertyOfMe }) {
  switch (view) {
    case "waiting":
      return (
        <EmptyState icon="check" title="Nobody waits">
          <p>Who waits for an answer appears here, the longest wait first.</p>
        </EmptyState>
      );
    case "mine":
      return (
        <EmptyState icon="inbox" title="You have taken no conversation">
          <p>Answer one, or take it, and it is kept here until it is closed.</p>
        </EmptyState>
      );
    case "open":
      return (
        <EmptyState icon="inbox" title="Everything is answered">
          <p>New messages appear here by themselves.</p>
          {property.role === "admin" && (
            <a href={href.settings(property.id, "install")}>Is the widget on your site?</a>
          )}
        </EmptyState>
      );
    case "unread":
      return (
        <EmptyState icon="check" title="You have read everything">
          <p>New messages appear here by themselves.</p>
        </EmptyState>
      );
    case "closed":
      return (
        <EmptyState icon="check" title="Nothing is closed yet">
          <p>What you close is kept here, and opens again when the person writes again.</p>
        </EmptyState>
      );
    case "suspicious":
      return (
        <EmptyState icon="shield" title="Nothing suspicious">
          <p>What looks like a program's work is kept apart here, never thrown away.</p>
        </EmptyState>
      );
  }
}
