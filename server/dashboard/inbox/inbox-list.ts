import type { ConversationSummary, InboxPage, InboxView } from "../../../shared/conversation.ts";
import type { Api } from "../api.ts";
import { createPaged, type Paged } from "../paged.ts";

export type InboxList = Paged<ConversationSummary, InboxPage>;

/** The list's order: newest message first, then by ID. */
export function isAfter(a: ConversationSummary, b: ConversationSummary): boolean {
  return a.lastMessageAt === b.lastMessageAt ? a.id < b.id : a.lastMessageAt < b.lastMessageAt;
}

/** One view of a property's inbox. */
export function createInboxList(api: Pick<Api, "inbox">, property: string, view: InboxView): InboxList {
  return createPaged({
    load: (cursor) => api.inbox(property, { view, cursor }),
    keyOf: (conversation) => conversation.id,
    isAfter,
  });
}

/** Whether a conversation belongs in a view of this agent's. */
export function belongsIn(view: InboxView, conversation: ConversationSummary, agent: string): boolean {
  if (view === "suspicious") return conversation.suspicious;
  if (conversation.suspicious) return false;
  switch (view) {
    case "closed":
      return conversation.status === "closed";
    case "waiting":
      return conversation.waitingSince !== null;
    case "mine":
      return conversation.status === "open" && conversation.assignee?.id === agent;
    case "unread":
      return conversation.status === "open" && conversation.unread;
    case "open":
      return conversation.status === "open";
  }
}

/**
 * The list as shown: what is open in the middle stays in the list even when reading it has taken it out of the view,
 * so that nothing jumps away under the agent's eyes.
 */
export function withSelected(
  items: readonly ConversationSummary[],
  selected: ConversationSummary | null,
): readonly ConversationSummary[] {
  if (!selected || items.some((item) => item.id === selected.id)) return items;
  const place = items.findIndex((item) => isAfter(item, selected));
  return place === -1 ? [...items, selected] : items.toSpliced(place, 0, selected);
}

/** The conversation to show when this one leaves the view: the next one, or else the one before. */
export function neighbour(items: readonly ConversationSummary[], id: string): string | null {
  const at = items.findIndex((item) => item.id === id);
  if (at === -1) return null;
  return (items[at + 1] ?? items[at - 1])?.id ?? null;
}

/** What a person is called in the list: the name, else the e-mail, the phone, or the visitor ID. */
export function callOf(person: ConversationSummary["person"]): string {
  return person.name || person.email || person.phone || person.id;
}
