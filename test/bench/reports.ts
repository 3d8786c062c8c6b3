import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { toPlainMessage } from "../../server/conversations/core/entries.ts";
import type { ConversationRow, MessageRow } from "../../server/conversations/core/row-changes.ts";
import { insertMessages } from "../../server/conversations/core/store.ts";
import { factsAfter } from "../../server/conversations/counts/conversation-facts.ts";
import { countConversations } from "../../server/conversations/counts/count-conversations.ts";
import { newConversationRow } from "../../server/conversations/tickets/new-ticket.ts";
import { insertStatement } from "../../server/platform/database/insert-statement.ts";
import { type Database, openDatabase } from "../../server/platform/database/open.ts";
import { insertProperty } from "../../server/properties/store.ts";
import { readReport } from "../../server/reports/read-report.ts";
import { defaultSettings } from "../../shared/property.ts";
import type { ReportQuery } from "../../shared/reports.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import { seeded } from "../support/clock.ts";
import type { BenchRow } from "./row.ts";

const MESSAGES = 1_000_000;
/** Messages of a conversation: the visitor's and the agent's in turn. */
const LENGTH = 5;
const AGENTS = 20;
const CHUNK = 2_000;
const ROUNDS = 40;
/** The promise of the issue: the 95th percentile, ms. */
const LIMIT = 300;
const MINUTE = 60_000;
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 12);
const TIME_ZONE = "Europe/Berlin";

const insertConversations = insertStatement("conversations");

/** The periods that the page asks for: the shortest, the usual one, and the longest that there is. */
const PERIODS: readonly (readonly [name: string, query: ReportQuery])[] = [
  ["7 days", { period: "last_7_days" }],
  ["28 days", { period: "last_28_days" }],
  ["90 days", { period: "last_90_days" }],
  ["a year", { from: "2025-11-23", to: "2026-11-23" }],
];

/** The report of a property with 1,000,000 messages in two years, so that a year and the one before it have all of them. */
export async function benchReports(): Promise<BenchRow[]> {
  const folder = process.env.FOYER_DATABASE_URL ? null : mkdtempSync(join(tmpdir(), "foyer-bench-reports-"));
  const database = await openDatabase(process.env.FOYER_DATABASE_URL ?? join(folder ?? "", "foyer.db"));
  try {
    const property = await fill(database);
    if (database.engine === "postgres") await sql`vacuum analyze`.execute(database.writer);
    const rows: BenchRow[] = [];
    for (const [name, query] of PERIODS) rows.push(await measure(database, property, name, query));
    return rows;
  } finally {
    await database.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  database: Database,
  property: string,
  name: string,
  query: ReportQuery,
): Promise<BenchRow> {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    const report = await readReport(database.read, { property, timeZone: TIME_ZONE, now: NOW }, query);
    const { length } = JSON.stringify(report);
    taken.push(performance.now() - begun);
    if (!report.totals.conversations || !length) throw new Error(`The report of ${name} is empty`);
  }
  taken.sort((a, b) => a - b);
  return {
    name: `report of ${name}, p95`,
    value: taken[Math.floor(0.95 * taken.length)] ?? 0,
    unit: "ms",
    limit: LIMIT,
  };
}

/** Writes the conversations of two years, with their messages and counts, as the product would have written them. */
async function fill(database: Database): Promise<string> {
  const property = "shop000001";
  const settings = defaultSettings("Shop", TIME_ZONE);
  await database.write((tx) => insertProperty(tx, { id: property, settings, now: NOW }));
  const random = seeded(1);
  const pick = (count: number) => Math.floor(random() * count);
  const total = MESSAGES / LENGTH;
  for (let from = 0; from < total; from += CHUNK) {
    const written = Array.from({ length: Math.min(CHUNK, total - from) }, (_, at) =>
      makeConversation(property, from + at, pick),
    );
    await database.write(async (tx) => {
      await insertConversations(
        tx,
        written.map(({ row, facts }) => ({ ...row, facts: JSON.stringify(facts) })),
      );
      await insertMessages(
        tx,
        written.flatMap(({ messages }) => messages),
      );
      await countConversations(
        tx,
        property,
        written.map(({ facts }) => ({ before: null, after: facts })),
      );
    });
  }
  return property;
}

function makeConversation(property: string, index: number, pick: (count: number) => number) {
  const at = NOW - pick(2 * 366 * DAY);
  const visitor = `V${String(index).padStart(16, "0")}`;
  const newId = () =>
    uuidv7(
      at,
      Uint8Array.from({ length: 8 }, () => pick(256)),
    );
  const agent = `01a2302b-1bc9-7162-afdd-${String(pick(AGENTS)).padStart(12, "0")}`;
  const row: ConversationRow = {
    ...newConversationRow(
      { property, visitor, contact: visitor, claimed: false, form: "pre_chat" },
      { now: at, newId },
    ),
    ticket: pick(3) ? null : index + 1,
    status: pick(10) ? "closed" : "open",
    rating: pick(4) ? null : pick(5) ? "good" : "bad",
    assignee_id: agent,
    last_sequence: (index + 1) * LENGTH,
    revision: (index + 1) * LENGTH,
  };
  const answered = at + 2 ** pick(16) * 1_000 + pick(MINUTE);
  const messages: MessageRow[] = Array.from({ length: LENGTH }, (_, turn) =>
    toPlainMessage({
      property_id: property,
      conversation_id: row.id,
      sequence: index * LENGTH + turn + 1,
      id: newId(),
      author: turn % 2 ? "agent" : "visitor",
      agent_id: turn % 2 ? agent : null,
      text: "Is the room with the two windows free in May?",
      sent_at: answered + (turn - 1) * MINUTE,
      received_at: answered + (turn - 1) * MINUTE,
    }),
  );
  const ended = { timeZone: TIME_ZONE, now: answered + pick(3 * DAY) };
  return { row, messages, facts: factsAfter(row, messages, ended) };
}
