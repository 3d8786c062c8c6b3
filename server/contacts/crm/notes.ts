import * as z from "zod/mini";
import type { AgentName } from "../../../shared/conversation.ts";
import type { Note } from "../../../shared/crm.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { authorName, isProgram } from "./author-name.ts";

const Mentions = z.array(z.string());

const IMPORT_PREFIX = "import:";

const WEBHOOK_PREFIX = "webhook:";

/** The author of an import's notes, as in `contact_notes.agent_id`. */
export const importAuthorId = (id: string): string => `${IMPORT_PREFIX}${id}`;

/** The author of the notes that come from an incoming webhook, as in `contact_notes.agent_id`. */
export const webhookAuthorId = (source: string): string => `${WEBHOOK_PREFIX}${source}`;

const isNameless = (id: string): boolean => id.startsWith(IMPORT_PREFIX) || id.startsWith(WEBHOOK_PREFIX);

/** The author of a note, an agent or a program with a key; null: an import or an incoming webhook. */
export function noteAuthor(id: string, name: string | null): AgentName | null {
  return isNameless(id) ? null : { id, name: name ?? "" };
}

/** The notes about a contact, newest first. */
export async function listNotes(db: Db, property: string, contact: string): Promise<Note[]> {
  const rows = await db
    .selectFrom("contact_notes")
    .selectAll("contact_notes")
    .select(authorName("contact_notes.agent_id").as("agent_name"))
    .where("contact_notes.property_id", "=", property)
    .where("contact_notes.contact_id", "=", contact)
    .orderBy("contact_notes.created_at", "desc")
    .orderBy("contact_notes.id", "desc")
    .execute();
  const mentions = rows.map((row) => z.parse(Mentions, JSON.parse(row.mentions)));
  const named = [...new Set(mentions.flat())];
  const agents = named.length
    ? await db.selectFrom("agents").select(["id", "name"]).where("id", "in", named).execute()
    : [];
  return rows.map((row, at) => ({
    id: row.id,
    agent: noteAuthor(row.agent_id, row.agent_name),
    text: row.text,
    mentions: agents.filter(({ id }) => mentions[at]?.includes(id)),
    createdAt: row.created_at,
    editedAt: row.edited_at,
  }));
}

export interface NoteContext {
  readonly property: string;
  readonly contact: string;
  readonly id: string;
  readonly agent: string;
  readonly now: number;
}

interface NoteContent {
  readonly text: string;
  readonly mentions: readonly string[];
}

/** @throws ApiError `not_found` if a mentioned agent is not in the property's team */
export async function addNote(
  tx: Tx,
  { property, contact, id, agent, now }: NoteContext,
  written: NoteContent,
) {
  const mentions = await checkMentions(tx, property, written.mentions);
  await tx
    .insertInto("contact_notes")
    .values({
      property_id: property,
      contact_id: contact,
      id,
      agent_id: agent,
      text: written.text,
      mentions: JSON.stringify(mentions),
      created_at: now,
      edited_at: null,
    })
    .execute();
  await queueMentions(tx, { property, contact, id, agent, now }, mentions);
}

/** Queues the agents whom a note mentions, to be told of it. */
async function queueMentions(tx: Tx, note: NoteContext, mentioned: readonly string[]): Promise<void> {
  if (!mentioned.length) return;
  await tx
    .insertInto("note_mentions")
    .values(
      mentioned.map((agent) => ({
        property_id: note.property,
        note_id: note.id,
        contact_id: note.contact,
        agent_id: agent,
        author_id: note.agent,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Changes a note of the agent's own, or of a program; a program's note becomes the agent's own.
 *
 * @throws ApiError `not_found`, `note_not_yours`
 */
export async function editNote(tx: Tx, note: NoteContext, written: NoteContent): Promise<void> {
  const before = await assertMayChange(tx, note);
  const mentions = await checkMentions(tx, note.property, written.mentions);
  await tx
    .updateTable("contact_notes")
    .set({
      agent_id: note.agent,
      text: written.text,
      mentions: JSON.stringify(mentions),
      edited_at: note.now,
    })
    .where("property_id", "=", note.property)
    .where("contact_id", "=", note.contact)
    .where("id", "=", note.id)
    .execute();
  await queueMentions(
    tx,
    note,
    mentions.filter((agent) => !before.mentions.includes(agent)),
  );
}

/** @throws ApiError `not_found`, `note_not_yours` */
export async function removeNote(tx: Tx, note: NoteContext): Promise<void> {
  await assertMayChange(tx, note);
  await tx
    .deleteFrom("contact_notes")
    .where("property_id", "=", note.property)
    .where("contact_id", "=", note.contact)
    .where("id", "=", note.id)
    .execute();
}

async function assertMayChange(tx: Tx, { property, contact, id, agent }: NoteContext): Promise<NoteContent> {
  const row = await tx
    .selectFrom("contact_notes")
    .select(["agent_id", "text", "mentions"])
    .where("property_id", "=", property)
    .where("contact_id", "=", contact)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  const isByProgram = isNameless(row.agent_id) || isProgram(row.agent_id);
  if (row.agent_id !== agent && !isByProgram) throw new ApiError("note_not_yours");
  return { text: row.text, mentions: z.parse(Mentions, JSON.parse(row.mentions)) };
}

async function checkMentions(tx: Tx, property: string, mentions: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(mentions)];
  const members = wanted.length
    ? await tx
        .selectFrom("memberships")
        .select("agent_id")
        .where("property_id", "=", property)
        .where("agent_id", "in", wanted)
        .execute()
    : [];
  if (members.length < wanted.length)
    throw new ApiError("not_found", { detail: "A mentioned agent is not in this team." });
  return wanted;
}
