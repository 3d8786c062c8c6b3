import * as z from "zod/mini";
import { AnsweredField, type Message } from "../../../shared/conversation.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { entryFiles, toMessage } from "../core/entries.ts";
import { answersPreview, messagePreview } from "../core/transitions.ts";
import { type ConversationDeps, updateConversations } from "../core/update-conversations.ts";
import type { AgentOperation } from "../inbox/update-conversation.ts";
import { detachFiles } from "./attachments.ts";
import type { PreviewState, Revision } from "./plan-revision.ts";
import { findAgentMessage } from "./write-message.ts";

/**
 * Corrects or retracts an agent's message. Retracting removes its files.
 *
 * @throws ApiError `not_found`, and the errors of `planRevision`
 */
export async function reviseMessage(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { id, message, by, revision }: AgentOperation & { readonly message: string; readonly revision: Revision },
): Promise<Message> {
  return updateConversations(tx, deps, property, [id], async (conversations) => {
    const known = await findAgentMessage(tx, property.id, id, message);
    if (!known) throw new ApiError("not_found");
    const revised = conversations.revise(known, revision, by, await readPreviewState(tx, property.id, id));
    if (revision.kind === "retract")
      await detachFiles(
        tx,
        property.id,
        entryFiles(known).map((file) => file.id),
      );
    return toMessage({ ...known, ...revised });
  });
}

const Answers = z.array(AnsweredField);

/** Reads which message the preview shows, and what it would show without that message. */
async function readPreviewState(tx: Tx, property: string, conversation: string): Promise<PreviewState> {
  const [last, before] = await tx
    .selectFrom("messages")
    .select(["sequence", "text", "files"])
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .where("kind", "=", "message")
    .where("retracted", "=", 0)
    .orderBy("sequence", "desc")
    .limit(2)
    .execute();
  if (before)
    return {
      lastMessage: last?.sequence ?? null,
      previousPreview: messagePreview(before.text, entryFiles(before)),
    };
  const form = await tx
    .selectFrom("submissions")
    .select("answers")
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .orderBy("received_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const answers = form ? z.parse(Answers, JSON.parse(form.answers)) : [];
  return { lastMessage: last?.sequence ?? null, previousPreview: answersPreview(answers) };
}
