import { ConversationBatch } from "../../server/conversations/core/conversation-batch.ts";
import { publishChanges } from "../../server/conversations/core/publish-changes.ts";
import { allocateSequence } from "../../server/conversations/core/sequence.ts";
import { transitionContext } from "../../server/conversations/core/transition-context.ts";
import type { Action } from "../../server/conversations/core/transitions.ts";
import { newId } from "../../server/platform/ids.ts";
import type { AgentName } from "../../shared/conversation.ts";
import type { TestApp } from "./app.ts";

/** More than any action takes. */
const PLACES = 10;

/** Does something in a conversation, and announces it, in a commit of its own. */
export async function doIn(
  { deps, parts }: TestApp,
  { property, conversation }: { readonly property: string; readonly conversation: string },
  agent: AgentName | null,
  ...actions: readonly Action[]
): Promise<void> {
  const known = await parts.properties.get(property);
  await deps.database.write(async (tx) => {
    let sequence = await allocateSequence(tx, property, PLACES * actions.length);
    const context = transitionContext(known.settings, {
      sequence: () => sequence++,
      newId: () => newId(deps),
      now: deps.now(),
    });
    const chats = await ConversationBatch.load(tx, property, [conversation], context);
    for (const action of actions) chats.apply(conversation, action, { agent });
    await publishChanges(tx, known, await chats.save());
  });
}

/** A message, or a note. */
export function say({ deps }: TestApp, text: string, kind: "message" | "note" = "message"): Action {
  return { kind, id: newId(deps), text, files: [], sentAt: deps.now() };
}
