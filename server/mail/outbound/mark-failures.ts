import type { MailInfo } from "../../../shared/mail.ts";
import { updateConversations } from "../../conversations/core/update-conversations.ts";
import type { Deps } from "../../deps.ts";
import type { PropertyStore } from "../../properties/store.ts";

interface MarkDeps extends Pick<Deps, "database" | "bus" | "log" | "now" | "random"> {
  readonly properties: PropertyStore;
}

/** The states in which an answer has not reached its customer, and is not tried again by itself. */
const FAILED: readonly MailInfo["state"][] = ["failed", "uncertain"];

/**
 * Marks conversations whose answers could not be mailed, so that lists show it (R31), and removes the mark when they were
 * sent after all.
 *
 * @returns stops it
 */
export function startFailureMarks(deps: MarkDeps): () => void {
  return deps.bus.on((event) => {
    if (event.kind !== "mail" || event.mail.kind !== "answer" || event.mail.conversation === null) return;
    const isFailed = FAILED.includes(event.mail.state);
    if (!isFailed && event.mail.state !== "sent") return;
    markFailure(deps, event.property, event.mail.conversation).catch((err: unknown) =>
      deps.log.error(
        { err, mail: event.mail.id },
        "could not mark the conversation of a mail; the mail itself is",
      ),
    );
  });
}

/** Marks a conversation by the state of its last answer. */
async function markFailure(deps: MarkDeps, property: string, id: string): Promise<void> {
  const conversation = await deps.database.read
    .selectFrom("conversations")
    .select("mail_failed")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  const last = await deps.database.read
    .selectFrom("mails")
    .select("state")
    .where("property_id", "=", property)
    .where("conversation_id", "=", id)
    .where("kind", "=", "answer")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const on = last !== undefined && FAILED.includes(last.state);
  if (!conversation || (conversation.mail_failed === 1) === on) return;
  const known = await deps.properties.find(property);
  if (!known) return;
  await deps.database.write((tx) =>
    updateConversations(tx, deps, known, [id], (batch) => {
      if (batch.find(id)) batch.apply(id, { kind: "mark_mail_failed", on }, { agent: null, system: true });
    }),
  );
}
