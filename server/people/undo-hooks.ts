import type { ConversationReassigner } from "../contacts/merging/load-records.ts";
import type { ConversationDeps } from "../conversations/core/update-conversations.ts";
import type { Tx } from "../platform/database/open.ts";
import type { KnownProperty } from "../properties/store.ts";
import { detachPerson } from "./detach-person.ts";
import { conversationReassigner } from "./reassign-conversations.ts";

/** How the undo of an import changes what belongs to contacts and conversations together (R18). */
export function undoHooks(deps: ConversationDeps) {
  return {
    conversations: ({ settings }: KnownProperty): ConversationReassigner => conversationReassigner(settings),
    detach: (tx: Tx, property: KnownProperty, device: string) => detachPerson(tx, deps, property, device),
  };
}
