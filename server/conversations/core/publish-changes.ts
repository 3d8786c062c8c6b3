import { showEmail } from "../../contacts/identity/show-email.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { type SummaryRow, toSummary } from "../inbox/summaries.ts";
import { readTagNames } from "../tickets/conversation-tags.ts";
import { toVisitorConversation, toVisitorMessage } from "../visitor/view.ts";
import { conversationSteps } from "./conversation-steps.ts";
import { toMessage } from "./entries.ts";
import type { ConversationRow, MessageRow } from "./row-changes.ts";

/** A conversation that a transaction has changed. */
export interface ConversationChange {
  /** As it was; null: it was opened. */
  readonly before: ConversationRow | null;
  readonly row: ConversationRow;
  /** Its new and changed entries, in the order of their sequence numbers. */
  readonly entries: readonly MessageRow[];
}

/**
 * Publishes changed conversations, in the order of their revisions. The events are delivered after the commit. The people
 * and agents that they name are read within the transaction, for all conversations together.
 */
export async function publishChanges(
  tx: Tx,
  property: Pick<KnownProperty, "id" | "settings">,
  changes: readonly ConversationChange[],
): Promise<void> {
  if (!changes.length) return;
  const people = await readPeople(tx, property.id, changes);
  const agents = await readAgents(tx, changes);
  const tags = await readTagNames(
    tx,
    property.id,
    changes.map(({ row }) => row),
  );
  // a visitor who has read the last entry has no unread ones
  const withUnread = changes.map(({ row }) => row).filter((row) => row.visitor_read < row.last_sequence);
  const unread = await countUnreadByVisitor(tx, property.id, withUnread);
  for (const { before, row, entries } of [...changes].sort((a, b) => a.row.revision - b.row.revision)) {
    const assignee = agents.get(row.assignee_id ?? "");
    const summary: SummaryRow = {
      ...row,
      ...(people.get(row.contact_id) ?? UNKNOWN_PERSON),
      assignee_name: assignee?.name ?? null,
      assignee_picture: assignee?.image ?? null,
    };
    const entryRows = entries.map((entry) => {
      const agent = agents.get(entry.agent_id ?? "");
      return { ...entry, agent_name: agent?.name ?? null, agent_picture: agent?.image ?? null };
    });
    const conversation = toVisitorConversation(summary, {
      unread: unread.get(row.id) ?? 0,
      waitLimit: property.settings.waitLimit,
    });
    tx.publish({
      kind: "conversation",
      property: property.id,
      sequence: row.revision,
      summary: toSummary(summary, tags),
      steps: conversationSteps(before, row),
      messages: entryRows.map(toMessage),
      visitor: row.hidden
        ? null
        : {
            id: row.visitor_id,
            conversation,
            messages: entryRows.flatMap((entry) => toVisitorMessage(entry) ?? []),
          },
    });
  }
}

const UNKNOWN_PERSON = { name: null, email: null, phone: null };

const findPeople = statement((db, { property, ids }: { property: string; ids: readonly string[] }) =>
  db
    .selectFrom("visitors")
    .select(["id", "name", "email", "phone"])
    .where("property_id", "=", property)
    .where("id", "in", ids),
);

/** Reads the contacts of the conversations, by ID. */
async function readPeople(tx: Tx, property: string, changes: readonly ConversationChange[]) {
  const ids = new Set(changes.map(({ row }) => row.contact_id));
  const rows = await findPeople(tx, { property, ids: [...ids] });
  return new Map(rows.map(({ id, ...person }) => [id, { ...person, email: showEmail(person.email) }]));
}

const findAgents = statement((db, { ids }: { ids: readonly string[] }) =>
  db.selectFrom("agents").select(["id", "name", "image"]).where("id", "in", ids),
);

/** Reads the conversations' assignees and the authors of their entries, by ID. */
async function readAgents(tx: Tx, changes: readonly ConversationChange[]) {
  const ids = new Set(
    changes.flatMap(({ row, entries }) =>
      [row.assignee_id, ...entries.map(({ agent_id }) => agent_id)].flatMap((id) => id ?? []),
    ),
  );
  const rows = await findAgents(tx, { ids: [...ids] });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Counts the agents' messages that each conversation's visitor has not read. Conversations without any are left out. */
export async function countUnreadByVisitor(
  db: Db,
  property: string,
  rows: readonly Pick<SummaryRow, "id">[],
): Promise<Map<string, number>> {
  const counted = await countUnread(db, { property, ids: rows.map(({ id }) => id) });
  return new Map(counted.map(({ id, unread }) => [id, unread]));
}

const countUnread = statement((db, { property, ids }: { property: string; ids: readonly string[] }) =>
  db
    .selectFrom("conversations")
    .innerJoin("messages", (join) =>
      join
        .onRef("messages.property_id", "=", "conversations.property_id")
        .onRef("messages.conversation_id", "=", "conversations.id")
        .onRef("messages.sequence", ">", "conversations.visitor_read"),
    )
    .select(["conversations.id", (eb) => eb.fn.countAll<number>().as("unread")])
    .where("conversations.property_id", "=", property)
    .where("conversations.id", "in", ids)
    .where("messages.kind", "=", "message")
    .where("messages.author", "=", "agent")
    .where("messages.retracted", "=", 0)
    .groupBy("conversations.id"),
);
