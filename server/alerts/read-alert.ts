import * as z from "zod/mini";
import { mentionedAgents } from "../../shared/rules/mentions.ts";
import { presenceAt } from "../accounts/presence.ts";
import { findBlocked } from "../contacts/crm/blocks.ts";
import { nameOf } from "../notifications/read-notice.ts";
import type { Db } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import type { AlertContent } from "./alert-message.ts";
import { readTeam } from "./read-team.ts";

export type AlertRow = Schema["alerts"];

/** How a channel wants its alerts. */
export interface ReadOptions {
  /** Whether names, messages and notes are read at all. */
  readonly includeMessage: boolean;
  /** The server's public address; null: not known. */
  readonly publicUrl: string | null;
  /** Ms since 1970. */
  readonly now: number;
}

/** Somebody who has answered in a chat a moment ago is busy with it, ms. */
const ANSWERING = 10 * 60_000;

/**
 * Reads what an alert says now.
 *
 * @returns null if nobody need be alerted any more: the chat was answered, somebody who is there has taken it, the ticket is no longer
 *   open, the note was deleted, or the person was erased or blocked
 */
export function readAlert(db: Db, row: AlertRow, options: ReadOptions): Promise<AlertContent | null> {
  return row.about === "contact" ? readContactNote(db, row, options) : readConversation(db, row, options);
}

async function readConversation(db: Db, row: AlertRow, options: ReadOptions): Promise<AlertContent | null> {
  const { property_id: property, about_id: id, kind } = row;
  const conversation = await db
    .selectFrom("conversations")
    .select(["id", "contact_id", "visitor_id", "assignee_id", "ticket", "status", "unanswered_since"])
    .select(["suspicious", "joined_into", "preview"])
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!conversation || conversation.suspicious || conversation.joined_into !== null) return null;
  const { visitor_id, contact_id, ticket, unanswered_since, preview } = conversation;
  if ((await findBlocked(db, property, [visitor_id])).has(visitor_id)) return null;
  const content = {
    kind,
    waited: options.now - (unanswered_since ?? options.now),
    ticket,
    author: null,
    mentioned: [],
    person: options.includeMessage ? await nameOf(db, property, contact_id) : null,
    text: options.includeMessage ? preview : null,
    url: pageOf(options, `${property}/inbox/all/${encodeURIComponent(id)}`),
  };
  switch (kind) {
    case "waiting_chat":
      return (await isWaiting(db, row, conversation, options.now)) ? content : null;
    case "new_ticket":
      return conversation.status === "open" ? content : null;
    case "mention": {
      const note = await db
        .selectFrom("messages")
        .select(["text", "retracted", "agent_id"])
        .where("property_id", "=", property)
        .where("conversation_id", "=", id)
        .where("sequence", "=", Number(row.entry))
        .executeTakeFirst();
      if (!note || note.retracted) return null;
      const team = await readTeam(db, property);
      return { ...content, ...toNote(note, mentionedAgents(note.text, team), team, options) };
    }
  }
}

type Chat = Pick<Schema["conversations"], "id" | "ticket" | "status" | "unanswered_since" | "assignee_id">;

/** Whether a chat still waits as it did, and nobody who is there is busy with it. */
async function isWaiting(db: Db, row: AlertRow, chat: Chat, now: number): Promise<boolean> {
  const { ticket, status, unanswered_since, assignee_id } = chat;
  if (ticket !== null || status !== "open" || String(unanswered_since) !== row.entry) return false;
  const answer = await db
    .selectFrom("messages")
    .select("id")
    .where("property_id", "=", row.property_id)
    .where("conversation_id", "=", chat.id)
    .where("kind", "=", "message")
    .where("author", "=", "agent")
    .where("received_at", ">", now - ANSWERING)
    .limit(1)
    .executeTakeFirst();
  if (answer) return false;
  if (assignee_id === null) return true;
  const seen = await db
    .selectFrom("agent_presence")
    .select(["status", "seen_at"])
    .where("agent_id", "=", assignee_id)
    .executeTakeFirst();
  return !seen || presenceAt(seen, now) !== "available";
}

async function readContactNote(db: Db, row: AlertRow, options: ReadOptions): Promise<AlertContent | null> {
  const { property_id: property, entry, kind } = row;
  // a merge moves notes to another contact
  const note = await db
    .selectFrom("contact_notes")
    .select(["contact_id", "text", "agent_id", "mentions"])
    .where("property_id", "=", property)
    .where("id", "=", entry)
    .executeTakeFirst();
  if (!note) return null;
  return {
    kind,
    waited: 0,
    ticket: null,
    person: options.includeMessage ? await nameOf(db, property, note.contact_id) : null,
    url: pageOf(options, `${property}/contacts/${note.contact_id}`),
    ...toNote(note, z.parse(AgentIds, JSON.parse(note.mentions)), await readTeam(db, property), options),
  };
}

const AgentIds = z.array(z.string());

/** The names of agents in a note, and its text if the channel includes it. */
function toNote(
  note: { readonly text: string; readonly agent_id: string | null },
  mentioned: readonly string[],
  team: readonly { readonly id: string; readonly name: string }[],
  { includeMessage }: ReadOptions,
): Pick<AlertContent, "author" | "mentioned" | "text"> {
  return {
    author: team.find(({ id }) => id === note.agent_id)?.name ?? null,
    mentioned: team.filter(({ id }) => mentioned.includes(id)).map(({ name }) => name),
    text: includeMessage ? note.text : null,
  };
}

/** The address of a page of the dashboard. */
const pageOf = ({ publicUrl }: ReadOptions, path: string): string | null =>
  publicUrl && `${publicUrl}/dashboard/${path}`;
