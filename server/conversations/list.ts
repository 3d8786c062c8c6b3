import type { ConversationSummary, InboxPage, InboxView } from "../../shared/conversation.ts";
import type { FormKind } from "../../shared/form.ts";
import { type Cursor, cutPage } from "../platform/cursor.ts";
import type { Db } from "../platform/database/open.ts";

const PAGE = 50;

export interface InboxQuery {
  readonly property: string;
  readonly view: InboxView | null;
  /** Only conversations on this contact's record. */
  readonly contact: string | null;
  readonly cursor: Cursor | null;
}

/** A page of the inbox, the last message first. What looks like a program's work is only in its own view. */
export async function listConversations(db: Db, query: InboxQuery): Promise<InboxPage> {
  const { property } = query;
  const rows = await summaries(db)
    .innerJoin(placesOf(db, query).as("page"), "page.id", "conversations.id")
    .where("conversations.property_id", "=", property)
    .orderBy("conversations.last_message_at", "desc")
    .orderBy("conversations.id", "desc")
    .execute();
  const { page, next } = cutPage(rows, PAGE, (row) => ({ at: row.last_message_at, id: row.id }));
  return { items: page.map(toSummary), next, counts: await countInbox(db, property) };
}

/** Which conversations are on a page, one more than fits: found in the index alone, whatever lies between them. */
function placesOf(db: Db, { property, view, contact, cursor }: InboxQuery) {
  return db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .$if(contact !== null, (some) => some.where("contact_id", "=", contact))
    .$if(view !== null, (some) => some.where("suspicious", "=", view === "suspicious" ? 1 : 0))
    .$if(view === "open" || view === "unread", (some) => some.where("status", "=", "open"))
    .$if(view === "done", (some) => some.where("status", "=", "done"))
    .$if(view === "unread", (some) => some.where("unread", "=", 1))
    .$if(cursor !== null, (some) =>
      some.where((is) =>
        is(is.refTuple("last_message_at", "id"), "<", is.tuple(cursor?.at ?? 0, cursor?.id ?? "")),
      ),
    )
    .orderBy("last_message_at", "desc")
    .orderBy("id", "desc")
    .limit(PAGE + 1);
}

/** Conversations with the person whose record shows them. */
export function summaries(db: Db) {
  return db
    .selectFrom("conversations")
    .leftJoin("visitors", (join) =>
      join
        .onRef("visitors.property_id", "=", "conversations.property_id")
        .onRef("visitors.id", "=", "conversations.contact_id"),
    )
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
      "visitors.name",
      "visitors.email",
      "visitors.phone",
    ]);
}

type SummaryRow = Awaited<ReturnType<ReturnType<typeof summaries>["execute"]>>[number];

export function toSummary(row: SummaryRow): ConversationSummary {
  return {
    id: row.id,
    form: row.form as FormKind,
    ticket: row.ticket,
    status: row.status === "done" ? "done" : "open",
    unread: row.unread === 1,
    claimed: row.claimed === 1,
    suspicious: row.suspicious === 1,
    person: { id: row.contact_id, name: row.name, email: row.email, phone: row.phone },
    preview: row.preview,
    createdAt: row.created_at,
    lastMessageAt: row.last_message_at,
  };
}

/** How much waits in each view. */
async function countInbox(db: Db, property: string): Promise<InboxPage["counts"]> {
  const { suspicious } = await db
    .selectFrom("conversations")
    .select((is) => is.fn.countAll<number>().as("suspicious"))
    .where("property_id", "=", property)
    .where("suspicious", "=", 1)
    .executeTakeFirstOrThrow();
  return { ...(await countOpen(db, property)), suspicious };
}

function openOnes(db: Db, property: string) {
  return db
    .selectFrom("conversations")
    .where("property_id", "=", property)
    .where("suspicious", "=", 0)
    .where("status", "=", "open");
}

async function countOpen(db: Db, property: string): Promise<{ open: number; unread: number }> {
  return openOnes(db, property)
    .select((is) => [
      is.fn.countAll<number>().as("open"),
      is.fn.countAll<number>().filterWhere("unread", "=", 1).as("unread"),
    ])
    .executeTakeFirstOrThrow();
}

/** What waits in the inboxes of several properties, for the dashboard's badge. */
export async function inboxState(
  db: Db,
  properties: readonly string[],
): Promise<Map<string, { open: number; unread: number; latestAt: number | null }>> {
  const states = properties.map(async (property) => {
    const { open, unread } = await countOpen(db, property);
    const latest = await openOnes(db, property)
      .select("last_message_at")
      .orderBy("last_message_at", "desc")
      .limit(1)
      .executeTakeFirst();
    return [property, { open, unread, latestAt: latest?.last_message_at ?? null }] as const;
  });
  return new Map(await Promise.all(states));
}
