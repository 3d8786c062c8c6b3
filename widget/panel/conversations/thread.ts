import type { ListedConversation, VisitorMessage } from "../../../shared/conversation.ts";
import type { Delivery } from "../../../shared/delivery.ts";
import type { VisitorChanges } from "../../../shared/live.ts";
import type { Chat } from "../../chat/chat-model.ts";
import type { ChatController } from "../../chat/controller/chat-controller.ts";
import type { ApiClient, ApiResponse } from "../../delivery/api-client.ts";
import type { TabEvent } from "../../delivery/tabs.ts";
import type { ControllerContext } from "../../state/controller-context.ts";
import type { PanelState } from "../../state/panel-state.ts";
import type { PanelStore } from "../../state/panel-store.ts";
import type { PersistedState, PersistedStateStore } from "../../state/persisted-state.ts";

/** How often an open conversation is fetched, ms: the live connection brings only what this browser has begun. */
const REFRESH_INTERVAL = 6_000;

/** Creates the controller of a chat. */
export type CreateChat = (context: ControllerContext) => ChatController;

/** One conversation of the list, with the tickets that continue it, as a chat of its own. */
export interface Thread {
  readonly item: ListedConversation;
  /** The context that the components of the chat take in the place of the panel's. */
  readonly store: PanelStore;
  readonly controller: ChatController;
  /** Fetches what has changed. */
  refresh(): void;
  onEvent(event: TabEvent, isRemote: boolean): void;
  stop(): void;
}

const CHAT_SCREEN = { kind: "chat" } as const;

/** A store with the chat of the thread. All else is the panel's. */
function createThreadStore(panel: PanelStore): PanelStore {
  const listeners = new Set<Parameters<PanelStore["subscribe"]>[0]>();
  let chat: Chat | null = null;
  const state = (): PanelState => ({ ...panel.state(), screen: CHAT_SCREEN, page: null, chat });
  return {
    state,
    dispatch: panel.dispatch,
    dispatcher: (reduce) => (event) => {
      const before = state();
      chat = reduce(before, event).chat;
      for (const listener of listeners) listener(state(), before);
    },
    subscribe(listener) {
      const end = panel.subscribe(listener);
      listeners.add(listener);
      return () => {
        end();
        listeners.delete(listener);
      };
    },
  };
}

/** Stores the draft with the panel's state (R23), and what else a chat stores in memory only. */
function createThreadState(persisted: PersistedStateStore, conversation: string): PersistedStateStore {
  const { drafts } = persisted.read();
  let state: PersistedState = {
    ...persisted.read(),
    chat: "open",
    conversation,
    message: drafts?.[conversation] ?? "",
    top: 0,
  };
  return {
    ...persisted,
    read: () => state,
    write(part) {
      state = { ...state, ...part };
      if (part.mute !== undefined) persisted.write({ mute: part.mute });
      if (part.message === undefined) return;
      const { [conversation]: _, ...others } = persisted.read().drafts ?? {};
      persisted.write({ drafts: part.message ? { ...others, [conversation]: part.message } : others });
    },
  };
}

/** The thread's reading of the server's answer: it is a chat, whatever its number, and the shown entries count as read. */
function toChat(answer: ApiResponse): ApiResponse {
  const { conversation, messages } = answer.body;
  if (!messages) return answer;
  return {
    ...answer,
    body: {
      ...answer.body,
      messages: messages.filter(({ event }) => event !== "ticket"),
      conversation: conversation
        ? { ...conversation, ticket: null, visitorRead: Number.MAX_SAFE_INTEGER }
        : null,
    },
  };
}

/**
 * Opens a conversation of the list. Its chat is drawn, and sends, as the panel's does; what it fetches are the changes of
 * this conversation.
 */
export function openThread(
  context: ControllerContext,
  createChat: CreateChat,
  item: ListedConversation,
): Thread {
  const { outbox, visitor, newId, now, after } = context;
  const store = createThreadStore(context.panel);
  const lifetime = new AbortController();
  context.signal.addEventListener("abort", () => lifetime.abort(), lifetime);
  let hasUnread = item.unread;
  const put = (delivery: Delivery, replaces: string | null) =>
    outbox.put({ ...delivery, thread: true }, visitor(), replaces);
  const isSeen = () => store.state().open && !document.hidden && !lifetime.signal.aborted;

  const post: ApiClient["post"] = async (author, path, content, isFile) => {
    if (path !== "/changes" && path !== "/history") return context.client.post(author, path, content, isFile);
    const answer = await context.client.post(author, `/thread-${path.slice(1)}`, {
      ...content,
      conversation: item.id,
    });
    if (answer.body.conversation?.unread) hasUnread = true;
    return toChat(answer);
  };

  const controller = createChat({
    ...context,
    panel: store,
    persisted: createThreadState(context.persisted, item.id),
    client: { ...context.client, post },
    outbox: { ...outbox, put: (delivery, _, replaces) => put(delivery, replaces) },
    tabs: { ...context.tabs, broadcast: () => undefined },
    emit: () => undefined,
    setPending: () => undefined,
  });

  const messages = () => store.state().chat?.messages ?? [];

  /** Marks the last messages of agents as read, in each ticket of the thread. */
  function markRead(messages: readonly VisitorMessage[]): void {
    if (!hasUnread || !isSeen()) return;
    hasUnread = false;
    const last = new Map<string, number>();
    for (const { author, conversation, sequence } of messages)
      if (author === "agent") last.set(conversation, sequence);
    for (const [conversation, sequence] of last)
      put({ id: newId(), kind: "read", at: now(), conversation, sequence }, null);
  }

  async function refresh(): Promise<void> {
    const since = store.state().chat?.sequence ?? 0;
    const { body } = await post(visitor(), "/changes", { since });
    if (lifetime.signal.aborted) return;
    if (body.messages)
      controller.onEvent({ kind: "frame", frame: { ...(body as VisitorChanges), kind: "changes" } }, true);
    markRead(messages());
  }

  /** Whether a delivery was sent from this thread, on this page or an earlier one. */
  const isOwn = ({ thread, conversation }: Delivery) =>
    !!thread &&
    (conversation === item.id || messages().some((message) => message.conversation === conversation));

  const { show } = controller.deliveries;
  /** Shows what waits in the outbox, or was refused. */
  async function resume(): Promise<void> {
    for (const { delivery, problem } of await outbox.all())
      if (isOwn(delivery)) show({ ...delivery, thread: false }, problem);
  }

  function poll(): void {
    if (isSeen()) refresh();
    lifetime.signal.addEventListener("abort", after(REFRESH_INTERVAL, poll));
  }

  refresh().then(resume);
  after(REFRESH_INTERVAL, poll);
  return {
    item,
    store,
    controller,
    refresh,
    onEvent(event, isRemote) {
      if (event.kind === "sending" || event.kind === "waiting") controller.onEvent(event, true);
      else if (event.kind === "refused" && isOwn(event.entry.delivery))
        show({ ...event.entry.delivery, thread: false }, event.problem);
      else if (event.kind === "queued" && isRemote && isOwn(event.delivery))
        show({ ...event.delivery, thread: false });
      else if (event.kind === "accepted") {
        controller.onEvent(event, true);
        refresh();
      } else if (event.kind === "frame" && event.frame.kind === "changes") refresh();
    },
    stop: () => lifetime.abort(),
  };
}
