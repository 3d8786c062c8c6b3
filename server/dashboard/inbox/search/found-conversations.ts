import type { FoundConversation } from "../../../../shared/message-search.ts";

/**
 * The conversations of all loaded pages, each once, in the order of their newest entries. A page has the entries of one
 * conversation together, and a later page may have more of them. Pure.
 */
export function mergeFound(groups: readonly FoundConversation[]): readonly FoundConversation[] {
  const byId = new Map<string, FoundConversation>();
  for (const group of groups) {
    const known = byId.get(group.conversation.id);
    byId.set(
      group.conversation.id,
      known ? { ...known, messages: [...known.messages, ...group.messages] } : group,
    );
  }
  return [...byId.values()];
}
