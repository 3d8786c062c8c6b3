import { useCallback } from "preact/hooks";
import type { ConversationSummary, InboxView } from "../../../shared/conversation.ts";
import { count } from "../format.ts";
import { href, INBOX_VIEWS } from "../routes.ts";
import type { PropertyOfMe } from "../shell/property-screens.tsx";
import { Button } from "../ui/button.tsx";
import { useLetterShortcuts } from "../ui/shortcuts.ts";
import { Empty, Failed, Skeleton } from "../ui/states.tsx";
import { WindowList } from "../ui/window-list.tsx";
import { ConversationRow } from "./conversation-row.tsx";
import { type InboxList, withSelected } from "./inbox-list.ts";

const VIEW_WORDS: Readonly<Record<InboxView, string>> = {
  waiting: "Waiting",
  mine: "Mine",
  open: "All",
  unread: "Unread",
  closed: "Closed",
  suspicious: "Suspicious",
};

/** The height of a row, in rem; the row's style fits it. */
const ROW = 5.75;

interface ConversationListProps {
  readonly property: PropertyOfMe;
  readonly view: InboxView;
  readonly list: InboxList;
  readonly open: ConversationSummary | null;
  readonly openId: string | null;
}

/** The inbox's left column: the views, and the conversations of one of them, newest first. */
export function ConversationList({ property, view, list, open, openId }: ConversationListProps) {
  const { first } = list.state.value;
  const counts = first?.counts;
  return (
    <section class="pane list-pane" aria-label="Conversations">
      <header class="pane-head">
        <h2>Inbox</h2>
        <nav class="views" aria-label="Views">
          {INBOX_VIEWS.map((one) => (
            <a key={one} href={href.inbox(property.id, one)} aria-current={one === view ? "page" : undefined}>
              {VIEW_WORDS[one]}
              {one !== "closed" && !!counts?.[one] && <span class="tally">{count(counts[one])}</span>}
            </a>
          ))}
        </nav>
      </header>
      <Rows property={property} view={view} list={list} open={open} openId={openId} />
    </section>
  );
}

function Rows({ property, view, list, open, openId }: ConversationListProps) {
  const letters = useLetterShortcuts();
  const { items, next, status, failure } = list.state.value;
  const more = useCallback(() => void list.more(), [list]);
  const rows = withSelected(items, open);

  if (status === "loading" && !items.length) return <Skeleton lines={7} label="Loading the conversations" />;
  if (status === "failed" && failure && !items.length)
    return <Failed failure={failure} retry={() => void list.load()} />;
  if (!rows.length) return <NoConversations view={view} property={property} />;
  return (
    <WindowList
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
        <Empty icon="check" title="Nobody waits">
          <p>Who waits for an answer appears here, the longest wait first.</p>
        </Empty>
      );
    case "mine":
      return (
        <Empty icon="inbox" title="You have taken no conversation">
          <p>Answer one, or take it, and it is kept here until it is closed.</p>
        </Empty>
      );
    case "open":
      return (
        <Empty icon="inbox" title="Everything is answered">
          <p>New messages appear here by themselves.</p>
          {property.role === "admin" && (
            <a href={href.settings(property.id, "install")}>Is the widget on your site?</a>
          )}
        </Empty>
      );
    case "unread":
      return (
        <Empty icon="check" title="You have read everything">
          <p>New messages appear here by themselves.</p>
        </Empty>
      );
    case "closed":
      return (
        <Empty icon="check" title="Nothing is closed yet">
          <p>What you close is kept here, and opens again when the person writes again.</p>
        </Empty>
      );
    case "suspicious":
      return (
        <Empty icon="shield" title="Nothing suspicious">
          <p>What looks like a program's work is kept apart here, never thrown away.</p>
        </Empty>
      );
  }
}
