import type { ConversationSummary, InboxPage, InboxView } from "../../../../shared/conversation.ts";
import type { Api } from "../../data/api.ts";
import { createPaged, type Page, type Paged } from "../../data/paged.ts";

export type InboxList = Paged<ConversationSummary, InboxPage>;

/**
 * Whether `a` comes after `b`. The view "waiting" shows the longest wait first; every other list shows the newest
 * message first. Conversations with equal times are ordered by ID.
 */
export function isAfter(
  a: ConversationSummary,
  b: ConversationSummary,
  view: InboxView | null = null,
): boolean {
  if (view !== "waiting")
    return a.lastMessageAt === b.lastMessageAt ? a.id < b.id : a.lastMessageAt < b.lastMessageAt;
  // a conversation that no longer waits is in this list only while it is selected: at the end
  const [since, other] = [a, b].map(({ waitingSince }) => waitingSince ?? Number.POSITIVE_INFINITY);
  return since === other ? a.id > b.id : Number(since) > Number(other);
}

/** Whether a view contains a conversation, for an agent. */
export function isInView(view: InboxView, conversation: ConversationSummary, agent: string): boolean {
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

/** Stores a summary unless the stored one is as new. @returns whether it was stored */
export function storeIfNewer(
  summaries: Map<string, ConversationSummary>,
  summary: ConversationSummary,
): boolean {
  const stored = summaries.get(summary.id);
  if (stored && stored.revision >= summary.revision) return false;
  // inserted at the end, so that the map begins with the conversations that have not changed for the longest time
  summaries.delete(summary.id);
  summaries.set(summary.id, summary);
  return true;
}

interface ListScope {
  readonly view: InboxView;
  readonly agent: string;
}

/**
 * The items of a loaded list after changes: each changed conversation moves to its new position, or leaves the list.
 * One whose position is after the last loaded item is left out, because a later page contains it.
 */
export function applyChanges(
  page: Page<ConversationSummary>,
  changed: Iterable<ConversationSummary>,
  { view, agent }: ListScope,
): readonly ConversationSummary[] {
  const loaded = new Map(page.items.map((item) => [item.id, item]));
  const newer = new Map<string, ConversationSummary>();
  for (const summary of changed)
    if ((loaded.get(summary.id)?.revision ?? -1) < summary.revision) newer.set(summary.id, summary);
  if (!newer.size) return page.items;

  const items = page.items.filter(({ id }) => !newer.has(id));
  const last = page.next === null ? undefined : page.items.at(-1);
  for (const summary of newer.values()) {
    if (!isInView(view, summary, agent)) continue;
    if (last && isAfter(summary, last, view)) continue;
    const index = items.findIndex((item) => isAfter(item, summary, view));
    items.splice(index === -1 ? items.length : index, 0, summary);
  }
  return items;
}

/**
 * The list of one view of a property's inbox.
 *
 * @param changed the summaries that arrived beside the pages, for example while a page was loading
 */
export function createInboxList(
  api: Pick<Api, "inbox">,
  property: string,
  scope: ListScope,
  changed: () => Iterable<ConversationSummary>,
): InboxList {
  let readAt = 0;
  return createPaged({
    async load(cursor) {
      const page = await api.inbox(property, { view: scope.view, cursor });
      readAt = page.sequence;
      return page;
    },
    keyOf: (conversation) => conversation.id,
    isAfter: (a, b) => isAfter(a, b, scope.view),
    // a change before the page was read is already in the page
    settle: (page) => applyChanges(page, changedAfter(changed(), readAt), scope),
  });
}

function* changedAfter(
  changed: Iterable<ConversationSummary>,
  sequence: number,
): Iterable<ConversationSummary> {
  for (const summary of changed) if (summary.revision > sequence) yield summary;
}

/**
 * The list with the selected conversation, which stays in it even when it leaves the view, for example because it was
 * read.
 */
export function withSelected(
  items: readonly ConversationSummary[],
  selected: ConversationSummary | null,
  view: InboxView | null = null,
): readonly ConversationSummary[] {
  if (!selected || items.some((item) => item.id === selected.id)) return items;
  const index = items.findIndex((item) => isAfter(item, selected, view));
  return index === -1 ? [...items, selected] : items.toSpliced(index, 0, selected);
}

/** The ID of the next conversation in the list, or of the previous one at the end; null if there is none. */
export function adjacentConversation(items: readonly ConversationSummary[], id: string): string | null {
  const index = items.findIndex((item) => item.id === id);
  if (index === -1) return null;
  return (items[index + 1] ?? items[index - 1])?.id ?? null;
}
