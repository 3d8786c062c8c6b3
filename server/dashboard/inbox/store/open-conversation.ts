import { type ReadonlySignal, signal } from "@preact/signals";
import type { Conversation, ConversationSummary, Message } from "../../../../shared/conversation.ts";
import type { AgentChanges } from "../../../../shared/live.ts";
import type { Api } from "../../data/api.ts";
import { toApiError } from "../../data/api-error.ts";
import { LOADING, type Loadable } from "../../data/loadable.ts";
import { trimmed, withEarlierPage, withMessages, withReload, withSummary } from "./merge-messages.ts";

interface OpenConversationState {
  /** A reload that fails leaves the conversation as it is, unless the conversation no longer exists. */
  readonly loaded: Loadable<Conversation>;
  /** The state of the request for the entries before the first loaded one. */
  readonly history: "idle" | "loading" | "failed";
}

/** One conversation with its loaded entries. */
export interface OpenConversation {
  readonly state: ReadonlySignal<OpenConversationState>;
  load(): Promise<void>;
  /** Loads the page of entries before the first loaded one, unless one is being loaded. @param limit how many; absent: 50 */
  loadEarlier(limit?: number): Promise<void>;
  /** Merges changes from the live connection or from an answer of the server. */
  applyChanges(summary: ConversationSummary | null, messages: readonly Message[]): void;
  /** Releases the oldest loaded entries of a long history. */
  trim(): void;
}

type ConversationApi = Pick<Api, "conversation" | "history">;

/**
 * Loads the last entries of a conversation; `loadEarlier` loads the ones before.
 *
 * @param newestSummary the newest summary that the inbox has of this conversation
 */
function createOpenConversation(
  api: ConversationApi,
  property: string,
  id: string,
  newestSummary: () => ConversationSummary | undefined,
): OpenConversation {
  const state = signal<OpenConversationState>({ loaded: LOADING, history: "idle" });
  // messages that arrive during a load: the answer may have been read before them
  let arrived: Message[] = [];
  let loads = 0;
  /** How often the entries of another ticket have come or gone: the earlier entries are then replaced instead of merged. */
  let version = 0;
  /** The version of the loaded entries. */
  let loadedVersion = 0;

  const current = () => (state.value.loaded.kind === "ready" ? state.value.loaded.value : null);
  const update = (change: (conversation: Conversation) => Conversation) => {
    const before = current();
    if (!before) return;
    const value = change(before);
    if (value !== before) state.value = { ...state.value, loaded: { kind: "ready", value } };
  };

  let loadingPage: Promise<void> | null = null;
  const loadPage = async (limit?: number) => {
    const conversation = current();
    const first = conversation?.messages[0];
    if (!conversation?.earlier || !first) return;
    state.value = { ...state.value, history: "loading" };
    try {
      const page = await api.history(property, id, first.sequence, limit);
      state.value = { ...state.value, history: "idle" };
      // a reload may have removed the entry that this page ends at
      update((known) =>
        known.messages[0]?.sequence === first.sequence ? withEarlierPage(known, page) : known,
      );
    } catch {
      state.value = { ...state.value, history: "failed" }; // the thread shows the error and a button to try again
    }
  };

  return {
    state,
    async load() {
      loads++;
      const requested = version;
      try {
        const fresh = await api.conversation(property, id);
        if (requested < version) return; // it may have been read before the change, and another load follows
        const merged = withMessages(withReload(loadedVersion < version ? null : current(), fresh), arrived);
        loadedVersion = version;
        const summary = newestSummary();
        const value = summary ? withSummary(merged, summary) : merged;
        state.value = { ...state.value, loaded: { kind: "ready", value } };
      } catch (error) {
        if (requested < version) return;
        const failure = toApiError(error);
        if (!current() || failure.code === "not_found")
          state.value = { ...state.value, loaded: { kind: "failed", failure } };
      } finally {
        loads--;
        if (!loads) arrived = [];
      }
    },
    loadEarlier(limit) {
      loadingPage ??= loadPage(limit).finally(() => {
        loadingPage = null;
      });
      return loadingPage;
    },
    applyChanges(summary, messages) {
      if (messages.some(changesEntries)) {
        // the entries of another ticket have come or gone: what is loaded is not the beginning of what there is now
        version++;
        void this.load();
      }
      if (loads) arrived.push(...messages);
      update((known) => {
        const updated = summary ? withSummary(known, summary) : known;
        return messages.length ? withMessages(updated, messages) : updated;
      });
    },
    trim: () => update(trimmed),
  };
}

/** Whether an entry says that another ticket was joined into this one, or separated from it. */
const changesEntries = ({ event }: Message) => event?.kind === "joined" || event?.kind === "separated";

/** The number of conversations whose entries stay in memory after they were shown. */
const MAX_OPEN = 20;

/** The conversations that were shown last, with their entries. */
export interface OpenConversations {
  /** The conversation with an ID; the least recently used one is released for it. */
  get(id: string): OpenConversation;
  /** The same without creating one. */
  find(id: string): OpenConversation | undefined;
  applyFrame(frame: AgentChanges): void;
  /** Releases all but the last one, and reloads that one. */
  reset(): void;
}

/** @param newestSummary the newest summary that the inbox has of a conversation */
export function createOpenConversations(
  api: ConversationApi,
  property: string,
  newestSummary: (id: string) => ConversationSummary | undefined,
): OpenConversations {
  const open = new Map<string, OpenConversation>();
  return {
    get(id) {
      const conversation = open.get(id) ?? createOpenConversation(api, property, id, () => newestSummary(id));
      // a map iterates in the order of insertion: the least recently used one comes first
      open.delete(id);
      open.set(id, conversation);
      for (const oldest of open.keys()) {
        if (open.size <= MAX_OPEN) break;
        open.delete(oldest);
      }
      return conversation;
    },
    find: (id) => open.get(id),
    applyFrame({ conversations, messages }) {
      for (const [id, conversation] of open) {
        const summary = conversations.find((one) => one.id === id) ?? null;
        const own = messages.filter((entry) => entry.conversation === id).map(({ message }) => message);
        if (summary || own.length) conversation.applyChanges(summary, own);
      }
    },
    reset() {
      const last = [...open].at(-1);
      open.clear();
      if (!last) return;
      open.set(...last);
      void last[1].load();
    },
  };
}
