import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Me } from "../../../shared/account.ts";
import type { ConversationSummary } from "../../../shared/conversation.ts";
import { wordsOf } from "../failure.ts";
import { useLoad, useTitle } from "../hooks.ts";
import { href, type Route } from "../routes.ts";
import { remembered, useServices } from "../services.tsx";
import type { PropertyOfMe } from "../shell/property-screens.tsx";
import { useShortcuts } from "../ui/shortcuts.ts";
import { Empty, Failed, Skeleton } from "../ui/states.tsx";
import { ConversationPane } from "./conversation.tsx";
import { ConversationList } from "./conversation-list.tsx";
import { belongsIn, callOf, createInboxList, neighbour } from "./inbox-list.ts";
import { PersonPane } from "./person.tsx";
import { useConversationActions } from "./use-conversation-actions.ts";

export type InboxPlace = Extract<Route, { page: "inbox" }>;

/** Below this width one column shows at a time; the style sheet knows the same figure. */
const ONE_COLUMN = "(max-width: 50rem)";

/** List at the left, conversation in the middle, the person at the right. */
export function InboxScreen({ me, property, place }: { me: Me; property: PropertyOfMe; place: InboxPlace }) {
  const { api, memory, presence, notices } = useServices();
  const { route } = useLocation();
  const { view, conversation: id } = place;
  const list = remembered(memory, `inbox ${property.id} ${view}`, () =>
    createInboxList(api, property.id, view),
  );
  const conversation = useLoad(id ?? "", () =>
    id === null ? Promise.resolve(null) : api.conversation(property.id, id),
  );
  const shown = conversation.loaded.state === "ready" ? conversation.loaded.value : null;

  useEffect(() => {
    if (list.state.value.status === "loading") void list.load();
    else void list.refresh();
  }, [list]);

  const counts = presence.counts.value.get(property.id);
  const news = counts && `${counts.latestAt} ${counts.open} ${counts.unread}`;
  const known = useRef(news);
  useEffect(() => {
    if (known.current !== undefined && known.current !== news) {
      void list.refresh();
      if (id) void conversation.reload();
    }
    known.current = news;
  }, [news]);

  /** A change of the open conversation, as the server has taken it: shown everywhere, and counted again. */
  const changed = (change: Partial<ConversationSummary>) => {
    if (!shown) return;
    const after = { ...shown, ...change };
    list.change(shown.id, (item) => ({ ...item, ...change }));
    conversation.change((value) => value && { ...value, ...change });
    void presence.beat();
    const reading = "unread" in change && change.unread === false;
    if (!reading && !belongsIn(view, after, me.agent.id)) moveOn(after.id);
  };

  const moveOn = (from: string) => {
    const next = matchMedia(ONE_COLUMN).matches ? null : neighbour(list.state.value.items, from);
    list.remove(from);
    route(href.inbox(property.id, view, next), true);
  };

  const actions = useConversationActions(property.id, shown, changed);
  useShortcuts({
    e: () => void actions.toggleClosed(),
    u: () => void actions.markUnread(),
    "/": () => route(href.contacts(property.id)),
  });

  const unread = counts?.unread ?? 0;
  useTitle(`${unread ? `(${unread}) ` : ""}${shown ? callOf(shown.person) : "Inbox"} · ${property.name}`);

  useEffect(() => {
    if (actions.failure) notices.say(wordsOf(actions.failure), { tone: "bad" });
  }, [actions.failure]);

  const column = id === null ? "list" : place.person ? "person" : "thread";
  return (
    <main class="panes inbox" id="main" tabIndex={-1} data-column={column}>
      <h1 class="unseen">Inbox</h1>
      <ConversationList property={property} view={view} list={list} open={shown} openId={id} />
      <section class="pane thread-pane" aria-label="Conversation">
        {id === null ? (
          <NothingOpen />
        ) : conversation.loaded.state === "failed" ? (
          <Failed failure={conversation.loaded.failure} retry={() => void conversation.retry()} />
        ) : shown ? (
          <ConversationPane
            key={shown.id}
            conversation={shown}
            back={href.inbox(property.id, view)}
            person={href.inbox(property.id, view, shown.id, true)}
            actions={actions}
          />
        ) : (
          <Skeleton lines={8} label="Loading the conversation" />
        )}
      </section>
      {shown && (
        <PersonPane
          key={shown.person.id}
          property={property.id}
          conversation={shown}
          back={href.inbox(property.id, view, shown.id)}
          onDetached={() => {
            void conversation.reload();
            void list.refresh();
          }}
        />
      )}
    </main>
  );
}

function NothingOpen() {
  return (
    <Empty icon="chat" title="Nothing is open">
      <p>Choose a conversation from the list. The arrow keys walk through it.</p>
    </Empty>
  );
}
