import { useEffect } from "preact/hooks";
import type * as z from "zod/mini";
import type { ConversationSummary, ConversationUpdate } from "../../../../shared/conversation.ts";
import type { View } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { errorText } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { t } from "../../i18n/translate.ts";
import { adjacentConversation, isInView } from "../store/inbox-list.ts";
import type { Inbox } from "../store/inbox-store.ts";

type Change = z.input<typeof ConversationUpdate>;

export type ConversationActions = ReturnType<typeof useConversationActions>;

interface ActionScope {
  readonly property: string;
  readonly inbox: Inbox;
  readonly view: View;
  readonly agent: string;
  /** The selected conversation, once it is loaded. */
  readonly conversation: ConversationSummary | null;
  /** Selects another conversation, or none, after an action has removed this one from the view. */
  readonly select: (conversation: string | null) => void;
}

/** Whether a change completes the work on a conversation, so that the next one is selected if it leaves the view. */
const completes = (change: Change) => "status" in change || "suspicious" in change || change.unread === true;

/** The actions of an agent on the selected conversation. A failure is shown as a notice. */
export function useConversationActions(scope: ActionScope) {
  const { property, inbox, view, agent, conversation, select } = scope;
  const { api, notices, presence } = useServices();
  const runWithNotice = useActionWithNotice();

  const apply = (summary: ConversationSummary) => {
    inbox.applyResult(summary, summary.id, []);
    void presence.sendHeartbeat();
  };
  const update = useAction(async (change: Change) => {
    if (!conversation) return;
    const list = inbox.list(view);
    // looked up before the request: the live connection may remove the conversation from the list before the answer
    const next = adjacentConversation(list.state.value.items, conversation.id);
    const summary = await api.updateConversation(property, conversation.id, change);
    if (completes(change) && !isInView(view, summary, { agent, now: list.state.value.first?.now ?? 0 })) {
      list.remove(summary.id);
      select(next);
    }
    apply(summary);
  });
  const markRead = useAction(async (id: string) =>
    apply(await api.updateConversation(property, id, { unread: false })),
  );
  const take = useAction(async () => {
    if (conversation) apply(await api.take(property, conversation.id));
  });

  const failure = update.failure ?? take.failure ?? markRead.failure;
  useEffect(() => {
    if (failure) notices.say(errorText(failure), { tone: "bad" });
  }, [failure]);

  const undo = (id: string, change: Change) => ({
    label: t("Undo"),
    act: () => void runWithNotice(async () => apply(await api.updateConversation(property, id, change))),
  });

  return {
    busy: update.busy || take.busy,
    /** Closes an open conversation, and reopens a closed one. */
    async toggleClosed() {
      if (!conversation) return;
      const { id, status, revision: seen } = conversation;
      const closes = status !== "closed";
      if (await update.run({ status: closes ? "closed" : "open", seen }))
        notices.say(closes ? t("Conversation closed.") : t("Conversation reopened."), {
          action: undo(id, { status }),
        });
    },
    async markUnread() {
      if (conversation && !conversation.unread) await update.run({ unread: true });
    },
    /** Happens without the agent's doing, so `busy` does not include it. */
    async markRead() {
      if (conversation) await markRead.run(conversation.id);
    },
    async markNotSuspicious() {
      if (!conversation?.suspicious) return;
      if (await update.run({ suspicious: false }))
        notices.say(t("Moved to the open conversations."), {
          action: undo(conversation.id, { suspicious: true }),
        });
    },
    /** Assigns an unassigned conversation to this agent. */
    async take() {
      if (conversation && !conversation.assignee) await take.run();
    },
    /** @param assignee null: unassigns the conversation */
    async assign(assignee: string | null) {
      if (conversation && (conversation.assignee?.id ?? null) !== assignee) await update.run({ assignee });
    },
  };
}
