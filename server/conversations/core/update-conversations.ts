import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { Chats } from "./conversation-batch.ts";
import { announce } from "./publish-changes.ts";
import { allocateSequence } from "./sequence.ts";
import type { ActContext } from "./transitions.ts";

/** What one request does in a conversation takes no more places; what is left over stays unused. */
const SEQUENCE_EACH = 4;

export type ChatDeps = Pick<Deps, "now" | "random">;

/**
 * Changes conversations within a transaction, and tells of it after the commit. Who else changes one of them waits
 * until then: what `work` reads is how it is.
 *
 * @param ids the conversations that `work` may change; a new one needs none
 */
export async function withChats<T>(
  tx: Tx,
  deps: ChatDeps,
  property: KnownProperty,
  ids: readonly string[],
  work: (chats: Chats, context: ActContext) => T | Promise<T>,
): Promise<T> {
  let next = await allocateSequence(tx, property.id, SEQUENCE_EACH * Math.max(1, ids.length));
  const context: ActContext = { sequence: () => next++, newId: () => newId(deps), now: deps.now() };
  const chats = await Chats.load(tx, property.id, ids, context);
  const result = await work(chats, context);
  await announce(tx, property, await chats.save());
  return result;
}
