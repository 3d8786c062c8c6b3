import type { ConversationSummary, InboxView, Message } from "../../../../shared/conversation.ts";
import type { AgentChanges, ToAgent } from "../../../../shared/live.ts";
import type { Api } from "../../data/api.ts";
import type { Live } from "../../data/live/live.ts";
import { createInboxList, type InboxList, storeIfNewer } from "./inbox-list.ts";
import { classifyFrame } from "./merge-messages.ts";
import { createOpenConversation, type OpenConversation } from "./open-conversation.ts";

interface InboxDeps {
  readonly api: Pick<Api, "inbox" | "conversation" | "history">;
  readonly live: Pick<Live, "follow" | "fillGap">;
  readonly property: string;
  readonly agent: string;
}

/** A property's inbox as this page holds it: the lists, what is open, and how far both have been brought. */
export interface Inbox {
  list(view: InboxView): InboxList;
  conversation(id: string): OpenConversation;
  /** Loads a view, and from its place on follows what changes. */
  showView(view: InboxView): Promise<void>;
  /** Follows what changes, whatever screen is shown. */
  start(): Promise<void>;
  /** Counts again what waits in each view. */
  recount(): Promise<void>;
  /** A frame of the live connection. @returns whether it changed anything here */
  handleFrame(frame: ToAgent): boolean;
  /** What the server answered to something done here. */
  applyResult(summary: ConversationSummary | null, conversation: string, messages: readonly Message[]): void;
  /** Asks for everything shown again: nobody brought what changed. */
  refresh(openId: string | null): Promise<void>;
}

/** So many conversations are held after they were looked at. */
const HELD = 20;
/** So many changes are remembered; a page that is on its way for longer than they take to happen is none of ours. */
const REMEMBERED = 2_000;

/** Holds a property's inbox, for as long as the page is open. */
export function createInbox({ api, live, property, agent }: InboxDeps): Inbox {
  const known = new Map<string, ConversationSummary>();
  const lists = new Map<InboxView, InboxList>();
  const open = new Map<string, OpenConversation>();
  /** First pages that are on their way. */
  const beginnings = new Map<InboxList, Promise<void>>();
  let sequence: number | null = null;
  let shown: InboxView = "open";

  const note = (summary: ConversationSummary) => {
    storeIfNewer(known, summary);
    for (const id of known.keys()) {
      if (known.size <= REMEMBERED) break;
      known.delete(id);
    }
  };
  const settleLists = () => {
    for (const list of lists.values()) list.resettle();
  };

  const apply = (frame: AgentChanges) => {
    for (const summary of frame.conversations) note(summary);
    settleLists();
    for (const [id, one] of open) {
      const summary = frame.conversations.find((conversation) => conversation.id === id) ?? null;
      const messages = frame.messages.filter(({ conversation }) => conversation === id);
      if (summary || messages.length)
        one.applyChanges(
          summary,
          messages.map(({ message }) => message),
        );
    }
  };

  const restart = () => {
    for (const list of lists.values()) void list.load();
    const shown = [...open].at(-1);
    open.clear();
    if (!shown) return;
    open.set(...shown);
    void shown[1].load();
  };

  const followOn = (next: number) => {
    sequence = next;
    live.follow({ property, since: next });
  };
  const followFrom = (list: InboxList) => {
    const { first } = list.state.value;
    if (sequence === null && first) followOn(first.sequence);
  };
  const begun = (list: InboxList): Promise<void> => {
    if (list.state.value.first) return Promise.resolve();
    const begin = beginnings.get(list) ?? list.load().finally(() => beginnings.delete(list));
    beginnings.set(list, begin);
    return begin;
  };
  const listOf = (view: InboxView): InboxList => {
    const list = lists.get(view) ?? createInboxList(api, property, { view, agent }, () => known.values());
    lists.set(view, list);
    return list;
  };

  return {
    list: listOf,
    conversation(id) {
      const one = open.get(id) ?? createOpenConversation(api, property, id, () => known.get(id));
      // the one that was looked at longest ago goes first
      open.delete(id);
      open.set(id, one);
      for (const old of open.keys()) {
        if (open.size <= HELD) break;
        open.delete(old);
      }
      return one;
    },
    async showView(view) {
      shown = view;
      const list = listOf(view);
      if (list.state.value.first) await list.refresh();
      else await begun(list);
      followFrom(list);
    },
    async start() {
      if (sequence !== null) live.follow({ property, since: sequence });
      const list = listOf(shown);
      await begun(list);
      followFrom(list);
    },
    recount: () => listOf(shown).refresh(),
    handleFrame(frame) {
      if (frame.kind !== "changes" || frame.property !== property || sequence === null) return false;
      switch (classifyFrame(sequence, frame)) {
        case "old":
          return false;
        case "gap":
          live.fillGap(property, sequence);
          return false;
        case "reset":
          followOn(frame.sequence);
          restart();
          return true;
        case "next":
          sequence = frame.sequence;
          apply(frame);
          return true;
      }
    },
    applyResult(summary, conversation, messages) {
      if (summary) {
        note(summary);
        settleLists();
      }
      open.get(conversation)?.applyChanges(summary, messages);
    },
    async refresh(openId) {
      await Promise.all([
        ...[...lists.values()].map((list) => list.refresh()),
        openId === null ? undefined : open.get(openId)?.load(),
      ]);
    },
  };
}
