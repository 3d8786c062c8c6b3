import type { ConversationSummary, InboxPage, InboxView } from "../../../../shared/conversation.ts";
import type { Api } from "../../data/api.ts";
import { createPaged, type Page, type Paged } from "../../data/paged.ts";

export type InboxList = Paged<ConversationSummary, InboxPage>;

/** Who waits stands by since when, the longest wait first; everything else newest message first, then by ID. */
export function isAfter(
  a: ConversationSummary,
  b: ConversationSummary,
  view: InboxView | null = null,
): boolean {
  if (view !== "waiting")
    return a.lastMessageAt === b.lastMessageAt ? a.id < b.id : a.lastMessageAt < b.lastMessageAt;
  // who no longer waits, but is still shown because it is open in the middle, stands at the end
  const [since, other] = [a, b].map(({ waitingSince }) => waitingSince ?? Number.POSITIVE_INFINITY);
  return since === other ? a.id > b.id : Number(since) > Number(other);
}

/** Whether a conversation belongs in a view of this agent's. */
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

/** Learns of a conversation; what is older than what is known teaches nothing. */
export function storeIfNewer(known: Map<string, ConversationSummary>, news: ConversationSummary): boolean {
  const old = known.get(news.id);
  if (old && old.revision >= news.revision) return false;
  // at the end, so that the first ones are those that have been still for the longest
  known.delete(news.id);
  known.set(news.id, news);
  return true;
}

interface ListScope {
  readonly view: InboxView;
  readonly agent: string;
}

/**
 * A loaded list brought up to date: every conversation that is known to have changed since stands where it now
 * belongs, or is gone. What belongs behind the end of what is loaded comes with a later page.
 */
export function applyChanges<P extends Page<ConversationSummary>>(
  page: P,
  changed: Iterable<ConversationSummary>,
  { view, agent }: ListScope,
): readonly ConversationSummary[] {
  const news = new Map<string, ConversationSummary>();
  for (const one of changed) news.set(one.id, one);
  const held = new Map(page.items.map((item) => [item.id, item]));
  for (const [id, { revision }] of news) if ((held.get(id)?.revision ?? -1) >= revision) news.delete(id);
  if (!news.size) return page.items;

  const items = page.items.filter(({ id }) => !news.has(id));
  const last = page.next === null ? undefined : page.items.at(-1);
  for (const one of news.values()) {
    if (!isInView(view, one, agent)) continue;
    if (last && isAfter(one, last, view)) continue;
    const at = items.findIndex((item) => isAfter(item, one, view));
    items.splice(at === -1 ? items.length : at, 0, one);
  }
  return items;
}

/**
 * One view of a property's inbox.
 *
 * @param known what is known of conversations beside what a page says, e.g. because it came while the page did
 */
export function createInboxList(
  api: Pick<Api, "inbox">,
  property: string,
  scope: ListScope,
  known: () => Iterable<ConversationSummary>,
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
    // what changed before the page was read is in it, or has left the view
    settle: (page) => applyChanges(page, newerThan(known(), readAt), scope),
  });
}

function* newerThan(known: Iterable<ConversationSummary>, sequence: number): Iterable<ConversationSummary> {
  for (const one of known) if (one.revision > sequence) yield one;
}

/**
 * The list as shown: what is open in the middle stays in the list even when reading it has taken it out of the view,
 * so that nothing jumps away under the agent's eyes.
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

/** The conversation to show when this one leaves the view: the next one, or else the one before. */
export function adjacentConversation(items: readonly ConversationSummary[], id: string): string | null {
  const at = items.findIndex((item) => item.id === id);
  if (at === -1) return null;
  return (items[at + 1] ?? items[at - 1])?.id ?? null;
}

/** What a person is called in the list: the name, else the e-mail, the phone, or the visitor ID. */
export function personName(person: ConversationSummary["person"]): string {
  return person.name || person.email || person.phone || person.id;
}
