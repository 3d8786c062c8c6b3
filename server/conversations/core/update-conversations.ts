import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { ConversationBatch } from "./conversation-batch.ts";
import { publishChanges } from "./publish-changes.ts";
import type { TransitionContext } from "./row-changes.ts";
import { allocateSequence } from "./sequence.ts";
import { transitionContext } from "./transition-context.ts";

/** No request makes more changes than this in a conversation: one for each field of an update. Numbers left over stay unused. */
const SEQUENCES_PER_CONVERSATION = 8;

export type ConversationDeps = Pick<Deps, "now" | "random">;

/**
 * Changes conversations within a transaction, and publishes the changes. Other writers of the property wait until the
 * commit (see `allocateSequence`), so what `work` reads is current.
 *
 * @param ids the existing conversations that `work` may change
 */
export async function updateConversations<T>(
  tx: Tx,
  deps: ConversationDeps,
  property: Pick<KnownProperty, "id" | "settings">,
  ids: readonly string[],
  work: (conversations: ConversationBatch, context: TransitionContext) => T | Promise<T>,
): Promise<T> {
  const count = SEQUENCES_PER_CONVERSATION * Math.max(1, ids.length);
  let next = await allocateSequence(tx, property.id, count);
  const end = next + count;
  const context = transitionContext(property.settings, {
    sequence() {
      // the next transaction gets the numbers that follow: whoever has seen one of them would miss this change
      if (next >= end) throw new Error("A transaction has used more sequence numbers than it allocated");
      return next++;
    },
    newId: () => newId(deps),
    now: deps.now(),
  });
  const conversations = await ConversationBatch.load(tx, property.id, ids, context);
  const result = await work(conversations, context);
  await publishChanges(tx, property, await conversations.save());
  return result;
}
