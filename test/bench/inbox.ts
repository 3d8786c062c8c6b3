import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { type InboxCursor, readInboxCursor } from "../../server/conversations/inbox/inbox-cursor.ts";
import { listConversations } from "../../server/conversations/inbox/list-conversations.ts";
import { newConversationRow } from "../../server/conversations/tickets/new-ticket.ts";
import { insertStatement } from "../../server/platform/database/insert-statement.ts";
import { type Database, openDatabase } from "../../server/platform/database/open.ts";
import type { Schema } from "../../server/platform/database/schema.ts";
import type { InboxPage } from "../../shared/conversation.ts";
import { InboxView } from "../../shared/conversation.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import { addProperty } from "../support/app.ts";
import { seeded } from "../support/clock.ts";
import type { BenchRow } from "./row.ts";

const TICKETS = 100_000;
const ROUNDS = 40;
/** The promise of the issue: each view at the 95th percentile, ms. */
const LIMIT = 30;
const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
const TAG = "tag-0";

const insertConversations = insertStatement("conversations");
const insertTags = insertStatement("conversation_tags");

/** Each view of the inbox with 100,000 tickets: its first page, and the page after it. */
export async function benchInbox(): Promise<BenchRow[]> {
  const folder = process.env.FOYER_DATABASE_URL ? null : mkdtempSync(join(tmpdir(), "foyer-bench-inbox-"));
  const database = await openDatabase(process.env.FOYER_DATABASE_URL ?? join(folder ?? "", "foyer.db"));
  try {
    const property = await fill(database);
    // what PostgreSQL does by itself within a minute: a database that is in use has the statistics of its tables
    if (database.engine === "postgres") await sql`vacuum analyze`.execute(database.writer);
    const rows: BenchRow[] = [];
    for (const view of InboxView.options) rows.push(await measure(database, property, view));
    return rows;
  } finally {
    await database.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(database: Database, property: string, view: InboxView): Promise<BenchRow> {
  const tag = view === "tag" ? TAG : null;
  const scope = { property, view, agent: "agent-0", contact: null, tag };
  const taken: number[] = [];
  const read = async (cursor: InboxCursor | null): Promise<InboxPage> => {
    const begun = performance.now();
    const page = await listConversations(database.read, scope, { cursor, now: NOW });
    taken.push(performance.now() - begun);
    if (!page.items.length) throw new Error(`The view ${view} is empty`);
    return page;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const { next } = await read(null);
    if (next === null) throw new Error(`The view ${view} has no second page`);
    await read(readInboxCursor(next));
  }
  taken.sort((a, b) => a - b);
  return {
    name: `view ${view}, p95`,
    value: taken[Math.floor(0.95 * taken.length)] ?? 0,
    unit: "ms",
    limit: LIMIT,
  };
}

/** Writes the tickets of a busy property: a third is open, a third of these is overdue, one in five is tagged. */
async function fill(database: Database): Promise<string> {
  const property = await addProperty({ database, now: () => NOW });
  const random = seeded(1);
  const pick = (count: number) => Math.floor(random() * count);
  const rows = Array.from({ length: TICKETS }, (_, index) => ticket(property, index, pick));
  await database.write(async (tx) => {
    await tx
      .insertInto("tags")
      .values({ property_id: property, id: TAG, name: "Refund", key: "refund", created_at: NOW })
      .execute();
    await insertConversations(tx, rows);
    const tagged = rows.filter((row) => row.tags !== "[]");
    await insertTags(
      tx,
      tagged.map((row) => ({
        property_id: property,
        tag_id: TAG,
        conversation_id: row.id,
        suspicious: row.suspicious,
        last_message_at: row.last_message_at,
        due_at: row.due_at,
      })),
    );
  });
  return property;
}

function ticket(property: string, index: number, pick: (count: number) => number): Schema["conversations"] {
  const at = NOW - pick(365 * DAY);
  const status = (["open", "waiting", "solved", "closed"] as const)[pick(4)] ?? "open";
  const isUnanswered = status === "open" && pick(4) > 0;
  const visitor = `V${String(pick(20_000)).padStart(16, "0")}`;
  const row = newConversationRow(
    { property, visitor, contact: visitor, claimed: false, form: "offline" },
    {
      now: at,
      newId: () =>
        uuidv7(
          at,
          Uint8Array.from({ length: 8 }, () => pick(256)),
        ),
    },
  );
  return {
    ...row,
    ticket: index + 1,
    subject: `Ticket ${index + 1}`,
    status,
    unread: pick(2),
    suspicious: pick(50) === 0 ? 1 : 0,
    preview: "Is the room with the two windows free in May?",
    last_sequence: index + 1,
    revision: index + 1,
    assignee_id: pick(3) ? `agent-${pick(20)}` : null,
    unanswered_since: isUnanswered ? at : null,
    due_at: isUnanswered ? NOW + pick(60 * DAY) - 30 * DAY : null,
    solved_at: status === "solved" ? at : null,
    tags: pick(5) ? "[]" : JSON.stringify([TAG]),
  };
}
