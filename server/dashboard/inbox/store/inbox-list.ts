import type { ConversationSummary, InboxPage, InboxView } from "../../../../shared/conversation.ts";
import { isTagView, type View } from "../../app/routes.ts";
import type { Api } from "../../data/api.ts";
import { createPaged, type Page, type Paged } from "../../data/paged.ts";

export type InboxList = Paged<ConversationSummary, InboxPage>;

/** The order of a list. */
export interface ListOrder {
  /** Null: a list of one contact. */
  readonly view: View | null;
  /** Tickets that were due up to this time are on top, by the server's clock, ms since 1970. */
  readonly now: number;
}

const OF_CONTACT: ListOrder = { view: null, now: 0 };

const isOverdue = ({ ticket }: ConversationSummary, { now, view }: ListOrder): boolean =>
  view !== null && ticket?.dueAt != null && ticket.dueAt <= now;

/**
 * Whether `a` comes after `b`. Overdue tickets are on top, the longest overdue first. Then the view "unanswered" shows
 * the longest wait first, every other list the newest message. Conversations with equal times are ordered by ID.
 */
export function isAfter(
  a: ConversationSummary,
  b: ConversationSummary,
  order: ListOrder = OF_CONTACT,
): boolean {
  const overdue = isOverdue(a, order);
  if (overdue !== isOverdue(b, order)) return !overdue;
  if (!overdue && order.view !== "unanswered")
    return a.lastMessageAt === b.lastMessageAt ? a.id < b.id : a.lastMessageAt < b.lastMessageAt;
  // a conversation that is answered is in the list only while it is selected: at the end
  const [since, other] = [a, b].map(
    ({ ticket, unansweredSince }) => (overdue ? ticket?.dueAt : unansweredSince) ?? Number.POSITIVE_INFINITY,
  );
  return since === other ? a.id > b.id : Number(since) > Number(other);
}

/** Whether a view contains a conversation, for an agent. */
export function isInView(
  view: View,
  conversation: ConversationSummary,
  { agent, now }: Pick<ListScope, "agent"> & { readonly now: number },
): boolean {
  const { status, assignee, suspicious, tags } = conversation;
  if (suspicious || view === "suspicious") return suspicious && view === "suspicious";
  const isUnfinished = status === "open" || status === "waiting";
  switch (view) {
    case "unanswered":
      return conversation.unansweredSince !== null;
    case "overdue":
      return isOverdue(conversation, { view, now });
    case "mine":
      return isUnfinished && assignee?.id === agent;
    case "unassigned":
      return isUnfinished && !assignee;
    case "all":
      return isUnfinished;
    case "unread":
      return status === "open" && conversation.unread;
    case "waiting-for-customer":
      return status === "waiting";
    case "open":
    case "solved":
    case "closed":
      return status === view;
    default:
      return tags.some(({ id }) => view === `tag:${id}`);
  }
}

/** The request by which the server lists a view. */
function toQuery(view: View): { readonly view: InboxView; readonly tag?: string } {
  if (view === "waiting-for-customer") return { view: "waiting" };
  return isTagView(view) ? { view: "tag", tag: view.slice(4) } : { view };
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
  readonly view: View;
  readonly agent: string;
}

/**
 * The items of a loaded list after changes: each changed conversation moves to its new position, or leaves the list.
 * One whose position is after the last loaded item is left out, because a later page contains it.
 */
export function applyChanges(
  page: Page<ConversationSummary>,
  changed: Iterable<ConversationSummary>,
  { view, agent, now }: ListScope & { readonly now: number },
): readonly ConversationSummary[] {
  const loaded = new Map(page.items.map((item) => [item.id, item]));
  const newer = new Map<string, ConversationSummary>();
  for (const summary of changed)
    if ((loaded.get(summary.id)?.revision ?? -1) < summary.revision) newer.set(summary.id, summary);
  if (!newer.size) return page.items;

  const items = page.items.filter(({ id }) => !newer.has(id));
  const last = page.next === null ? undefined : page.items.at(-1);
  for (const summary of newer.values()) {
    if (!isInView(view, summary, { agent, now })) continue;
    if (last && isAfter(summary, last, { view, now })) continue;
    const index = items.findIndex((item) => isAfter(item, summary, { view, now }));
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
  let now = 0;
  return createPaged({
    async load(cursor) {
      const page = await api.inbox(property, { ...toQuery(scope.view), cursor });
      readAt = page.sequence;
      now = page.now;
      return page;
    },
    keyOf: (conversation) => conversation.id,
    isAfter: (a, b) => isAfter(a, b, { view: scope.view, now }),
    // a change before the page was read is already in the page
    settle: (page) => applyChanges(page, changedAfter(changed(), readAt), { ...scope, now }),
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
  order: ListOrder = OF_CONTACT,
): readonly ConversationSummary[] {
  if (!selected || items.some((item) => item.id === selected.id)) return items;
  const index = items.findIndex((item) => isAfter(item, selected, order));
  return index === -1 ? [...items, selected] : items.toSpliced(index, 0, selected);
}

/** The ID of the next conversation in the list, or of the previous one at the end; null if there is none. */
export function adjacentConversation(items: readonly ConversationSummary[], id: string): string | null {
  const index = items.findIndex((item) => item.id === id);
  if (index === -1) return null;
  return (items[index + 1] ?? items[index - 1])?.id ?? null;
}
