import type { ConversationSummary, Message } from "../../../../shared/conversation.ts";
import type { ToAgent } from "../../../../shared/live.ts";
import type { View } from "../../app/routes.ts";
import type { Api } from "../../data/api.ts";
import type { Live } from "../../data/live/live.ts";
import { createInboxList, type InboxList, storeIfNewer } from "./inbox-list.ts";
import { classifyFrame } from "./merge-messages.ts";
import { createOpenConversations, type OpenConversation } from "./open-conversation.ts";

interface InboxDeps {
  readonly api: Pick<Api, "inbox" | "conversation" | "history">;
  readonly live: Pick<Live, "follow" | "fillGap">;
  readonly property: string;
  readonly agent: string;
}

/** The state of a property's inbox: its lists, the open conversations, and the last sequence number received. */
export interface Inbox {
  list(view: View): InboxList;
  conversation(id: string): OpenConversation;
  /** Loads a view, and follows changes from the sequence number of its first page on. */
  showView(view: View): Promise<void>;
  /** Follows changes, on whatever screen. */
  start(): Promise<void>;
  /** Reloads the counts of the views. */
  recount(): Promise<void>;
  /** Handles a frame of the live connection. @returns whether it changed the inbox */
  handleFrame(frame: ToAgent): boolean;
  /** Applies what the server answered to an action of this agent. */
  applyResult(summary: ConversationSummary | null, conversation: string, messages: readonly Message[]): void;
  /** Reloads the lists and the shown conversation; used while there is no live connection. */
  refresh(shownId: string | null): Promise<void>;
}

/** The number of summaries that are remembered, so that a page read before a change does not undo it. */
const MAX_SUMMARIES = 2_000;

/** The newest summary of each conversation that has changed; the oldest ones are released. */
function createSummaries() {
  const byId = new Map<string, ConversationSummary>();
  return {
    byId,
    add(summary: ConversationSummary) {
      storeIfNewer(byId, summary);
      for (const oldest of byId.keys()) {
        if (byId.size <= MAX_SUMMARIES) break;
        byId.delete(oldest);
      }
    },
  };
}

/** The lists of an inbox by view, each created when it is first needed. */
function createLists(create: (view: View) => InboxList) {
  const lists = new Map<View, InboxList>();
  const firstLoads = new Map<InboxList, Promise<void>>();
  return {
    all: () => [...lists.values()],
    get(view: View): InboxList {
      const list = lists.get(view) ?? create(view);
      lists.set(view, list);
      return list;
    },
    /** Loads the first page once, however many callers wait for it. */
    async ensureLoaded(list: InboxList): Promise<void> {
      if (list.state.value.first) return;
      const load = firstLoads.get(list) ?? list.load().finally(() => firstLoads.delete(list));
      firstLoads.set(list, load);
      await load;
    },
  };
}

/** Creates the inbox of a property, which lives as long as the page. */
export function createInbox({ api, live, property, agent }: InboxDeps): Inbox {
  const summaries = createSummaries();
  const lists = createLists((view) =>
    createInboxList(api, property, { view, agent }, () => summaries.byId.values()),
  );
  const conversations = createOpenConversations(api, property, (id) => summaries.byId.get(id));
  /** The last sequence number received; null before the first page. */
  let sequence: number | null = null;
  let shownView: View = "all";

  const resettleLists = () => {
    for (const list of lists.all()) list.resettle();
  };
  const followFrom = (since: number) => {
    sequence = since;
    live.follow({ property, since });
  };
  const followFromList = ({ state }: InboxList) => {
    const { first } = state.value;
    if (sequence === null && first) followFrom(first.sequence);
  };

  return {
    list: lists.get,
    conversation: conversations.get,
    async showView(view) {
      shownView = view;
      const list = lists.get(view);
      if (list.state.value.first) await list.refresh();
      else await lists.ensureLoaded(list);
      followFromList(list);
    },
    async start() {
      if (sequence !== null) live.follow({ property, since: sequence });
      const list = lists.get(shownView);
      await lists.ensureLoaded(list);
      followFromList(list);
    },
    recount: () => lists.get(shownView).refresh(),
    handleFrame(frame) {
      if (frame.kind !== "changes" || frame.property !== property || sequence === null) return false;
      switch (classifyFrame(sequence, frame)) {
        case "old":
          return false;
        case "gap":
          live.fillGap(property, sequence);
          return false;
        case "reset":
          followFrom(frame.sequence);
          for (const list of lists.all()) void list.load();
          conversations.reset();
          return true;
        case "next":
          sequence = frame.sequence;
          for (const summary of frame.conversations) summaries.add(summary);
          resettleLists();
          conversations.applyFrame(frame);
          return true;
      }
    },
    applyResult(summary, conversation, messages) {
      if (summary) {
        summaries.add(summary);
        resettleLists();
      }
      conversations.find(conversation)?.applyChanges(summary, messages);
    },
    async refresh(shownId) {
      const shown = shownId === null ? undefined : conversations.find(shownId);
      await Promise.all([...lists.all().map((list) => list.refresh()), shown?.load()]);
    },
  };
}
