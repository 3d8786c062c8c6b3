import type { ConversationSummary, Ticket } from "../../../shared/conversation.ts";
import { isForm } from "../../../shared/form-key.ts";
import { showEmail } from "../../contacts/identity/show-email.ts";
import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { readTagNames, type TagNames, toTags } from "../tickets/conversation-tags.ts";

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
      "conversations.subject",
      "conversations.priority",
      "conversations.due_at",
      "conversations.follows",
      "conversations.followed_by",
      "conversations.joined_into",
      "conversations.tags",
      "conversations.status",
      "conversations.unread",
      "conversations.claimed",
      "conversations.suspicious",
      "conversations.mail_failed",
      "conversations.preview",
      "conversations.created_at",
      "conversations.last_message_at",
      "conversations.visitor_id",
      "conversations.contact_id",
      "conversations.assignee_id",
      "conversations.unanswered_since",
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

/** @throws ApiError `not_found` */
export async function findSummary(db: Db, property: string, id: string): Promise<SummaryRow> {
  const row = await selectSummaries(db)
    .where("conversations.property_id", "=", property)
    .where("conversations.id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return row;
}

/** Reads the summary of one conversation. @throws ApiError `not_found` */
export async function readSummary(db: Db, property: string, id: string): Promise<ConversationSummary> {
  const row = await findSummary(db, property, id);
  return toSummary(row, await readTagNames(db, property, [row]));
}

/** Reads the summaries of conversations, in the order of their IDs. Those that are erased meanwhile are left out. */
export async function listSummaries(
  db: Db,
  property: string,
  ids: readonly string[],
): Promise<ConversationSummary[]> {
  if (!ids.length) return [];
  const rows = await selectSummaries(db)
    .where("conversations.property_id", "=", property)
    .where("conversations.id", "in", ids)
    .execute();
  const summaries = await readSummaries(db, property, rows);
  const byId = new Map(summaries.map((summary) => [summary.id, summary]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Converts rows to summaries, with the names of their tags. */
export async function readSummaries(
  db: Db,
  property: string,
  rows: readonly SummaryRow[],
): Promise<ConversationSummary[]> {
  const names = await readTagNames(db, property, rows);
  return rows.map((row) => toSummary(row, names));
}

export function toSummary(row: SummaryRow, tags: TagNames): ConversationSummary {
  return {
    id: row.id,
    visitor: row.visitor_id,
    form: isForm(row.form) ? row.form : null,
    ticket: toTicket(row),
    status: row.status,
    tags: toTags(row, tags),
    unread: row.unread === 1,
    claimed: row.claimed === 1,
    suspicious: row.suspicious === 1,
    mailFailed: row.mail_failed === 1,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? "" },
    unansweredSince: row.unanswered_since,
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

function toTicket(row: SummaryRow): Ticket | null {
  if (row.ticket === null) return null;
  return {
    number: row.ticket,
    subject: row.subject,
    priority: row.priority,
    dueAt: row.due_at,
    follows: row.follows,
    followedBy: row.followed_by,
    joinedInto: row.joined_into,
  };
}
