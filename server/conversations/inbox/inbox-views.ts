import { type SqlBool, sql } from "kysely";
import type { ConversationStatus, InboxView } from "../../../shared/conversation.ts";
import type { Db } from "../../platform/database/open.ts";
import { type Cursor, followsCursor } from "../../platform/paging.ts";

/** The conversations that a list shows. */
export interface InboxScope {
  readonly property: string;
  /** Null: every conversation, which only a list of one contact has. */
  readonly view: InboxView | null;
  /** The agent who asks; the view `mine` contains their conversations. */
  readonly agent: string;
  /** Only conversations on this contact's record; null: of all. */
  readonly contact: string | null;
  /** The tag of the view `tag`; null: it contains nothing. */
  readonly tag: string | null;
}

/** The rows of a part of a list that follow a cursor. */
interface Range {
  /** Tickets that were due up to this time are overdue, ms since 1970. */
  readonly now: number;
  readonly cursor: Cursor | null;
  readonly limit: number;
}

/** The statuses of a view's conversations; null: the view is not about the status. */
const STATUSES: Readonly<Record<InboxView, readonly ConversationStatus[] | null>> = {
  unanswered: null,
  mine: ["open", "waiting"],
  unassigned: ["open", "waiting"],
  overdue: null,
  all: ["open", "waiting"],
  open: ["open"],
  waiting: ["waiting"],
  solved: ["solved"],
  closed: ["closed"],
  unread: ["open"],
  suspicious: null,
  tag: null,
};

/** The views that can contain overdue tickets, and have them on top. */
const WITH_OVERDUE: readonly (InboxView | null)[] = [
  "unanswered",
  "mine",
  "unassigned",
  "overdue",
  "all",
  "open",
  "unread",
  "tag",
];

/** Whether a list has overdue tickets on top. One of a contact has not. */
const hasOverdue = ({ view, contact }: InboxScope) => contact === null && WITH_OVERDUE.includes(view);

/**
 * Lists the overdue tickets of a view, the longest overdue first. The query reads one range of one index. A due time
 * implies an open ticket with an unanswered message, so the status need not be looked at.
 */
export async function listOverdue(
  db: Db,
  scope: InboxScope,
  { now, cursor, limit }: Range,
): Promise<Cursor[]> {
  if (!hasOverdue(scope)) return [];
  const { property, view, agent, tag } = scope;
  if (view === "tag") {
    const rows = await db
      .selectFrom("conversation_tags")
      .select(["conversation_id as id", "due_at as at"])
      .where("property_id", "=", property)
      .where("tag_id", "=", tag ?? "")
      .where("suspicious", "=", 0)
      .where("due_at", "<=", now)
      .where(followsCursor(cursor, ["due_at", "conversation_id"], "asc"))
      .orderBy("due_at")
      .orderBy("conversation_id")
      .limit(limit)
      .execute();
    return rows.map(toCursor);
  }
  const rows = await db
    .selectFrom("conversations")
    .select(["id", "due_at as at"])
    .where("property_id", "=", property)
    .where("suspicious", "=", 0)
    .where("due_at", "<=", now)
    .$if(view === "mine", (some) => some.where("assignee_id", "=", agent))
    .$if(view === "unassigned", (some) => some.where("assignee_id", "is", null))
    .$if(view === "unread", (some) => some.where("unread", "=", 1))
    .where(followsCursor(cursor, ["due_at", "id"], "asc"))
    .orderBy("due_at")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toCursor);
}

const toCursor = ({ id, at }: { id: string; at: number | null }): Cursor => ({ id, at: at ?? 0 });

/** The condition that a row of a list with overdue tickets on top is none of them. */
const isRest = (scope: InboxScope, { now }: Range, column: string) =>
  hasOverdue(scope)
    ? sql<SqlBool>`(${sql.ref(column)} is null or ${sql.ref(column)} > ${now})`
    : sql<SqlBool>`1 = 1`;

/**
 * Lists a view in its own order, without the overdue tickets that are on top of it. Each query reads one range of one index, so a view of two
 * statuses asks for each of them.
 */
export async function listRest(db: Db, scope: InboxScope, range: Range): Promise<Cursor[]> {
  const { property, view, contact } = scope;
  if (view === "overdue") return [];
  if (view === "unanswered") return listUnanswered(db, scope, range);
  if (view === "tag") return listTagged(db, scope, range);
  const statuses = view === null ? null : STATUSES[view];
  const lists = (statuses ?? [null]).map((status) =>
    db
      .selectFrom("conversations")
      .select(["id", "last_message_at as at"])
      .where("property_id", "=", property)
      .$if(contact !== null, (some) => some.where("contact_id", "=", contact))
      .$if(view !== null, (some) => some.where("suspicious", "=", view === "suspicious" ? 1 : 0))
      .$if(status !== null, (some) => some.where("status", "=", status ?? "open"))
      .$if(view === "unread", (some) => some.where("unread", "=", 1))
      .$if(view === "mine", (some) => some.where("assignee_id", "=", scope.agent))
      .$if(view === "unassigned", (some) => some.where("assignee_id", "is", null))
      .where(isRest(scope, range, "due_at"))
      .where(followsCursor(range.cursor, ["last_message_at", "id"], "desc"))
      .orderBy("last_message_at", "desc")
      .orderBy("id", "desc")
      .limit(range.limit)
      .execute(),
  );
  const rows = (await Promise.all(lists)).flat();
  return rows.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, range.limit);
}

async function listUnanswered(db: Db, scope: InboxScope, range: Range): Promise<Cursor[]> {
  const { property, contact } = scope;
  const rows = await db
    .selectFrom("conversations")
    .select(["id", "unanswered_since as at"])
    .where("property_id", "=", property)
    .where("suspicious", "=", 0)
    .$if(contact !== null, (some) => some.where("contact_id", "=", contact))
    .where("unanswered_since", "is not", null)
    .where(isRest(scope, range, "due_at"))
    .where(followsCursor(range.cursor, ["unanswered_since", "id"], "asc"))
    .orderBy("unanswered_since")
    .orderBy("id")
    .limit(range.limit)
    .execute();
  return rows.map(toCursor);
}

function listTagged(db: Db, scope: InboxScope, range: Range): Promise<Cursor[]> {
  const { property, tag, contact } = scope;
  return db
    .selectFrom("conversation_tags")
    .select(["conversation_tags.conversation_id as id", "conversation_tags.last_message_at as at"])
    .$if(contact !== null, (some) =>
      some
        .innerJoin("conversations", (join) =>
          join
            .onRef("conversations.property_id", "=", "conversation_tags.property_id")
            .onRef("conversations.id", "=", "conversation_tags.conversation_id"),
        )
        .where("conversations.contact_id", "=", contact),
    )
    .where("conversation_tags.property_id", "=", property)
    .where("conversation_tags.tag_id", "=", tag ?? "")
    .where("conversation_tags.suspicious", "=", 0)
    .where(isRest(scope, range, "conversation_tags.due_at"))
    .where(
      followsCursor(
        range.cursor,
        ["conversation_tags.last_message_at", "conversation_tags.conversation_id"],
        "desc",
      ),
    )
    .orderBy("conversation_tags.last_message_at", "desc")
    .orderBy("conversation_tags.conversation_id", "desc")
    .limit(range.limit)
    .execute();
}
