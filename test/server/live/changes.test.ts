import { beforeAll, expect, it } from "vitest";
import { readAgentChanges, readVisitorChanges } from "../../../server/conversations/core/changes-since.ts";
import { toPlainMessage } from "../../../server/conversations/core/entries.ts";
import { insertMessages } from "../../../server/conversations/core/store.ts";
import { listOnlineVisitors } from "../../../server/conversations/visitor/online-visitors.ts";
import { insertStatement } from "../../../server/platform/database/insert-statement.ts";
import { type Database, openDatabase } from "../../../server/platform/database/open.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { sqlitePlace } from "../../support/databases.ts";

const MESSAGES = 10_000;
let test: TestApp;
let property: string;
let visitor: BrowserVisitor;
let sequence: number;
/** The queries of the reading connection, with their values. */
const asked: { sql: string; parameters: readonly unknown[] }[] = [];

beforeAll(async () => {
  const { location } = await sqlitePlace();
  test = await testApp(listening(await openDatabase(location)));
  property = await addProperty(test.deps);
  visitor = new BrowserVisitor(test.app, property);
  await visitor.visit();
  const receipt = await visitor.submit({ name: "Ann", email: "ann@example.com", message: "Hello" });
  const conversation = receipt.status === "accepted" ? receipt.conversation : "";
  await test.deps.database.write(async (tx) => {
    const messages = Array.from({ length: MESSAGES }, (_, at) =>
      toPlainMessage({
        property_id: property,
        conversation_id: conversation,
        sequence: at + 4,
        id: `m${at}`,
        author: at % 2 ? "agent" : "visitor",
        agent_id: null,
        text: `Message ${at}`,
        sent_at: at,
        received_at: at,
      }),
    );
    await insertMessages(tx, messages);
    sequence = MESSAGES + 3;
    await tx.updateTable("sequences").set({ last_sequence: sequence }).execute();
    await tx
      .updateTable("conversations")
      .set({ last_sequence: sequence, revision: sequence, visitor_read: sequence })
      .execute();
    // an old entry that was corrected last
    await tx
      .updateTable("messages")
      .set({ text: "Mended", edited_at: 1, revision: sequence })
      .where("sequence", "=", 5)
      .execute();
  });
});

/** The same database, with what its reading connection is asked written down. */
function listening(database: Database): Database {
  const read = database.read.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => result,
  });
  const executor = read.getExecutor();
  const execute = executor.executeQuery.bind(executor);
  executor.executeQuery = (query, ...more) => {
    asked.push({ sql: query.sql, parameters: query.parameters });
    return execute(query, ...more);
  };
  return { ...database, read };
}

/** How the engine goes about everything that was asked since the last time, one line for each step. */
async function plan(): Promise<string[]> {
  const steps: string[] = [];
  for (const { sql, parameters } of asked.splice(0)) {
    const { rows } = await test.deps.database.writer.executeQuery<{ detail: string }>({
      sql: `explain query plan ${sql}`,
      parameters: [...parameters],
      query: { kind: "RawNode" } as never,
      queryId: { queryId: "plan" },
    });
    steps.push(...rows.map(({ detail }) => detail));
  }
  return steps;
}

/** Steps that go through more than they bring: a whole table, all of a property's, or all of a conversation's. */
const wasteful = (steps: readonly string[]) =>
  steps.filter(
    (step) =>
      /^SCAN/.test(step) ||
      (/\(property_id=\?\)/.test(step) && !/sequences/.test(step)) ||
      (/messages/.test(step) && /\(property_id=\? AND conversation_id=\?\)/.test(step)),
  );

const known = () => test.parts.properties.get(property);

it("opens a conversation of 10,000 messages with its last 50, and reads no more", async () => {
  const db = test.deps.database.read;
  const settings = await known();
  asked.length = 0;
  const changes = await readVisitorChanges(db, settings, visitor.id, 0);
  expect(changes).toMatchObject({ reset: true, earlier: true, sequence });
  expect(changes.messages).toHaveLength(50);
  expect(changes.messages.at(-1)?.text).toBe(`Message ${MESSAGES - 1}`);
  const steps = await plan();
  expect(steps.length).toBeGreaterThan(3);
  // the last entries of a conversation are read backwards from a sequence number, until there are enough
  expect(wasteful(steps)).toEqual([]);
  expect(steps).toContain(
    "SEARCH messages USING PRIMARY KEY (property_id=? AND conversation_id=? AND sequence<?)",
  );
  expect(steps.some((step) => /B-TREE/.test(step) && !/ORDER BY/.test(step))).toBe(false);
});

it("reads added and changed entries from the indexes for them", async () => {
  const db = test.deps.database.read;
  const settings = await known();
  asked.length = 0;
  const changes = await readVisitorChanges(db, settings, visitor.id, sequence - 2);
  expect(changes.messages.map(({ text }) => text)).toEqual([
    "Mended",
    `Message ${MESSAGES - 2}`,
    `Message ${MESSAGES - 1}`,
  ]);
  await readAgentChanges(db, property, sequence - 2);
  const steps = await plan();
  expect(steps.length).toBeGreaterThan(3);
  expect(wasteful(steps)).toEqual([]);
  expect(steps.some((step) => step.includes("messages_changed"))).toBe(true);
  expect(steps.some((step) => step.includes("conversations_changes"))).toBe(true);
});

it("needs no more statements for a visitor with a thousand forms without a message", async () => {
  const other = new BrowserVisitor(test.app, property);
  await other.visit();
  await other.submit({ name: "Bea", email: "bea@example.com", message: "My first words" });
  const { database } = test.deps;
  const rows = await database.read
    .selectFrom("conversations")
    .selectAll()
    .where("visitor_id", "=", other.id)
    .execute();
  const silent = rows.flatMap((row) =>
    Array.from({ length: 1_000 }, (_, n) => ({
      ...row,
      id: `${row.id.slice(0, -4)}${String(n).padStart(4, "0")}x`,
      last_sequence: row.last_sequence + 1 + n,
    })),
  );
  await database.write((tx) => insertStatement("conversations")(tx, silent));
  asked.length = 0;
  const changes = await readVisitorChanges(database.read, await known(), other.id, 0);
  expect(changes.messages.map(({ text }) => text)).toEqual(["My first words"]);
  expect(asked.length).toBeLessThan(10);
});

it("lists online visitors without scanning all visitors", async () => {
  asked.length = 0;
  const connected = new Set([visitor.id]);
  await listOnlineVisitors(test.deps.database.read, { property, now: test.clock.now(), connected });
  const steps = await plan();
  expect(steps.length).toBeGreaterThan(3);
  expect(wasteful(steps)).toEqual([]);
});
