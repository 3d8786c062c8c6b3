import { expect, test } from "vitest";
import { createSearchIndexer, queueForIndex } from "../../../server/contacts/search/indexer.ts";
import { listContacts } from "../../../server/contacts/search/list-contacts.ts";
import { createTableQueue } from "../../../server/platform/jobs/table-queue.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const ANA = { name: "Ana Petrović", email: "ana@example.com", message: "Hello" };

async function contactOf(t: TestApp, property: string, answers = ANA): Promise<string> {
  const visitor = new BrowserVisitor(t.app, property);
  await visitor.visit();
  await visitor.submit(answers);
  return visitor.id;
}

async function found(t: TestApp, property: string, q: string): Promise<string[]> {
  const { items } = await listContacts(t.deps.database.read, { property, filter: { q }, cursor: null });
  return items.map(({ id }) => id);
}

describeEachDatabase("the search index", (open) => {
  test("contains every saved contact after catching up", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps);
    const ids = [];
    for (let n = 0; n < 120; n++)
      ids.push(await contactOf(t, property, { ...ANA, email: `ana.${n}@example.com` }));
    expect(await found(t, property, "petrovic")).toEqual([]);
    await createSearchIndexer(t.deps.database).catchUp();
    expect(await rowsOf(t, "contacts_to_index")).toEqual([]);
    for (const n of [0, 60, 119]) expect(await found(t, property, `ana.${n}@`)).toEqual([ids[n]]);
    expect(await found(t, property, "petrovic")).toHaveLength(50);
  });

  test("indexes after a crash what the former process had queued", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps);
    const id = await contactOf(t, property);
    expect(await rowsOf(t, "contacts_to_index")).toHaveLength(1);
    const afterwards = createSearchIndexer(t.deps.database);
    await Promise.all([
      afterwards.catchUp(),
      afterwards.catchUp(),
      createSearchIndexer(t.deps.database).catchUp(),
    ]);
    expect(await found(t, property, "ana")).toEqual([id]);
  });

  test("removes a replaced name", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps);
    const visitor = new BrowserVisitor(t.app, property);
    await visitor.visit();
    await visitor.submit({ ...ANA, name: "Former" });
    await visitor.submit({ ...ANA, name: "Latter" });
    await createSearchIndexer(t.deps.database).catchUp();
    expect(await found(t, property, "latter")).toEqual([visitor.id]);
    expect(await found(t, property, "former")).toEqual([]);
  });

  test("R5: does not find a visitor with nothing but a name", async () => {
    const t = await testApp(await open());
    const form = { fields: [{ id: "name", type: "name" as const, required: true }] };
    const property = await addProperty(t.deps, { preChatForm: form });
    const visitor = new BrowserVisitor(t.app, property);
    await visitor.visit();
    await visitor.submit({ name: "Ana" }, "pre_chat", form);
    await createSearchIndexer(t.deps.database).catchUp();
    expect(await found(t, property, "ana")).toEqual([]);
  });

  test("is updated in the background without a search", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps);
    const id = await contactOf(t, property);
    const errors: unknown[] = [];
    const stop = createSearchIndexer(t.deps.database).start((error) => errors.push(error));
    await expect.poll(() => found(t, property, "ana"), { timeout: 5_000 }).toEqual([id]);
    stop();
    expect(errors).toEqual([]);
  });

  test("does not let a search wait for another property, nor for a change of many contacts", async () => {
    const t = await testApp(await open());
    const [busy, quiet] = [await addProperty(t.deps), await addProperty(t.deps, {}, "quiet00001")];
    const old = await contactOf(t, busy, { ...ANA, email: "old@example.com" });
    const recent = await contactOf(t, busy);
    const other = await contactOf(t, quiet);
    await createSearchIndexer(t.deps.database).catchUp(quiet);
    expect(await found(t, quiet, "ana")).toEqual([other]);
    expect((await rowsOf(t, "contacts_to_index")).map(({ visitor_id }) => visitor_id).sort()).toEqual(
      [old, recent].sort(),
    );
    await t.deps.database.write(async (tx) => {
      await tx.deleteFrom("contacts_to_index").where("visitor_id", "=", old).execute();
      await queueForIndex(tx, busy, [old], 60_000);
    });
    await createSearchIndexer(t.deps.database).catchUp(busy);
    expect(await found(t, busy, "ana")).toEqual([recent]);
    expect(await rowsOf(t, "contacts_to_index")).toEqual([
      { property_id: busy, visitor_id: old, backlog: 1 },
    ]);
    await createSearchIndexer(t.deps.database).catchUp();
    expect((await found(t, busy, "ana")).sort()).toEqual([old, recent].sort());
  });

  test("and the scan for duplicates process a batch of each property in turn, its backlog last", async () => {
    const t = await testApp(await open());
    const properties = ["busy000001", "other00001", "quiet00001"];
    for (const property of properties) await addProperty(t.deps, {}, property);
    const rows = (property: string, count: number, backlog: number) =>
      Array.from({ length: count }, (_, n) => ({
        property_id: property,
        visitor_id: `V${backlog}${String(n).padStart(15, "0")}`,
        backlog,
      }));
    await t.deps.database.write(async (tx) => {
      await tx
        .insertInto("contacts_to_index")
        .values(rows("busy000001", 30, 1))
        .execute();
      await tx
        .insertInto("contacts_to_index")
        .values(rows("busy000001", 5, 0))
        .execute();
      await tx
        .insertInto("contacts_to_index")
        .values(rows("other00001", 15, 0))
        .execute();
      await tx
        .insertInto("contacts_to_index")
        .values(rows("quiet00001", 1, 0))
        .execute();
    });
    const batches: string[] = [];
    const queue = createTableQueue(t.deps.database, {
      table: "contacts_to_index",
      hasBacklog: true,
      batchSize: 10,
      pace: { pause: 1, rest: 0, patience: 1 },
      process: async (_, property, visitors) => {
        const backlog = visitors.filter((id) => id.startsWith("V1")).length;
        batches.push(`${property} ${visitors.length - backlog}+${backlog}`);
      },
    });
    await queue.catchUp();
    expect(batches).toEqual([
      "busy000001 5+5",
      "other00001 10+0",
      "quiet00001 1+0",
      "busy000001 0+10",
      "other00001 5+0",
      "busy000001 0+10",
      "busy000001 0+5",
    ]);
  });
});
