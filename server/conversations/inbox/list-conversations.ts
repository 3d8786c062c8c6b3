import type { ConversationSummary, InboxPage, InboxView } from "../../../shared/conversation.ts";
import { showEmail } from "../../contacts/identity/show-email.ts";
import type { Db } from "../../platform/database/open.ts";
import { type Cursor, cutPage, followsCursor } from "../../platform/paging.ts";
import { lastSequence } from "../core/sequence.ts";

const PAGE_SIZE = 50;

export interface InboxQuery {
  readonly property: string;
  readonly view: InboxView | null;
  /** The agent who asks; the view `mine` contains their conversations. */
  readonly agent: string;
  /** Only conversations on this contact's record. */
  readonly contact: string | null;
  readonly cursor: Cursor | null;
}

/** Lists a page of the inbox, the last message first. Suspicious conversations are only in their own view. */
export async function listConversations(db: Db, query: InboxQuery): Promise<InboxPage> {
  const { property } = query;
  // read before the rows: a change in between is then sent twice, instead of never
  const sequence = await lastSequence(db, property);
  const sort = query.view === "waiting" ? "waiting_since" : "last_message_at";
  const rows = await selectSummaries(db)
    .innerJoin(pageOfIds(db, query).as("page"), "page.id", "conversations.id")
    .where("conversations.property_id", "=", property)
    .orderBy(`conversations.${sort}`, sort === "waiting_since" ? "asc" : "desc")
    .orderBy("conversations.id", sort === "waiting_since" ? "asc" : "desc")
    .execute();
  const { page, next } = cutPage(rows, PAGE_SIZE, (row) => ({ at: row[sort] ?? 0, id: row.id }));
  return { items: page.map(toSummary), next, counts: await countInbox(db, query), sequence };
}

/** Selects the IDs of a page, and one more. The query reads one index only. */
function pageOfIds(db: Db, { property, view, agent, contact, cursor }: InboxQuery) {
  const some = db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .$if(contact !== null, (some) => some.where("contact_id", "=", contact))
    .$if(view !== null, (some) => some.where("suspicious", "=", view === "suspicious" ? 1 : 0));
  if (view === "waiting")
    return some
      .where("waiting_since", "is not", null)
      .where(followsCursor(cursor, ["waiting_since", "id"], "asc"))
      .orderBy("waiting_since")
      .orderBy("id")
      .limit(PAGE_SIZE + 1);
  return some
    .$if(view === "open" || view === "unread" || view === "mine", (some) => some.where("status", "=", "open"))
    .$if(view === "closed", (some) => some.where("status", "=", "closed"))
    .$if(view === "unread", (some) => some.where("unread", "=", 1))
    .$if(view === "mine", (some) => some.where("assignee_id", "=", agent))
    .where(followsCursor(cursor, ["last_message_at", "id"], "desc"))
    .orderBy("last_message_at", "desc")
    .orderBy("id", "desc")
    .limit(PAGE_SIZE + 1);
}

/** Selects conversations with their contact and their assignee. */
export function selectSummaries(db: Db) {
  return db
    .selectFrom("conversations")
    .leftJoin("visitors", (join) =>
      join
        .onRef("visitors.property_id", "=", "conversations.property_id")
        .onRef("visitors.id", "=", "conversations.contact_id"),
    )
    .leftJoin("agents", "agents.id", "conversations.assignee_id")
    .select([
      "conversations.id",
      "conversations.form",
      "conversations.ticket",
      "conversations.status",
      "conversations.unread",
      "conversations.claimed",
      "conversations.suspicious",
      "conversations.preview",
      "conversations.created_at",
      "conversations.last_message_at",
      "conversations.visitor_id",
      "conversations.contact_id",
      "conversations.assignee_id",
      "conversations.waiting_since",
      "conversations.rating",
      "conversations.revision",
      "conversations.visitor_read",
      "conversations.agent_read",
      "conversations.opener",
      "agents.name as assignee_name",
      "agents.image as assignee_picture",
      "visitors.name",
      "visitors.email",
      "visitors.phone",
    ]);
}

export type SummaryRow = Awaited<ReturnType<ReturnType<typeof selectSummaries>["execute"]>>[number];

export function toSummary(row: SummaryRow): ConversationSummary {
  return {
    id: row.id,
    visitor: row.visitor_id,
    form: row.form === "agent" ? null : row.form,
    ticket: row.ticket,
    status: row.status === "closed" ? "closed" : "open",
    unread: row.unread === 1,
    claimed: row.claimed === 1,
    suspicious: row.suspicious === 1,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? "" },
    waitingSince: row.waiting_since,
    rating: row.rating,
    person: { id: row.contact_id, name: row.name, email: showEmail(row.email), phone: row.phone },
    preview: row.preview,
    revision: row.revision,
    visitorRead: row.visitor_read,
    agentRead: row.agent_read,
    createdAt: row.created_at,
    lastMessageAt: row.last_message_at,
  };
}

/** Counts the conversations of each view. */
async function countInbox(
  db: Db,
  { property, agent }: Pick<InboxQuery, "property" | "agent">,
): Promise<InboxPage["counts"]> {
  const { suspicious } = await db
    .selectFrom("conversations")
    .select((eb) => eb.fn.countAll<number>().as("suspicious"))
    .where("property_id", "=", property)
    .where("suspicious", "=", 1)
    .executeTakeFirstOrThrow();
  const { waiting } = await db
    .selectFrom("conversations")
    .select((eb) => eb.fn.countAll<number>().as("waiting"))
    .where("property_id", "=", property)
    .where("waiting_since", "is not", null)
    .where("suspicious", "=", 0)
    .executeTakeFirstOrThrow();
  const { mine } = await selectOpen(db, property)
    .select((eb) => eb.fn.countAll<number>().as("mine"))
    .where("assignee_id", "=", agent)
    .executeTakeFirstOrThrow();
  return { waiting, mine, ...(await countOpen(db, property)), suspicious };
}

function selectOpen(db: Db, property: string) {
  return db
    .selectFrom("conversations")
    .where("property_id", "=", property)
    .where("suspicious", "=", 0)
    .where("status", "=", "open");
}

async function countOpen(db: Db, property: string): Promise<{ open: number; unread: number }> {
  return selectOpen(db, property)
    .select((eb) => [
      eb.fn.countAll<number>().as("open"),
      eb.fn.countAll<number>().filterWhere("unread", "=", 1).as("unread"),
    ])
    .executeTakeFirstOrThrow();
}

/** Reads the state of several inboxes, by property, for the dashboard's badge. */
export async function readInboxStates(
  db: Db,
  properties: readonly string[],
): Promise<Map<string, { open: number; unread: number; latestAt: number | null }>> {
  const states = properties.map(async (property) => {
    const { open, unread } = await countOpen(db, property);
    const latest = await selectOpen(db, property)
      .select("last_message_at")
      .orderBy("last_message_at", "desc")
      .limit(1)
      .executeTakeFirst();
    return [property, { open, unread, latestAt: latest?.last_message_at ?? null }] as const;
  });
  return new Map(await Promise.all(states));
}
