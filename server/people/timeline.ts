import type { TimelineItem } from "../../shared/crm.ts";
import { noteAuthor } from "../contacts/crm/notes.ts";
import { resolveAlias } from "../contacts/identity/aliases.ts";
import { findVisitor } from "../contacts/identity/contact-store.ts";
import { readMerges } from "../contacts/merging/read-merges.ts";
import { isOneOf } from "../platform/database/chunks.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { type Cursor, cutPage } from "../platform/paging.ts";

const PAGE = 50;
/** What comes before every place in the timeline. */
const END: Cursor = { at: Number.MAX_SAFE_INTEGER, id: "~" };

interface Question {
  readonly db: Db;
  readonly property: string;
  readonly contact: string;
  /** The contact's browsers. */
  readonly family: readonly string[];
  readonly before: Cursor;
}

/**
 * Everything that happened with a contact, the newest first: visits, forms, conversations and tickets, what was saved
 * of it, notes, and merges.
 *
 * @throws Failure `not_found`
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
  const family = [contact, ...attached.map(({ id }) => id)];
  const question = { db, property, contact, family, before: cursor ?? END };
  const found = await Promise.all([
    visits(question),
    conversations(question),
    forms(question),
    changes(question),
    notes(question),
    merges(question),
  ]);
  const items = found
    .flat()
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .slice(0, PAGE + 1);
  const { page, next } = cutPage(items, PAGE, ({ at, id }) => ({ at, id }));
  return { items: page, next };
}

async function visits({ db, property, family, before }: Question): Promise<TimelineItem[]> {
  const rows = await db
    .selectFrom("visits")
    .select(["id", "at", "page", "referrer", "visitor_id as device"])
    .where("property_id", "=", property)
    .where(isOneOf(db, "visitor_id", family))
    .where((eb) => eb(eb.refTuple("at", "id"), "<", eb.tuple(before.at, before.id)))
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(PAGE + 1)
    .execute();
  return rows.map((row) => ({ kind: "visit", ...row }));
}

async function conversations({ db, property, contact, before }: Question): Promise<TimelineItem[]> {
  const rows = await db
    .selectFrom("conversations")
    .select(["id", "created_at as at", "ticket", "status", "preview", "visitor_id as device"])
    .where("property_id", "=", property)
    .where("contact_id", "=", contact)
    .where((eb) => eb(eb.refTuple("created_at", "id"), "<", eb.tuple(before.at, before.id)))
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(PAGE + 1)
    .execute();
  return rows.map((row) => ({
    kind: "conversation",
    ...row,
    status: row.status === "closed" ? "closed" : "open",
  }));
}

async function forms({ db, property, contact, before }: Question): Promise<TimelineItem[]> {
  const rows = await db
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
    .where("conversations.contact_id", "=", contact)
    .where((eb) =>
      eb(eb.refTuple("submissions.received_at", "submissions.id"), "<", eb.tuple(before.at, before.id)),
    )
    .orderBy("submissions.received_at", "desc")
    .orderBy("submissions.id", "desc")
    .limit(PAGE + 1)
    .execute();
  return rows.map((row) => ({ kind: "form", ...row, form: row.form === "offline" ? "offline" : "pre_chat" }));
}

async function changes({ db, property, contact, before }: Question): Promise<TimelineItem[]> {
  const rows = await db
    .selectFrom("details")
    .select(["id", "at", "field", "value", "previous", "status", "source", "device_id as device"])
    .where("property_id", "=", property)
    .where("visitor_id", "=", contact)
    .where((eb) => eb(eb.refTuple("at", "id"), "<", eb.tuple(before.at, before.id)))
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(PAGE + 1)
    .execute();
  return rows.map((row) => ({ kind: "change", ...row }) as TimelineItem);
}

async function notes({ db, property, contact, before }: Question): Promise<TimelineItem[]> {
  const rows = await db
    .selectFrom("contact_notes")
    .leftJoin("agents", "agents.id", "contact_notes.agent_id")
    .select([
      "contact_notes.id",
      "contact_notes.created_at as at",
      "contact_notes.text",
      "contact_notes.agent_id",
      "agents.name as agent_name",
    ])
    .where("contact_notes.property_id", "=", property)
    .where("contact_notes.contact_id", "=", contact)
    .where((eb) =>
      eb(eb.refTuple("contact_notes.created_at", "contact_notes.id"), "<", eb.tuple(before.at, before.id)),
    )
    .orderBy("contact_notes.created_at", "desc")
    .orderBy("contact_notes.id", "desc")
    .limit(PAGE + 1)
    .execute();
  return rows.map(({ id, at, text, agent_id, agent_name }) => ({
    kind: "note",
    id,
    at,
    text,
    agent: noteAuthor(agent_id, agent_name),
  }));
}

async function merges({ db, property, contact, before }: Question): Promise<TimelineItem[]> {
  const done = await readMerges(db, property, contact);
  const items = done.flatMap(({ id, at, survivor, absorbed, agent, undone }): TimelineItem[] => [
    { kind: "merge", id, at, survivor, absorbed, agent },
    ...(undone
      ? [
          {
            kind: "unmerge" as const,
            id: `${id}-undone`,
            merge: id,
            at: undone.at,
            survivor,
            absorbed,
            agent: undone.agent,
          },
        ]
      : []),
  ]);
  return items.filter(({ at, id }) => at < before.at || (at === before.at && id < before.id));
}
