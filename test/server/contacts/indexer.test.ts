import { expect, test } from "vitest";
import { createSearchIndexer } from "../../../server/contacts/search/indexer.ts";
import { listContacts } from "../../../server/contacts/search/list-contacts.ts";
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
});
