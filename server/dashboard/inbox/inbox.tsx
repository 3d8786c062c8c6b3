import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Me, PropertyOfMe } from "../../../shared/account.ts";
import { EMPTY_SEARCH, href, type Route, type View } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { useInbox } from "../app/shell/use-live-inbox.ts";
import { readyOr } from "../data/loadable.ts";
import { personName } from "../data/person-name.ts";
import { t, withElements } from "../i18n/translate.ts";
import { limitedCount } from "../ui/format.ts";
import { EmptyState, LoadError, Skeleton } from "../ui/states.tsx";
import { useShortcuts } from "../ui/use-shortcuts.ts";
import { useTitle } from "../ui/use-title.ts";
import { SelectedConversation } from "./conversation/lazy-selected-conversation.ts";
import { type ConversationActions, useConversationActions } from "./conversation/use-conversation-actions.ts";
import { ConversationList } from "./list/conversation-list.tsx";
import type { Inbox } from "./store/inbox-store.ts";
import type { OpenConversation } from "./store/open-conversation.ts";

type InboxRoute = Extract<Route, { page: "inbox" }>;

/** Up to this width one column shows at a time. inbox.css has the same width. */
const ONE_COLUMN = "(max-width: 50rem)";

interface InboxScreenProps {
  readonly me: Me;
  readonly property: PropertyOfMe;
  readonly route: InboxRoute;
}

/** The inbox: the list of conversations, the selected conversation, and the panel about its person. */
export function InboxScreen({ me, property, route }: InboxScreenProps) {
  const { route: go } = useLocation();
  const { view, conversation: id, search, message } = route;
  const inbox = useInbox(property.id, me.agent.id);
  const open = useMemo(() => (id === null ? null : inbox.conversation(id)), [inbox, id]);
  const conversation = open && readyOr(open.state.value.loaded, null);
  const [assigning, setAssigning] = useState(false);
  const address = (selected: string | null, person = false) =>
    href.inbox(property.id, view, selected, person, { search, message: selected === null ? null : message });

  useEffect(() => void inbox.showView(view), [inbox, view]);
  useEffect(() => void open?.load(), [open]);
  useRefresh(property.id, inbox, id);
  useInboxTitle(property, conversation && personName(conversation.person));
  const actions = useConversationActions({
    property: property.id,
    inbox,
    view,
    agent: me.agent.id,
    conversation,
    // with one column, the list comes after a conversation, not the next conversation
    select: (next) => go(address(matchMedia(ONE_COLUMN).matches ? null : next), true),
  });
  useInboxShortcuts(actions, {
    assign: () => conversation && setAssigning(true),
    show: (name) => go(href.inbox(property.id, name)),
    search: () => search ?? go(href.inbox(property.id, view, id, false, EMPTY_SEARCH)),
  });
  // if this fails, the pane loads its code when it is shown, and says so if that fails too
  useEffect(() => void SelectedConversation.preload().catch(() => undefined), []);
  const reload = () => void inbox.refresh(id);

  return (
    <main class="panes inbox" id="main" tabIndex={-1} data-column={columnOf(route)}>
      <h1 class="unseen">{t("Inbox")}</h1>
      <ConversationList
        property={property}
        me={me.agent.id}
        view={view}
        search={search}
        message={message}
        list={inbox.list(view)}
        inbox={inbox}
        selected={conversation}
        selectedId={id}
        retry={() => void inbox.showView(view)}
      />
      {open && conversation ? (
        <SelectedConversation
          property={property.id}
          propertyName={property.name}
          me={me.agent}
          conversation={conversation}
          open={open}
          message={message}
          inbox={inbox}
          actions={actions}
          addresses={{
            list: address(null),
            thread: address(conversation.id),
            person: address(conversation.id, true),
          }}
          assigning={assigning}
          setAssigning={setAssigning}
          reload={reload}
        />
      ) : (
        <section class="pane thread-pane" aria-label={t("Conversation")}>
          <NoConversation open={open} />
        </section>
      )}
    </main>
  );
}

/** The column that is shown if there is room for one only. */
function columnOf({ conversation, person }: InboxRoute): "list" | "person" | "thread" {
  if (conversation === null) return "list";
  return person ? "person" : "thread";
}

/** The middle column while no conversation is shown: none is selected, or it is loading, or loading failed. */
function NoConversation({ open }: { open: OpenConversation | null }) {
  if (!open)
    return (
      <EmptyState icon="chat" title={t("No conversation selected")}>
        <p>
          {withElements(
            "Select one from the list. The arrow keys move through it; press {key} for all shortcuts.",
            { key: <kbd>?</kbd> },
          )}
        </p>
      </EmptyState>
    );
  const { loaded } = open.state.value;
  return loaded.kind === "failed" ? (
    <LoadError failure={loaded.failure} retry={() => void open.load()} />
  ) : (
    <Skeleton lines={8} label={t("Loading the conversation")} />
  );
}

/** Reloads the inbox with the heartbeat while there is no live connection: on changes, and while the page is visible. */
function useRefresh(property: string, inbox: Inbox, selectedId: string | null): void {
  const { presence, live } = useServices();
  const counts = presence.counts.value.get(property);
  const connected = live.connected.value;
  const version = counts && `${counts.latestAt} ${counts.open} ${counts.unread}`;
  const previous = useRef(version);
  const isFirst = previous.current === undefined;
  useEffect(() => {
    const changed = previous.current !== version;
    previous.current = version;
    if (isFirst || connected) return;
    if (changed || document.visibilityState === "visible") void inbox.refresh(selectedId);
  }, [counts, connected]);
}

function useInboxTitle(property: PropertyOfMe, person: string | null): void {
  const unread = useServices().presence.counts.value.get(property.id)?.unread ?? 0;
  useTitle(`${unread ? `(${limitedCount(unread)}) ` : ""}${person ?? t("Inbox")} · ${property.name}`);
}

/** The shortcuts of the views, and for actions on the selected conversation. The composer has its own. */
function useInboxShortcuts(
  actions: ConversationActions,
  {
    assign,
    show,
    search,
  }: {
    readonly assign: () => void;
    readonly show: (view: View) => void;
    readonly search: () => void;
  },
): void {
  useShortcuts({
    "/": search,
    "g m": () => show("mine"),
    "g u": () => show("unassigned"),
    "g o": () => show("overdue"),
    e: () => void actions.toggleClosed(),
    u: () => void actions.markUnread(),
    t: () => void actions.take(),
    a: assign,
  });
}
