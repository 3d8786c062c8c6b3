import type { AgentName } from "../../../shared/conversation.ts";
import { type InsertMany, insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { factsAfter, readFacts } from "../counts/conversation-facts.ts";
import { countConversations, type FactsChange } from "../counts/count-conversations.ts";
import { type PreviewState, planRevision, type Revision } from "../messages/plan-revision.ts";
import { currentConversation, listContinuations } from "../tickets/continuations.ts";
import { writeTagRows } from "../tickets/conversation-tags.ts";
import { queueAnswers } from "./answers-to-mail.ts";
import type { ConversationChange } from "./publish-changes.ts";
import type { Actor, ConversationRow, MessageRow, TransitionContext } from "./row-changes.ts";
import {
  findConversations,
  insertConversations,
  insertMessages,
  insertSubmissions,
  type NewConversation,
} from "./store.ts";
import { type Action, applyAction } from "./transitions.ts";

/**
 * A unit of work over the conversations that one transaction changes: they are read in one statement, changed in memory
 * by one action after the other, and written in as few statements as there are tables.
 */
export class ConversationBatch {
  readonly #tx: Tx;
  readonly #property: string;
  readonly #context: TransitionContext;
  readonly #rows: Map<string, ConversationRow>;
  /** The rows as they are in the database. */
  readonly #before: ReadonlyMap<string, ConversationRow>;
  readonly #opened: NewConversation[] = [];
  readonly #entries: MessageRow[] = [];
  readonly #revised: MessageRow[] = [];
  readonly #submissions: Schema["submissions"][] = [];
  /** The conversations that were opened or changed. */
  readonly #changed = new Set<string>();

  private constructor(
    tx: Tx,
    property: string,
    context: TransitionContext,
    rows: readonly ConversationRow[],
  ) {
    this.#tx = tx;
    this.#property = property;
    this.#context = context;
    this.#before = new Map(rows.map((row) => [row.id, row]));
    this.#rows = new Map(this.#before);
  }

  /** Reads the conversations that actions may change, and the tickets that continue them. Unknown IDs are ignored. */
  static async load(
    tx: Tx,
    property: string,
    ids: readonly string[],
    context: TransitionContext,
  ): Promise<ConversationBatch> {
    const named = await findConversations(tx, { property, ids: [...new Set(ids)] });
    const continuations = await listContinuations(tx, property, named);
    const more = continuations.length ? await findConversations(tx, { property, ids: continuations }) : [];
    return new ConversationBatch(tx, property, context, [...named, ...more]);
  }

  /** A conversation with the changes that were made here. */
  find(id: string): ConversationRow | undefined {
    return this.#rows.get(id);
  }

  /** The conversation to which a message that names a loaded one is added: itself, or the ticket that continues it. */
  current(id: string): ConversationRow {
    return currentConversation(this.#row(id), (next) => this.#rows.get(next));
  }

  /** Adds a new conversation. */
  open(opened: NewConversation): void {
    this.#opened.push(opened);
    this.#rows.set(opened.conversation.id, opened.conversation);
    this.#changed.add(opened.conversation.id);
  }

  /** Adds a submission to an existing conversation. */
  addSubmission(submission: Schema["submissions"]): void {
    this.#submissions.push(submission);
  }

  /** Applies an action to a loaded or opened conversation. @returns the new entries */
  apply(id: string, action: Action, by: Actor): readonly MessageRow[] {
    const row = this.#row(id);
    const { row: after, entries } = applyAction(row, action, by, this.#context);
    if (after === row) return entries;
    this.#entries.push(...entries);
    this.#change(after);
    return entries;
  }

  /**
   * Corrects or retracts an agent's message.
   *
   * @throws ApiError `ticket_joined`, and those of `planRevision`
   * @returns the changed message, or the same object if nothing changed
   */
  revise(message: MessageRow, revision: Revision, by: AgentName, preview: PreviewState): MessageRow {
    const row = this.#row(message.conversation_id);
    if (row.joined_into !== null) throw new ApiError("ticket_joined");
    const revised = planRevision(row, message, revision, by, { ...this.#context, preview });
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

  #change(row: ConversationRow): void {
    this.#rows.set(row.id, row);
    this.#changed.add(row.id);
  }

  /** Writes all changes. @returns them, to be published */
  async save(): Promise<readonly ConversationChange[]> {
    const entries = this.#writtenEntries();
    const counted = this.#noteFacts(entries);
    await insertConversations(
      this.#tx,
      this.#opened.map((one) => ({ ...one, conversation: this.#row(one.conversation.id) })),
    );
    await insertSubmissions(this.#tx, this.#submissions);
    await insertMessages(this.#tx, this.#entries);
    await queueAnswers(this.#tx, this.#entries, this.#context.now);
    await writeRevisedMessages(this.#tx, this.#revised);
    const rows = [...this.#changed].map((id) => this.#row(id));
    const changes = rows.map((row) => ({ before: this.#before.get(row.id) ?? null, row }));
    await writeChangedRows(
      this.#tx,
      changes.flatMap(({ before, row }) => (before ? [{ before, row }] : [])),
    );
    await writeTagRows(this.#tx, changes);
    await countConversations(this.#tx, this.#property, counted);
    this.#publishSubmissions();
    return changes.map((change) => ({ ...change, entries: entries.get(change.row.id) ?? [] }));
  }

  /** Notes in the changed conversations what is counted of them. @returns what has changed */
  #noteFacts(entries: ReadonlyMap<string, readonly MessageRow[]>): readonly FactsChange[] {
    const counted: FactsChange[] = [];
    for (const id of this.#changed) {
      const row = this.#row(id);
      const after = factsAfter(row, entries.get(id) ?? [], this.#context);
      const facts = JSON.stringify(after);
      if (facts === row.facts) continue;
      this.#rows.set(id, { ...row, facts });
      counted.push({ before: readFacts(row), after });
    }
    return counted;
  }

  #publishSubmissions(): void {
    const submissions = [...this.#opened.flatMap(({ submission }) => submission ?? []), ...this.#submissions];
    for (const row of submissions)
      this.#tx.publish({
        kind: "submission",
        property: row.property_id,
        submission: row.id,
        conversation: row.conversation_id,
        visitor: row.visitor_id,
        person: this.#row(row.conversation_id).contact_id,
      });
  }

  /** The new and changed entries of each conversation, in the order of their sequence numbers. */
  #writtenEntries(): Map<string, MessageRow[]> {
    const opening = this.#opened.flatMap(({ message }) => message ?? []);
    const all = [...opening, ...this.#entries, ...this.#revised];
    const written = new Map<string, MessageRow[]>();
    // an entry that was both added and revised occurs twice; the later version counts
    for (const entry of new Map(all.map((entry) => [entry.sequence, entry])).values()) {
      const others = written.get(entry.conversation_id);
      if (others) others.push(entry);
      else written.set(entry.conversation_id, [entry]);
    }
    for (const entries of written.values()) entries.sort((a, b) => a.sequence - b.sequence);
    return written;
  }
}

async function writeRevisedMessages(tx: Tx, rows: readonly MessageRow[]): Promise<void> {
  for (const { property_id, conversation_id, sequence, text, files, edited_at, retracted, revision } of rows)
    await tx
      .updateTable("messages")
      .set({ text, files, edited_at, retracted, revision })
      .where("property_id", "=", property_id)
      .where("conversation_id", "=", conversation_id)
      .where("sequence", "=", sequence)
      .execute();
}

/** The columns that never change. */
const KEY_COLUMNS: readonly (keyof ConversationRow)[] = ["property_id", "id"];

/**
 * Writes rows that are there, those in which the same columns changed in one statement: a column that is written costs
 * every index that has it, whether its value changed or not.
 */
async function writeChangedRows(
  tx: Tx,
  changes: readonly { readonly before: ConversationRow; readonly row: ConversationRow }[],
): Promise<void> {
  const alike = new Map<string, { columns: (keyof ConversationRow)[]; rows: ConversationRow[] }>();
  for (const { before, row } of changes) {
    const columns = (Object.keys(row) as (keyof ConversationRow)[]).filter(
      (column) => !KEY_COLUMNS.includes(column) && row[column] !== before[column],
    );
    const group = alike.get(columns.join()) ?? { columns, rows: [] };
    group.rows.push(row);
    alike.set(columns.join(), group);
  }
  for (const { columns, rows } of alike.values()) if (columns.length) await updateOf(columns)(tx, rows);
}

const updates = new Map<string, InsertMany<"conversations">>();

/** The statement that updates these columns of rows. */
function updateOf(columns: readonly (keyof ConversationRow)[]): InsertMany<"conversations"> {
  const key = columns.join();
  const update =
    updates.get(key) ??
    insertStatement("conversations", (conflict) =>
      conflict
        .columns(["property_id", "id"])
        .doUpdateSet((eb) =>
          Object.fromEntries(columns.map((column) => [column, eb.ref(`excluded.${column}`)])),
        ),
    );
  updates.set(key, update);
  return update;
}
