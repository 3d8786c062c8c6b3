import { type SelectQueryBuilder, sql } from "kysely";
import type { TimelineItem } from "../../shared/crm.ts";
import { authorName } from "../contacts/crm/author-name.ts";
import { noteAuthor } from "../contacts/crm/notes.ts";
import { resolveAlias } from "../contacts/identity/aliases.ts";
import { findVisitor } from "../contacts/identity/contact-store.ts";
import { readMerges } from "../contacts/merging/read-merges.ts";
import { isOneOf } from "../platform/database/chunks.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { type Cursor, cutPage, followsCursor } from "../platform/paging.ts";
import { selectEvents, toEvent } from "../visitors/events.ts";

const PAGE_SIZE = 50;

interface TimelineQuery {
  readonly db: Db;
  readonly property: string;
  readonly contact: string;
  /** The IDs of the contact's browsers, its own included. */
  readonly browsers: readonly string[];
  /** Only older items; null: from the newest one on. */
  readonly before: Cursor | null;
}

/**
 * Reads a page of everything that happened with a contact, the newest first: visits, events, forms, conversations and tickets,
 * saved values, notes, and merges.
 *
 * @throws ApiError `not_found`
 */
export async function readTimeline(
  db: Db,
  property: string,
  asked: string,
  cursor: Cursor | null,
): Promise<{ items: TimelineItem[]; next: string | null }> {
  const contact = await resolveAlias(db, property, asked);
  if (!(await findVisitor(db, property, contact))) throw new ApiError("not_found");
  const attached = await db
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where("attached_to", "=", contact)
    .execute();
  const browsers = [contact, ...attached.map(({ id }) => id)];
  const query = { db, property, contact, browsers, before: cursor };
  const found = await Promise.all([
    readVisits(query),
    readEvents(query),
    readConversations(query),
    readForms(query),
    readChanges(query),
    readNotes(query),
    readMergeItems(query),
  ]);
  const items = found
    .flat()
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .slice(0, PAGE_SIZE + 1);
  const { page, next } = cutPage(items, PAGE_SIZE, ({ at, id }) => ({ at, id }));
  return { items: page, next };
}

/** Limits a query to one page of the rows before a cursor, the newest first. */
function pageBefore<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  [at, id]: readonly [at: string, id: string],
  before: Cursor | null,
): SelectQueryBuilder<DB, TB, O> {
  return query
    .where(followsCursor(before, [at, id], "desc"))
    .orderBy(sql.ref(at), "desc")
    .orderBy(sql.ref(id), "desc")
    .limit(PAGE_SIZE + 1);
}

async function readVisits({ db, property, browsers, before }: TimelineQuery): Promise<TimelineItem[]> {
  const visits = db
    .selectFrom("visits")
    .select(["id", "at", "page", "referrer", "visitor_id as device"])
    .where("property_id", "=", property)
    .where(isOneOf(db, "visitor_id", browsers));
  const rows = await pageBefore(visits, ["at", "id"], before).execute();
  return rows.map((row) => ({ kind: "visit", ...row }));
}

async function readEvents({ db, property, browsers, before }: TimelineQuery): Promise<TimelineItem[]> {
  const rows = await pageBefore(selectEvents(db, property, browsers), ["at", "id"], before).execute();
  return rows.map((row) => ({ kind: "event", ...toEvent(row) }));
}

async function readConversations({ db, property, contact, before }: TimelineQuery): Promise<TimelineItem[]> {
  const conversations = db
    .selectFrom("conversations")
    .select(["id", "created_at as at", "ticket", "status", "preview", "visitor_id as device"])
    .where("property_id", "=", property)
    .where("contact_id", "=", contact);
  const rows = await pageBefore(conversations, ["created_at", "id"], before).execute();
  return rows.map((row) => ({ kind: "conversation", ...row }));
}

async function readForms({ db, property, contact, before }: TimelineQuery): Promise<TimelineItem[]> {
  const submissions = db
    .selectFrom("conversations")
    .innerJoin("submissions", (join) =>
      join
        .onRef("submissions.property_id", "=", "conversations.property_id")
        .onRef("submissions.conversation_id", "=", "conversations.id"),
    )
    .select([
      "submissions.id",
      "submissions.received_at as at",
      "submissions.form",
      "submissions.conversation_id as conversation",
      "submissions.visitor_id as device",
      "submissions.page",
    ])
    .where("conversations.property_id", "=", property)
    .where("conversations.contact_id", "=", contact);
  const rows = await pageBefore(submissions, ["submissions.received_at", "submissions.id"], before).execute();
  return rows.map((row) => ({ kind: "form", ...row }));
}

async function readChanges({ db, property, contact, before }: TimelineQuery): Promise<TimelineItem[]> {
  const details = db
    .selectFrom("details")
    .select(["id", "at", "field", "value", "previous", "status", "source", "device_id as device"])
    .where("property_id", "=", property)
    .where("visitor_id", "=", contact);
  const rows = await pageBefore(details, ["at", "id"], before).execute();
  return rows.map((row) => ({ kind: "change", ...row }));
}

async function readNotes({ db, property, contact, before }: TimelineQuery): Promise<TimelineItem[]> {
  const notes = db
    .selectFrom("contact_notes")
    .select([
      "contact_notes.id",
      "contact_notes.created_at as at",
      "contact_notes.text",
      "contact_notes.agent_id",
      authorName("contact_notes.agent_id").as("agent_name"),
    ])
    .where("contact_notes.property_id", "=", property)
    .where("contact_notes.contact_id", "=", contact);
  const rows = await pageBefore(notes, ["contact_notes.created_at", "contact_notes.id"], before).execute();
  return rows.map(({ id, at, text, agent_id, agent_name }) => ({
    kind: "note",
    id,
    at,
    text,
    agent: noteAuthor(agent_id, agent_name),
  }));
}

async function readMergeItems({ db, property, contact, before }: TimelineQuery): Promise<TimelineItem[]> {
  const merges = await readMerges(db, property, contact);
  const items = merges.flatMap(({ id, at, survivor, absorbed, agent, undone }): TimelineItem[] => {
    const merge = { kind: "merge", id, at, survivor, absorbed, agent } as const;
    if (!undone) return [merge];
    const undo = { id: `${id}-undone`, merge: id, at: undone.at, agent: undone.agent };
    return [merge, { kind: "unmerge", ...undo, survivor, absorbed }];
  });
  return before
    ? items.filter(({ at, id }) => at < before.at || (at === before.at && id < before.id))
    : items;
}
