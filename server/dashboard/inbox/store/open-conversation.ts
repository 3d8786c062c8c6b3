import { type ReadonlySignal, signal } from "@preact/signals";
import type { Conversation, ConversationSummary, Message } from "../../../../shared/conversation.ts";
import type { Api } from "../../data/api.ts";
import { type ApiError, toApiError } from "../../data/api-error.ts";
import { trimmed, withEarlierPage, withMessages, withReload, withSummary } from "./merge-messages.ts";

interface OpenedState {
  readonly conversation: Conversation | null;
  /** Why it could not be loaded; what was there before stays. */
  readonly failure: ApiError | null;
  /** Whether the part before the first entry is on its way, or could not be brought. */
  readonly history: "idle" | "loading" | "failed";
}

/** One conversation as this page holds it. */
export interface OpenConversation {
  readonly state: ReadonlySignal<OpenedState>;
  load(): Promise<void>;
  /** Brings the entries before the first one. */
  loadEarlier(): Promise<void>;
  /** What came by itself or as an answer. */
  applyChanges(summary: ConversationSummary | null, messages: readonly Message[]): void;
  /** Lets go of history that nobody looks at any more. */
  trim(): void;
}

/** Opens a conversation: its last entries first, what changes meanwhile included, what was before on request. */
export function createOpenConversation(
  api: Pick<Api, "conversation" | "history">,
  property: string,
  id: string,
  newest: () => ConversationSummary | undefined,
): OpenConversation {
  const state = signal<OpenedState>({ conversation: null, failure: null, history: "idle" });
  // what comes while the conversation itself is on its way must not be older news when it is there
  let meanwhile: Message[] = [];
  let loading = 0;

  const show = (change: (held: Conversation) => Conversation) => {
    const { conversation } = state.value;
    if (!conversation) return;
    const next = change(conversation);
    if (next !== conversation) state.value = { ...state.value, conversation: next };
  };

  return {
    state,
    async load() {
      loading++;
      try {
        const fresh = await api.conversation(property, id);
        const whole = withMessages(withReload(state.value.conversation, fresh), meanwhile);
        const known = newest();
        const conversation = known ? withSummary(whole, known) : whole;
        state.value = { ...state.value, conversation, failure: null };
      } catch (error) {
        const failure = toApiError(error);
        if (!state.value.conversation || failure.code === "not_found")
          state.value = { ...state.value, conversation: null, failure };
      } finally {
        loading--;
        if (!loading) meanwhile = [];
      }
    },
    async loadEarlier() {
      const { conversation, history } = state.value;
      const first = conversation?.messages[0];
      if (!conversation?.earlier || !first || history === "loading") return;
      state.value = { ...state.value, history: "loading" };
      try {
        const page = await api.history(property, id, first.sequence);
        state.value = { ...state.value, history: "idle" };
        // a reload may have taken away what this page stands before
        show((held) => (held.messages[0]?.sequence === first.sequence ? withEarlierPage(held, page) : held));
      } catch {
        state.value = { ...state.value, history: "failed" }; // said where the history would begin, with a retry
      }
    },
    applyChanges(summary, messages) {
      if (loading) meanwhile.push(...messages);
      show((held) => {
        const withState = summary ? withSummary(held, summary) : held;
        return messages.length ? withMessages(withState, messages) : withState;
      });
    },
    trim: () => show(trimmed),
  };
}
