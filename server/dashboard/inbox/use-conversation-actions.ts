import type { ConversationSummary } from "../../../shared/conversation.ts";
import { useAction } from "../hooks.ts";
import { useServices } from "../services.tsx";

type Change = Partial<Pick<ConversationSummary, "status" | "unread" | "suspicious">>;

export type ConversationActions = ReturnType<typeof useConversationActions>;

/**
 * What an agent can do with the open conversation.
 *
 * @param changed called when the server has taken a change
 */
export function useConversationActions(
  property: string,
  open: ConversationSummary | null,
  changed: (change: Change) => void,
) {
  const { api, notices, presence } = useServices();
  const update = useAction(async (change: Change) => {
    if (!open) return;
    await api.updateConversation(property, open.id, change);
    changed(change);
  });

  const undo = (id: string, change: Change) => ({
    label: "Undo",
    act: () => {
      void api
        .updateConversation(property, id, change)
        .then(() => presence.beat())
        .catch(() =>
          notices.say("That could not be undone. Open the conversation to try again.", { tone: "bad" }),
        );
    },
  });

  return {
    busy: update.busy,
    failure: update.failure,
    /** Closed, or open again. */
    async toggleClosed() {
      if (!open) return;
      const closed = open.status === "open";
      const taken = await update.run({ status: closed ? "closed" : "open" });
      if (taken)
        notices.say(closed ? "Closed." : "Open again.", {
          action: undo(open.id, { status: open.status }),
        });
    },
    async markUnread() {
      if (open && !open.unread) await update.run({ unread: true });
    },
    async markRead() {
      await update.run({ unread: false });
    },
    async notSuspicious() {
      if (!open?.suspicious) return;
      const taken = await update.run({ suspicious: false });
      if (taken)
        notices.say("Moved to the open conversations.", { action: undo(open.id, { suspicious: true }) });
    },
  };
}
