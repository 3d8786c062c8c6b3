import { useEffect } from "preact/hooks";
import {
  ConversationBulkResult,
  type ConversationBulkUpdate,
  type SkipReason,
} from "../../../../shared/conversation-bulk.ts";
import { useServices } from "../../app/services.tsx";
import { errorText } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { type Message, message, plural, t } from "../../i18n/translate.ts";
import type { BulkProps } from "./bulk-props.ts";

const REASONS: Readonly<Record<SkipReason, Message>> = {
  not_found: message("no longer there"),
  not_a_ticket: message("chats, which cannot wait or be solved"),
  ticket_joined: message("joined into other tickets"),
  conversation_changed: message("written in by the customer in the meantime"),
  too_many_tags: message("with too many tags"),
};

/** The notice after a change of several conversations. */
export function resultText({ changed, skipped }: ConversationBulkResult): string {
  const done = plural(changed.length, "{count} conversation changed.", "{count} conversations changed.");
  const reasons = [...new Set(skipped.map(({ code }) => t(REASONS[code])))];
  return skipped.length
    ? t("{done} {count} left unchanged: {reasons}.", {
        done,
        count: skipped.length,
        reasons: reasons.join("; "),
      })
    : done;
}

/** Changes the selected conversations, says what became of them, and clears the selection. */
export function useBulkUpdate({ property, selected, clear, inbox }: BulkProps) {
  const { api, notices, presence } = useServices();
  const update = useAction(async (change: Omit<ConversationBulkUpdate, "conversations">) => {
    const conversations = selected.map(({ id, revision }) => ({ id, seen: revision }));
    const result = await api.call(
      ConversationBulkResult,
      "POST",
      "/properties/:property/conversations/bulk",
      { param: { property }, json: { ...change, conversations } },
    );
    clear();
    for (const summary of result.changed) inbox.applyResult(summary, summary.id, []);
    void presence.sendHeartbeat();
    notices.say(resultText(result), result.skipped.length ? { tone: "bad" } : {});
  });
  const { failure } = update;
  useEffect(() => {
    if (failure) notices.say(errorText(failure), { tone: "bad" });
  }, [failure]);
  return update;
}
