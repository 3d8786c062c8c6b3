import { presenceAt } from "../accounts/presence.ts";
import { findRole } from "../accounts/store.ts";
import { findBlocked } from "../contacts/crm/blocks.ts";
import { showEmail } from "../contacts/identity/show-email.ts";
import type { Db } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";

export type NotificationRow = Schema["notifications"];

/** The content of a notification. It is read when it is sent: data that was erased since is not in it. */
export interface Notice {
  /** The contact whom it is about. */
  readonly contact: string;
  /** Their name, as the inbox shows it. */
  readonly person: string;
  /** The message or note; may be empty. */
  readonly text: string;
  /** The page of the dashboard that shows it. */
  readonly path: string;
}

/**
 * Reads what a notification says now.
 *
 * @param now ms since 1970
 * @returns null if the agent need not be told any more, or may not: they have left the team, somebody has read the message or taken
 *   the conversation, they are there themselves, or the person was erased or blocked
 */
export async function readNotice(db: Db, row: NotificationRow, now: number): Promise<Notice | null> {
  if ((await findRole(db, row.property_id, row.agent_id)) === null) return null;
  const isPush = row.target !== "mail";
  // a phone in the pocket of somebody at the desk still rings for what is meant for them alone
  if (!(isPush && row.kind !== "new_message") && (await isOnline(db, row.agent_id, now))) return null;
  return row.about === "contact" ? readNoteNotice(db, row) : readConversationNotice(db, row);
}

async function isOnline(db: Db, agent: string, now: number): Promise<boolean> {
  const seen = await db
    .selectFrom("agent_presence")
    .select(["status", "seen_at"])
    .where("agent_id", "=", agent)
    .executeTakeFirst();
  return seen !== undefined && presenceAt(seen, now) === "available";
}

async function readConversationNotice(db: Db, row: NotificationRow): Promise<Notice | null> {
  const { property_id: property, about_id: id, kind, agent_id: agent } = row;
  const conversation = await db
    .selectFrom("conversations")
    .select(["contact_id", "visitor_id", "assignee_id", "unread", "suspicious", "joined_into", "preview"])
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!conversation || conversation.suspicious || conversation.joined_into !== null) return null;
  const { contact_id, visitor_id, assignee_id, unread, preview } = conversation;
  if (kind === "new_message" && (!unread || (assignee_id !== null && assignee_id !== agent))) return null;
  if (kind === "assigned" && assignee_id !== agent) return null;
  if ((await findBlocked(db, property, [visitor_id])).has(visitor_id)) return null;
  const entry = await db
    .selectFrom("messages")
    .select(["text", "retracted", "kind"])
    .where("property_id", "=", property)
    .where("conversation_id", "=", id)
    .where("sequence", "=", Number(row.entry))
    .executeTakeFirst();
  if (kind === "mentioned" && (!entry || entry.retracted)) return null;
  const text = entry && kind !== "assigned" ? entry.text : preview;
  return {
    contact: contact_id,
    person: await nameOf(db, property, contact_id),
    text: text || preview,
    path: `/dashboard/${property}/inbox/all/${encodeURIComponent(id)}`,
  };
}

async function readNoteNotice(db: Db, row: NotificationRow): Promise<Notice | null> {
  const { property_id: property, entry } = row;
  // a merge moves notes to another contact
  const note = await db
    .selectFrom("contact_notes")
    .select(["contact_id", "text"])
    .where("property_id", "=", property)
    .where("id", "=", entry)
    .executeTakeFirst();
  if (!note) return null;
  return {
    contact: note.contact_id,
    person: await nameOf(db, property, note.contact_id),
    text: note.text,
    path: `/dashboard/${property}/contacts/${note.contact_id}`,
  };
}

/** A person's name, as the dashboard shows it. */
export async function nameOf(db: Db, property: string, contact: string): Promise<string> {
  const row = await db
    .selectFrom("visitors")
    .select(["name", "email", "phone"])
    .where("property_id", "=", property)
    .where("id", "=", contact)
    .executeTakeFirst();
  return row?.name || showEmail(row?.email ?? null) || row?.phone || contact;
}
