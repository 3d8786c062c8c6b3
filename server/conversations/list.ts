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
  const { property, contact, cursor } = query;
  const rows = await summaries(db)
    .where("conversations.property_id", "=", property)
    .$if(contact !== null, (some) => some.where("conversations.contact_id", "=", contact))
    .$call((some) => {
      switch (query.view) {
        case null:
          return some;
        case "suspicious":
          return some.where("conversations.suspicious", "=", 1);
        case "unread":
          return some
            .where("conversations.suspicious", "=", 0)
            .where("conversations.status", "=", "open")
            .where("conversations.unread", "=", 1);
        default:
          return some
            .where("conversations.suspicious", "=", 0)
            .where("conversations.status", "=", query.view);
      }
    })
    .$if(cursor !== null, (some) =>
      some.where((is) =>
        is(
          is.refTuple("conversations.last_message_at", "conversations.id"),
          "<",
          is.tuple(cursor?.at ?? 0, cursor?.id ?? ""),
        ),
      ),
    )
    .orderBy("conversations.last_message_at", "desc")
    .orderBy("conversations.id", "desc")
    .limit(PAGE + 1)
    .execute();
  const { page, next } = cutPage(rows, PAGE, (row) => ({ at: row.last_message_at, id: row.id }));
  return { items: page.map(toSummary), next, counts: await countInbox(db, property) };
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
  const row = await db
    .selectFrom("conversations")
    .select((is) => [
      is.fn.countAll<number>().filterWhere("suspicious", "=", 0).as("open"),
      is.fn.countAll<number>().filterWhere("suspicious", "=", 0).filterWhere("unread", "=", 1).as("unread"),
    ])
    .where("property_id", "=", property)
    .where("status", "=", "open")
    .where("suspicious", "=", 0)
    .executeTakeFirstOrThrow();
  const { suspicious } = await db
    .selectFrom("conversations")
    .select((is) => is.fn.countAll<number>().as("suspicious"))
    .where("property_id", "=", property)
    .where("suspicious", "=", 1)
    .executeTakeFirstOrThrow();
  return { open: row.open, unread: row.unread, suspicious };
}

/** What waits in the inboxes of several properties, for the dashboard's badge. */
export async function inboxState(
  db: Db,
  properties: readonly string[],
): Promise<Map<string, { open: number; unread: number; latestAt: number | null }>> {
  if (!properties.length) return new Map();
  const rows = await db
    .selectFrom("conversations")
    .select("property_id")
    .select((is) => [
      is.fn.countAll<number>().as("open"),
      is.fn.countAll<number>().filterWhere("unread", "=", 1).as("unread"),
      is.fn.max("last_message_at").as("latestAt"),
    ])
    .where("property_id", "in", properties)
    .where("suspicious", "=", 0)
    .where("status", "=", "open")
    .groupBy("property_id")
    .execute();
  return new Map(rows.map(({ property_id, ...state }) => [property_id, state]));
}
