import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Me } from "../../../shared/account.ts";
import type { ConversationSummary } from "../../../shared/conversation.ts";
import { href, type Route } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import type { PropertyOfMe } from "../app/shell/property-screens.tsx";
import { useInbox } from "../app/shell/use-live-inbox.ts";
import { errorText } from "../data/api-error.ts";
import { EmptyState, LoadError, Skeleton } from "../ui/states.tsx";
import { useShortcuts } from "../ui/use-shortcuts.ts";
import { useTitle } from "../ui/use-title.ts";
import type { ComposerHandle } from "./composer/composer.tsx";
import { AssignDialog } from "./conversation/assign-dialog.tsx";
import { ConversationPane } from "./conversation/conversation-pane.tsx";
import { MessageAnnouncer } from "./conversation/message-announcer.tsx";
import { type ConversationActions, useConversationActions } from "./conversation/use-conversation-actions.ts";
import { ConversationList } from "./list/conversation-list.tsx";
import { PersonPanel } from "./person/person-panel.tsx";
import { adjacentConversation, isInView, personName } from "./store/inbox-list.ts";

export type InboxPlace = Extract<Route, { page: "inbox" }>;

/** Below this width one column shows at a time; the style sheet knows the same figure. */
const ONE_COLUMN = "(max-width: 50rem)";

/** List at the left, conversation in the middle, the person at the right. */
export function InboxScreen({ me, property, place }: { me: Me; property: PropertyOfMe; place: InboxPlace }) {
  const { presence } = useServices();
  const { route } = useLocation();
  const { view, conversation: id } = place;
  const inbox = useInbox(property.id, me.agent.id);
  const list = inbox.list(view);
  const opened = useMemo(() => (id === null ? null : inbox.conversation(id)), [inbox, id]);
  const shown = opened?.state.value.conversation ?? null;
  const [assigning, setAssigning] = useState(false);
  const composer = useRef<ComposerHandle>(null);

  useEffect(() => void inbox.showView(view), [inbox, view]);
  useEffect(() => void opened?.load(), [opened]);
  useRefresh(property.id, () => void inbox.refresh(id));

  // looked up before anything is done: the news of it may be here before the answer, and takes it out of the list
  const next = useRef<string | null>(null);
  const lookOn = () => {
    next.current = id === null ? null : adjacentConversation(list.state.value.items, id);
  };
  const lookAgain = () => {
    void opened?.load();
    void list.refresh();
  };
  const moveOn = (from: string) => {
    list.remove(from);
    route(href.inbox(property.id, view, matchMedia(ONE_COLUMN).matches ? null : next.current), true);
  };
  const actions = useConversationActions(property.id, shown, lookOn, (summary, change) => {
    // closing is a step on to the next one; everything else leaves the agent where they are
    const done = "status" in change || "suspicious" in change || change.unread === true;
    if (done && summary.id === id && !isInView(view, summary, me.agent.id)) moveOn(summary.id);
    inbox.applyResult(summary, summary.id, []);
    void presence.sendHeartbeat();
  });
  useInboxKeys(actions, composer, shown, () => setAssigning(true));
  useFailureNotice(actions);

  const unread = presence.counts.value.get(property.id)?.unread ?? 0;
  useTitle(`${unread ? `(${unread}) ` : ""}${shown ? personName(shown.person) : "Inbox"} · ${property.name}`);

  const failure = opened?.state.value.failure ?? null;
  const column = id === null ? "list" : place.person ? "person" : "thread";
  return (
    <main class="panes inbox" id="main" tabIndex={-1} data-column={column}>
      <h1 class="unseen">Inbox</h1>
      {shown && <MessageAnnouncer key={shown.id} me={me.agent.id} conversation={shown} />}
      <ConversationList
        property={property}
        me={me.agent.id}
        view={view}
        list={list}
        open={shown}
        openId={id}
        retry={() => void inbox.showView(view)}
      />
      <section class="pane thread-pane" aria-label="Conversation">
        {opened === null ? (
          <NothingOpen />
        ) : shown ? (
          <ConversationPane
            key={shown.id}
            property={property.id}
            me={me.agent}
            conversation={shown}
            opened={opened}
            back={href.inbox(property.id, view)}
            person={href.inbox(property.id, view, shown.id, true)}
            actions={actions}
            composer={composer}
            onAssign={() => setAssigning(true)}
            onChanged={(message) => inbox.applyResult(null, shown.id, [message])}
          />
        ) : failure ? (
          <LoadError failure={failure} retry={() => void opened.load()} />
        ) : (
          <Skeleton lines={8} label="Loading the conversation" />
        )}
      </section>
      {shown && opened && (
        <PersonPanel
          key={shown.person.id}
          property={property.id}
          conversation={shown}
          back={href.inbox(property.id, view, shown.id)}
          onDetached={lookAgain}
          onGone={lookAgain}
        />
      )}
      {assigning && shown && (
        <AssignDialog
          property={property.id}
          me={me.agent.id}
          conversation={shown}
          assign={(agent) => void actions.assign(agent)}
          onClose={() => setAssigning(false)}
        />
      )}
    </main>
  );
}

/** Asks again with every beat in which something is new, and while nobody brings changes with every one. */
function useRefresh(property: string, refresh: () => void): void {
  const { presence, live } = useServices();
  const counts = presence.counts.value.get(property);
  const connected = live.connected.value;
  const news = counts && `${counts.latestAt} ${counts.open} ${counts.unread}`;
  const known = useRef(news);
  const latest = useRef(refresh);
  latest.current = refresh;
  const first = known.current === undefined;
  useEffect(() => {
    const different = known.current !== news;
    known.current = news;
    if (first || connected) return;
    if (different || document.visibilityState === "visible") latest.current();
  }, [counts, connected]);
}

function useInboxKeys(
  actions: ConversationActions,
  composer: { readonly current: ComposerHandle | null },
  shown: ConversationSummary | null,
  assign: () => void,
): void {
  useShortcuts({
    e: () => void actions.toggleClosed(),
    u: () => void actions.markUnread(),
    t: () => void actions.take(),
    a: () => shown && assign(),
    r: () => composer.current?.write("message"),
    n: () => composer.current?.write("note"),
  });
}

function useFailureNotice({ failure }: ConversationActions): void {
  const { notices } = useServices();
  useEffect(() => {
    if (failure) notices.say(errorText(failure), { tone: "bad" });
  }, [failure]);
}

function NothingOpen() {
  return (
    <EmptyState icon="chat" title="Nothing is open">
      <p>
        Choose a conversation from the list. The arrow keys walk through it, and <kbd>?</kbd> shows every key.
      </p>
    </EmptyState>
  );
}
