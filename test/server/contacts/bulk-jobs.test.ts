import { beforeEach, expect, it } from "vitest";
import { readBulkJob } from "../../../server/contacts/bulk/bulk-job-store.ts";
import { createBulkJobs } from "../../../server/contacts/bulk/bulk-jobs.ts";
import { runBatch } from "../../../server/contacts/bulk/run-bulk-job.ts";
import { runHousekeeping } from "../../../server/housekeeping.ts";
import { blankVisitor } from "../../../server/visitors/blank-visitor.ts";
import { BulkJob, BulkJobs, ContactCount } from "../../../shared/bulk-job.ts";
import { ContactPage, Named } from "../../../shared/contact.ts";
import type { ContactFilter } from "../../../shared/crm.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

/** More than two batches. */
const COUNT = 1_100;
const FORM: ContactFilter = { source: "form" };

describeEachDatabase("all contacts that match a filter", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let property: string;
  let base: string;
  let tag: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser, property } = await setUpFoyer(test));
    base = `/api/properties/${property}`;
    tag = (await browser.ok(Named, "POST", `${base}/tags`, { name: "VIP" })).id;
    await addContacts("form", COUNT);
    await addContacts("csv", 40);
    await addContacts("form", 3, await addProperty(test.deps));
    test.clock.pass(1_000);
  });

  let added = 0;
  async function addContacts(source: "form" | "csv", count: number, of = property): Promise<void> {
    const rows = Array.from({ length: count }, () => ({
      ...blankVisitor(of, `V${String(++added).padStart(16, "0")}`, test.clock.now()),
      contact_since: test.clock.now(),
      name: `Person ${added}`,
      email: `p${added}@example.com`,
      source,
    }));
    await test.deps.database.write(async (tx) => {
      for (let at = 0; at < count; at += 200)
        await tx
          .insertInto("visitors")
          .values(rows.slice(at, at + 200))
          .execute();
    });
  }

  const query = (filter: ContactFilter) => new URLSearchParams(filter as Record<string, string>);
  const count = async (filter: ContactFilter) =>
    (await browser.ok(ContactCount, "GET", `${base}/contact-count?${query(filter)}`)).count;
  const start = (kind: BulkJob["kind"], filter = FORM) =>
    browser.ok(BulkJob, "POST", `${base}/bulk-jobs`, { kind, filter, ...(kind !== "delete" && { tag }) });
  const jobs = () => createBulkJobs(test.deps);
  const read = (id: string) => browser.ok(BulkJob, "GET", `${base}/bulk-jobs/${id}`);
  const act = (id: string, action: "cancel" | "undo") =>
    browser.ok(BulkJob, "POST", `${base}/bulk-jobs/${id}/${action}`);
  const tagged = () => count({ tag });

  it("are counted, and the first page of the list says how many they are", async () => {
    const total = async (filter: ContactFilter) =>
      (await browser.ok(ContactPage, "GET", `${base}/contacts?${query(filter)}`)).total;
    expect(await count({})).toBe(COUNT + 40);
    for (const [filter, expected] of [
      [FORM, COUNT],
      [{ source: "csv" }, 40],
      [{ source: "csv,form" }, COUNT + 40],
      [{ source: "agent" }, 0],
    ] as const) {
      expect(await count(filter)).toBe(expected);
      expect(await total(filter)).toBe(expected);
    }
    // a condition that no index answers is counted apart, if the list has more than a page
    expect(await count({ email: "yes" })).toBe(COUNT + 40);
    expect(await total({ email: "yes" })).toBeNull();
    expect(await total({ email: "no" })).toBe(0);
  });

  it("are exported, and nobody else", async () => {
    for (const [filter, expected] of [
      [{}, COUNT + 40],
      [FORM, COUNT],
      [{ source: "csv" }, 40],
      [{ source: "agent" }, 0],
    ] as const) {
      const csv = await (await browser.send("GET", `${base}/contacts.csv?${query(filter)}`)).text();
      expect(csv.trim().split("\n")).toHaveLength(1 + expected);
    }
    expect(await browser.refused("GET", `${base}/contacts.csv?source=cat`)).toMatchObject({
      code: "invalid_request",
    });
    expect(await browser.refused("GET", `${base}/contacts.csv?organization=none`)).toMatchObject({
      code: "not_found",
    });
  });

  it("are tagged by a job with progress, and the tag is removed by its undo from those only that it gave it to", async () => {
    await start("tag", { source: "csv" });
    await jobs().catchUp();
    const { id, total } = await start("tag", { source: "csv,form" });
    expect(total).toBe(COUNT + 40);
    await jobs().catchUp();
    expect(await read(id)).toMatchObject({ state: "done", done: COUNT + 40, changed: COUNT });
    const listed = await browser.ok(BulkJobs, "GET", `${base}/bulk-jobs`);
    expect(listed.items.map(({ state }) => state)).toEqual(["done", "done"]);
    expect(await tagged()).toBe(COUNT + 40);
    await act(id, "undo");
    await jobs().catchUp();
    expect(await read(id)).toMatchObject({ state: "undone", undoUntil: null });
    expect(await tagged()).toBe(40);
    expect(await browser.refused("POST", `${base}/bulk-jobs/${id}/undo`)).toMatchObject({
      code: "not_found",
    });
  });

  it("R26: are deleted by a job, and restored by its undo within a day, then erased", async () => {
    const first = await start("delete");
    await jobs().catchUp();
    expect(await count({})).toBe(40);
    await act(first.id, "undo");
    await jobs().catchUp();
    expect(await count({})).toBe(COUNT + 40);
    const { id } = await start("delete", { source: "csv" });
    await jobs().catchUp();
    expect((await read(id)).undoUntil).toBeGreaterThan(test.clock.now());
    test.clock.pass(25 * 3_600_000);
    expect((await read(id)).undoUntil).toBeNull();
    expect(await browser.refused("POST", `${base}/bulk-jobs/${id}/undo`)).toMatchObject({
      code: "not_found",
    });
    await runHousekeeping(test.deps);
    expect((await rowsOf(test, "visitors")).filter(({ source }) => source === "csv")).toEqual([]);
    expect(await rowsOf(test, "bulk_jobs")).toEqual([]);
  });

  it("are left alone after a cancel, which keeps what was done, and the job goes on after a restart without doing any twice", async () => {
    const row = await jobs().create(property, { kind: "tag", tag, filter: FORM });
    const { database } = test.deps;
    const current = () => readBulkJob(database.read, property, row.id);
    await runBatch(database, row, 1);
    // another process had read the same state, and comes second
    await runBatch(database, row, 1);
    expect(await tagged()).toBe(500);
    test.clock.pass(1);
    await addContacts("form", 5);
    await jobs().catchUp();
    expect(await current()).toMatchObject({ state: "done", done: COUNT, changed: COUNT, filter: "{}" });
    expect(await tagged()).toBe(COUNT);

    const second = await jobs().create(property, { kind: "untag", tag, filter: FORM });
    await runBatch(database, second, 1);
    expect(await act(second.id, "cancel")).toMatchObject({ state: "cancelled", changed: 500 });
    await jobs().catchUp();
    expect(await tagged()).toBe(COUNT - 500);
    await act(second.id, "undo");
    await jobs().catchUp();
    expect(await tagged()).toBe(COUNT);
  });

  it("R38: are changed by members only, and deleted by admins only", async () => {
    const foreign = await addProperty(test.deps, {}, "other00009");
    for (const [method, path] of [
      ["GET", "bulk-jobs"],
      ["POST", "bulk-jobs"],
      ["GET", "contact-count"],
      ["GET", "contacts.csv"],
    ] as const)
      expect(
        await browser.refused(
          method,
          `/api/properties/${foreign}/${path}`,
          method === "POST" ? { kind: "delete", filter: {} } : undefined,
        ),
      ).toMatchObject({ code: "property_unknown" });
    const { id } = await start("delete");
    await jobs().catchUp();
    await test.deps.database.write((tx) => tx.updateTable("memberships").set({ role: "agent" }).execute());
    for (const [path, body] of [
      ["bulk-jobs", { kind: "delete", filter: {} }],
      [`bulk-jobs/${id}/undo`, undefined],
      [`bulk-jobs/${id}/cancel`, undefined],
    ] as const)
      expect(await browser.refused("POST", `${base}/${path}`, body)).toMatchObject({ code: "forbidden" });
    await start("tag", { source: "csv" });
  });
});
