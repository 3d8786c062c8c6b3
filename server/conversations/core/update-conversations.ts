import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { ConversationBatch } from "./conversation-batch.ts";
import { publishChanges } from "./publish-changes.ts";
import { allocateSequence } from "./sequence.ts";
import type { TransitionContext } from "./transitions.ts";

/** What one request does in a conversation takes no more places; what is left over stays unused. */
const SEQUENCES_PER_CONVERSATION = 4;

export type ConversationDeps = Pick<Deps, "now" | "random">;

/**
 * Changes conversations within a transaction, and tells of it after the commit. Who else changes one of them waits
 * until then: what `work` reads is how it is.
 *
 * @param ids the conversations that `work` may change; a new one needs none
 */
export async function updateConversations<T>(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  ids: readonly string[],
  work: (chats: ConversationBatch, context: TransitionContext) => T | Promise<T>,
): Promise<T> {
  let next = await allocateSequence(tx, property.id, SEQUENCES_PER_CONVERSATION * Math.max(1, ids.length));
  const context: TransitionContext = { sequence: () => next++, newId: () => newId(deps), now: deps.now() };
  const chats = await ConversationBatch.load(tx, property.id, ids, context);
  const result = await work(chats, context);
  await publishChanges(tx, property, await chats.save());
  return result;
}
