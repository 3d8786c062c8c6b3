import type * as z from "zod/mini";
import type { ConversationSummary, ConversationUpdate } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";

type Change = z.input<typeof ConversationUpdate>;

export type ConversationActions = ReturnType<typeof useConversationActions>;

/**
 * What an agent can do with the open conversation.
 *
 * @param begins called before the server is asked
 * @param changed called with what the server has made of it, and what was asked for
 */
export function useConversationActions(
  property: string,
  open: ConversationSummary | null,
  begins: () => void,
  changed: (summary: ConversationSummary, change: Change) => void,
) {
  const { api, notices } = useServices();
  const update = useAction(async (change: Change) => {
    if (!open) return;
    begins();
    changed(await api.updateConversation(property, open.id, change), change);
  });
  const reading = useAction(async (id: string) => {
    const change = { unread: false };
    changed(await api.updateConversation(property, id, change), change);
  });
  const take = useAction(async () => {
    if (open) changed(await api.take(property, open.id), {});
  });

  const undo = (id: string, change: Change) => ({
    label: "Undo",
    act: () => {
      void api
        .updateConversation(property, id, change)
        .then((summary) => changed(summary, {}))
        .catch(() =>
          notices.say("That could not be undone. Open the conversation to try again.", { tone: "bad" }),
        );
    },
  });

  return {
    busy: update.busy || take.busy,
    failure: update.failure ?? take.failure ?? reading.failure,
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
    /** Nothing that the agent does, so nothing shows that it is under way. */
    async markRead() {
      if (open) await reading.run(open.id);
    },
    async notSuspicious() {
      if (!open?.suspicious) return;
      const taken = await update.run({ suspicious: false });
      if (taken)
        notices.say("Moved to the open conversations.", { action: undo(open.id, { suspicious: true }) });
    },
    /** Answers a conversation that nobody has. */
    async take() {
      if (open && !open.assignee) await take.run();
    },
    /** @param agent null: given back, it waits for anybody */
    async assign(agent: string | null) {
      if (open && (open.assignee?.id ?? null) !== agent) await update.run({ assignee: agent });
    },
  };
}
