import type { AgentName } from "../../shared/conversation.ts";
import { inChunks, insertMany } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import {
  type ActContext,
  type Action,
  type Actor,
  act,
  type ConversationRow,
  type MessageRow,
} from "./act.ts";
import type { Change } from "./announce.ts";
import { type Revision, revise, type Shown } from "./revise.ts";
import { type OpenedConversation, openConversations } from "./store.ts";

/**
 * Conversations that one transaction changes: read in one statement, changed one action after the other in memory, and
 * written in as few statements as there are tables.
 */
export class Chats {
  readonly #tx: Tx;
  readonly #context: ActContext;
  readonly #rows: Map<string, ConversationRow>;
  readonly #opened: OpenedConversation[] = [];
  readonly #entries: MessageRow[] = [];
  readonly #revised: MessageRow[] = [];
  readonly #submissions: Schema["submissions"][] = [];
  /** The first place that each changed conversation took. */
  readonly #changed = new Map<string, number>();

  private constructor(tx: Tx, context: ActContext, rows: readonly ConversationRow[]) {
    this.#tx = tx;
    this.#context = context;
    this.#rows = new Map(rows.map((row) => [row.id, row]));
  }

  /** Reads the conversations that actions may be about. IDs that no conversation has are left out. */
  static async load(tx: Tx, property: string, ids: readonly string[], context: ActContext): Promise<Chats> {
    const rows = await inChunks([...new Set(ids)], (some) =>
      tx
        .selectFrom("conversations")
        .selectAll()
        .where("property_id", "=", property)
        .where("id", "in", some)
        .execute(),
    );
    return new Chats(tx, context, rows);
  }

  /** A conversation as it is now, with what was done to it here. */
  find(id: string): ConversationRow | undefined {
    return this.#rows.get(id);
  }

  /** A new conversation, with its first entry if it has one. */
  open(opened: OpenedConversation): void {
    this.#opened.push(opened);
    this.#rows.set(opened.conversation.id, opened.conversation);
    this.#changed.set(opened.conversation.id, opened.conversation.revision);
  }

  /** A form that was filled in within a conversation that is there. */
  submitted(submission: Schema["submissions"]): void {
    this.#submissions.push(submission);
  }

  /** Does something in a conversation that is there. @returns the entries that it got */
  act(id: string, action: Action, by: Actor): readonly MessageRow[] {
    const row = this.#row(id);
    const { row: after, entries } = act(row, action, by, this.#context);
    if (after === row) return entries;
    this.#entries.push(...entries);
    this.#change(after, entries[0]?.place);
    return entries;
  }

  /** Changes a message of an agent that was written before. @returns the message as it is now */
  revise(message: MessageRow, revision: Revision, by: AgentName, shown: Shown): MessageRow {
    const row = this.#row(message.conversation_id);
    const revised = revise(row, message, revision, by, { ...this.#context, shown });
    if (revised.message === message) return message;
    this.#revised.push(revised.message);
    this.#change(revised.row);
    return revised.message;
  }

  #row(id: string): ConversationRow {
    const row = this.#rows.get(id);
    if (!row) throw new Error(`Conversation ${id} was not loaded`);
    return row;
  }

  #change(row: ConversationRow, since: number = row.revision): void {
    this.#rows.set(row.id, row);
    if (!this.#changed.has(row.id)) this.#changed.set(row.id, since);
  }

  /** Writes everything that was done. @returns what is to be announced */
  async save(): Promise<readonly Change[]> {
    const fresh = new Set(this.#opened.map(({ conversation }) => conversation.id));
    await openConversations(
      this.#tx,
      this.#opened.map((one) => ({
        ...one,
        conversation: this.#rows.get(one.conversation.id) ?? one.conversation,
      })),
    );
    await insertMany(this.#tx, "submissions", this.#submissions, (rows) =>
      this.#tx.insertInto("submissions").values(rows),
    );
    await insertMany(this.#tx, "messages", this.#entries, (rows) =>
      this.#tx.insertInto("messages").values(rows),
    );
    await updateMessages(this.#tx, this.#revised);
    const changed = [...this.#changed.keys()].filter((id) => !fresh.has(id));
    await updateConversations(
      this.#tx,
      changed.flatMap((id) => this.#rows.get(id) ?? []),
    );
    return [...this.#changed].map(([conversation, since]) => ({ conversation, since }));
  }
}

async function updateMessages(tx: Tx, rows: readonly MessageRow[]): Promise<void> {
  for (const { property_id, conversation_id, place, text, files, edited_at, retracted, revision } of rows)
    await tx
      .updateTable("messages")
      .set({ text, files, edited_at, retracted, revision })
      .where("property_id", "=", property_id)
      .where("conversation_id", "=", conversation_id)
      .where("place", "=", place)
      .execute();
}

async function updateConversations(tx: Tx, rows: readonly ConversationRow[]): Promise<void> {
  for (const { property_id, id, ...columns } of rows)
    await tx
      .updateTable("conversations")
      .set({
        contact_id: columns.contact_id,
        claimed: columns.claimed,
        ticket: columns.ticket,
        status: columns.status,
        unread: columns.unread,
        suspicious: columns.suspicious,
        preview: columns.preview,
        last_place: columns.last_place,
        revision: columns.revision,
        visitor_read: columns.visitor_read,
        agent_read: columns.agent_read,
        assignee_id: columns.assignee_id,
        waiting_since: columns.waiting_since,
        rating: columns.rating,
        last_message_at: columns.last_message_at,
      })
      .where("property_id", "=", property_id)
      .where("id", "=", id)
      .execute();
}
