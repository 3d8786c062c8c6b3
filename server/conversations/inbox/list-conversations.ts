import type { InboxPage } from "../../../shared/conversation.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Cursor } from "../../platform/paging.ts";
import { lastSequence } from "../core/sequence.ts";
import { countInbox } from "./count-inbox.ts";
import { type InboxCursor, writeInboxCursor } from "./inbox-cursor.ts";
import { type InboxScope, listOverdue, listRest } from "./inbox-views.ts";
import { listSummaries } from "./summaries.ts";

const PAGE_SIZE = 50;

/**
 * Lists a page of the inbox: overdue tickets first, then the view in its own order. Suspicious conversations are only
 * in their own view.
 *
 * @param cursor null: the first page
 * @param now ms since 1970
 */
export async function listConversations(
  db: Db,
  scope: InboxScope,
  { cursor, now }: { readonly cursor: InboxCursor | null; readonly now: number },
): Promise<InboxPage> {
  const { property } = scope;
  const at = cursor?.now ?? now;
  // read before the rows: a change in between is then sent twice, instead of never
  const sequence = await lastSequence(db, property);
  const positions = await listPositions(db, scope, cursor, at);
  const page = positions.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  return {
    items: await listSummaries(
      db,
      property,
      page.map(({ id }) => id),
    ),
    next: last && positions.length > PAGE_SIZE ? writeInboxCursor(last) : null,
    counts: await countInbox(db, { ...scope, now: at }),
    sequence,
    now: at,
  };
}

/** Lists the rows of a page, and one more. */
async function listPositions(
  db: Db,
  scope: InboxScope,
  cursor: InboxCursor | null,
  now: number,
): Promise<InboxCursor[]> {
  const limit = PAGE_SIZE + 1;
  const inPart = (part: InboxCursor["part"]) => (one: Cursor) => ({ ...one, part, now });
  if (cursor?.part === "rest") return (await listRest(db, scope, { now, cursor, limit })).map(inPart("rest"));
  const overdue = (await listOverdue(db, scope, { now, cursor, limit })).map(inPart("overdue"));
  if (overdue.length === limit) return overdue;
  const rest = await listRest(db, scope, { now, cursor: null, limit: limit - overdue.length });
  return [...overdue, ...rest.map(inPart("rest"))];
}
