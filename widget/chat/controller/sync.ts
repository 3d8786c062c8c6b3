import type { ToVisitor, VisitorChanges, VisitorHistory } from "../../../shared/live.ts";
import type { EmitEvent } from "../../api/foyer.ts";
import type { CancelTimer } from "../../delivery/cancel-timer.ts";
import { type Candidate, runForLeader } from "../../delivery/leader.ts";
import type { LeaderEvent } from "../../delivery/leader-event.ts";
import type { ControllerContext } from "../../state/controller-context.ts";
import { type Chat, classifyChanges, unreadMessages, withChanges, withHistory } from "../chat-model.ts";
import { type LiveConnection, type LiveConnectionOptions, openLiveConnection } from "../live-connection.ts";
import type { ChatDeliveries } from "./deliveries.ts";
import type { ChatStore } from "./store.ts";

/** How long "is typing" is shown without another frame, ms. */
const TYPING_TIMEOUT = 15_000;
/** How long another tab has to report that the visitor has read a message, before this one plays the sound, ms. */
const SOUND_DELAY = 400;

/** Keeps the chat up to date: by the live connection, which one of the tabs holds, or by requests. */
export interface ChatSync {
  /** Fetches the chat, and stays connected in one of the tabs. */
  start(): void;
  stop(): void;
  /** The network is back, or the page has become visible. */
  reconnect(): void;
  /** A frame of the live connection, in this tab or another. */
  onFrame(frame: ToVisitor): void;
  /** Another tab asks which of them holds the connection, or answers. */
  onLeaderEvent(event: LeaderEvent): void;
  /** The server has accepted a delivery of this tab. Without a connection its effects are fetched. */
  onAccepted(): void;
  /**
   * Tells the agents whether the visitor is typing.
   *
   * @param isRemote they type in another tab; otherwise the tab with the connection is asked to tell, if this has none
   */
  sendTyping(on: boolean, isRemote?: boolean): void;
  /** Fetches earlier messages. @returns whether there are any */
  loadEarlier(): boolean;
}

/** Tells the page that the conversation has ended. A visitor sees no entry for what the system does by itself. */
function announceEnd(emit: EmitEvent, before: Chat, { conversation, messages }: Chat): void {
  if (conversation?.status !== "closed" || before.conversation?.status !== "open") return;
  const closing = messages.findLast(
    ({ event, sequence }) => event === "closed" && sequence > before.sequence,
  );
  const by = closing?.agent ? "agent" : closing ? "visitor" : "system";
  emit("ended", { conversation: conversation.id, by });
}

/** Applies changes to the chat. */
function createChangeHandler(
  { after, monotonicNow, emit, persisted }: ControllerContext,
  store: ChatStore,
  { markRead }: Pick<ChatDeliveries, "markRead">,
  playSound: () => void,
) {
  let cancelWait: CancelTimer = () => undefined;

  /**
   * @param isConnected this tab holds the connection, and so plays the sound for all tabs
   * @returns whether changes are missing before these
   */
  function apply(changes: VisitorChanges, isConnected: boolean): boolean {
    const chat = store.chat();
    const action = classifyChanges(chat, changes);
    if (action !== "apply") return action === "fetch";
    const fresh = changes.reset
      ? []
      : changes.messages.filter(
          ({ author, sequence, retracted }) => author === "agent" && sequence > chat.sequence && !retracted,
        );
    store.update({
      ...withChanges(chat, changes, monotonicNow()),
      announced: fresh.length ? fresh : chat.announced,
    });
    // once the wait has passed its limit, the panel offers the offline form
    cancelWait();
    const { waitsUntil } = store.chat().conversation ?? {};
    if (waitsUntil) cancelWait = after(waitsUntil - monotonicNow() + 1, () => store.update({}));
    if (!changes.reset) announceEnd(emit, chat, store.chat());
    for (const { id, conversation, text, agent } of fresh)
      emit("message", { id, conversation, author: "agent", text, agent: agent ? { name: agent } : null });
    markRead();
    if (fresh.length && isConnected && !persisted.read().mute)
      after(SOUND_DELAY, () => unreadMessages(store.chat()).length && playSound());
    return false;
  }

  return { apply, stop: () => cancelWait() };
}

function connectionOptions(
  { propertyUrl, client, visitor, panel, persisted, tabs, after, now, random }: ControllerContext,
  store: ChatStore,
  signal: AbortSignal,
  poll: () => Promise<boolean>,
): LiveConnectionOptions {
  return {
    url: `${propertyUrl.replace("http", "ws")}/live`,
    signal,
    after,
    now,
    random,
    token: async () => (await client.authorize(visitor())).body.token,
    onTokenRejected: () => client.dropToken(visitor()),
    sequence: () => store.chat().sequence,
    poll,
    isWatched: () => panel.state().open || !!persisted.read().shown, // in this tab or another
    onFrame: (frame) => tabs.publish({ kind: "frame", frame }),
  };
}

/** Fetches earlier messages, one page at a time. @param session of the request; an answer for another one is dropped */
function createHistory(
  { client, visitor }: ControllerContext,
  store: ChatStore,
  session: () => AbortController | null,
) {
  let isLoading = false;
  return {
    loadEarlier(): boolean {
      const { messages, hasEarlier } = store.chat();
      const [first] = messages;
      if (!first || !hasEarlier) return false;
      if (isLoading) return true;
      isLoading = true;
      const startedIn = session();
      const content = { conversation: first.conversation, before: first.sequence };
      client.post(visitor(), "/history", content).then(({ body }) => {
        isLoading = false;
        if (body.messages && startedIn === session())
          store.update(withHistory(store.chat(), body as VisitorHistory));
      });
      return true;
    },
  };
}

export function createChatSync(
  context: ControllerContext,
  store: ChatStore,
  deliveries: Pick<ChatDeliveries, "markRead">,
  playSound: () => void,
): ChatSync {
  const { settings, propertyUrl, panel, tabs, client, after, visitor } = context;
  const changeHandler = createChangeHandler(context, store, deliveries, playSound);
  let session: AbortController | null = null;
  let candidate: Candidate | null = null;
  let connection: LiveConnection | null = null;
  let lastFetch: Promise<unknown> = Promise.resolve();
  let cancelTyping: CancelTimer = () => undefined;

  /** Requests the changes, after earlier requests. Resolves to whether the server answered. */
  function fetchChanges(): Promise<boolean> {
    const job = async () => {
      const startedIn = session;
      const { body } = await client.post(visitor(), "/changes", { since: store.chat().sequence });
      // after "Not you?" an answer for the visitor before is dropped
      if (body.messages && startedIn === session) {
        const changes = body as VisitorChanges;
        // the other tabs have no connection of their own
        if (connection) tabs.broadcast({ kind: "frame", frame: changes });
        changeHandler.apply(changes, !!connection);
      }
      return !!(body.messages || body.code); // and not a proxy
    };
    const fetched = lastFetch.then(job, job);
    lastFetch = fetched;
    return fetched;
  }

  function onFrame(frame: ToVisitor): void {
    if (frame.kind === "changes" && changeHandler.apply(frame, !!connection)) fetchChanges();
    if (frame.kind === "available") panel.dispatch({ kind: "availability", available: frame.available });
    if (frame.kind !== "typing") return;
    cancelTyping();
    cancelTyping = after(TYPING_TIMEOUT, () => store.update({ typing: "" }));
    store.update({ typing: frame.on ? frame.agent : "" });
  }

  /** Holds the live connection until another tab takes over, or the session ends. */
  async function connect(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const opened = openLiveConnection(connectionOptions(context, store, signal, fetchChanges));
    connection = opened;
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    if (connection === opened) connection = null;
  }

  /** Takes part in the choice of the tab that holds the connection. */
  function runForConnection(signal: AbortSignal): void {
    if (signal.aborted) return;
    candidate = runForLeader({
      name: `${propertyUrl} live`,
      signal,
      lead: connect,
      worksWhileHidden: () => !!connection?.isOpen(),
      broadcast: tabs.broadcast,
      after,
    });
  }

  function stop(): void {
    session?.abort();
    session = connection = candidate = null;
    changeHandler.stop();
  }

  context.signal.addEventListener("abort", stop);
  return {
    stop,
    onFrame,
    start() {
      if (session || settings.preview || context.signal.aborted) return;
      session = new AbortController();
      const { signal } = session;
      fetchChanges().then(() => runForConnection(signal));
    },
    reconnect() {
      if (connection) connection.reconnect();
      else if (session) fetchChanges();
    },
    onLeaderEvent: (event) => candidate?.onEvent(event),
    onAccepted() {
      if (session && !connection?.isOpen()) fetchChanges();
    },
    sendTyping(on, isRemote = false) {
      const conversation = store.chat().conversation?.id;
      if (conversation && !connection?.send({ kind: "typing", conversation, on }) && !isRemote)
        tabs.broadcast({ kind: "typing", on });
    },
    ...createHistory(context, store, () => session),
  };
}
