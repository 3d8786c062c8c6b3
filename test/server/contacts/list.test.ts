import { beforeEach, expect, it } from "vitest";
import * as z from "zod/mini";
import { UpsertBatch } from "../../../server/contacts/identity/upsert.ts";
import { upsertRecord } from "../../../server/contacts/identity/upsert-record.ts";
import { createSearchIndexer } from "../../../server/contacts/search/indexer.ts";
import { listContacts } from "../../../server/contacts/search/list-contacts.ts";
import { runHousekeeping } from "../../../server/housekeeping.ts";
import { newId } from "../../../server/platform/ids.ts";
import { readCursor } from "../../../server/platform/paging.ts";
import { Contact, ContactPage, Named } from "../../../shared/contact.ts";
import {
  Attributes,
  BulkResult,
  type ContactFilter,
  ContactView,
  ContactViews,
  DeletionUndone,
  OrganizationPage,
  Tags,
} from "../../../shared/crm.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { uuid } from "../../support/deliveries.ts";

describeEachDatabase("the list of contacts", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let property: string;
  let base: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser, property } = await setUpFoyer(test));
    base = `/api/properties/${property}`;
  });

  const make = async (name: string, more: object = {}) => {
    test.clock.pass(1_000);
    return browser.ok(Contact, "POST", `${base}/contacts`, { firstName: name, ...more });
  };
  const names = async (filter: ContactFilter) => {
    const query = new URLSearchParams(filter as Record<string, string>);
    return (await browser.ok(ContactPage, "GET", `${base}/contacts?${query}`)).items.map(({ name }) => name);
  };
  const bulk = (contacts: string[], more: object) =>
    browser.ok(BulkResult, "POST", `${base}/contacts/bulk`, { contacts, ...more });
  const arrive = async (name: string, email: string) => {
    const one = new BrowserVisitor(test.app, property);
    test.clock.pass(1_000);
    await one.visit();
    await one.submit({ name, email, message: "Hello" });
    return one;
  };

  it("is filtered by every field, by several at once, and sorted", async () => {
    await browser.ok(Attributes, "PUT", `${base}/attributes/seats`, {
      label: "Seats",
      type: "number",
      choices: [],
      position: 0,
    });
    await browser.ok(Attributes, "PUT", `${base}/attributes/since`, {
      label: "Since",
      type: "date",
      choices: [],
      position: 0,
    });
    const vip = await browser.ok(Named, "POST", `${base}/tags`, { name: "VIP" });
    const ann = await make("Ann", { emails: ["ann@example.com"], organization: "Harbour", userId: "k-17" });
    const between = test.clock.now();
    const bob = await make("bob", { phones: ["+4930123"], organization: "Harbour" });
    const cem = await make("Cem", { emails: ["cem@sea.example"], phones: ["+49302"], organization: "Sea" });
    await arrive("Zoë", "zoe@example.com");
    for (const [id, field, value] of [
      [ann.id, "custom:seats", "9"],
      [bob.id, "custom:seats", "10"],
      [cem.id, "custom:seats", "-2.5"],
      [cem.id, "custom:since", "2026-03-01"],
      [bob.id, "custom:since", "2025-12-31"],
    ])
      await browser.ok(Contact, "POST", `${base}/contacts/${id}/details`, { field, value });
    await bulk([ann.id, cem.id], { kind: "tag", tag: vip.id });
    await test.deps.database.write(async (tx) => {
      const said = { visitor: cem.id, details: { emails: ["cem@proven.example"] } };
      const upserts = await UpsertBatch.load(tx, property, [said], () => newId(test.deps));
      upserts.apply({ ...said, source: "api", proven: true, matching: "attach", now: test.clock.now() });
      await upserts.save();
    });
    const { items } = await browser.ok(OrganizationPage, "GET", `${base}/organizations?q=harbour`);
    const organization = items[0]?.id ?? "";

    expect(await names({ sort: "name" })).toEqual(["Ann", "bob", "Cem", "Zoë"]);
    expect(await names({ sort: "name", order: "desc" })).toEqual(["Zoë", "Cem", "bob", "Ann"]);
    expect(await names({ sort: "since", order: "asc" })).toEqual(["Ann", "bob", "Cem", "Zoë"]);
    expect(await names({ source: "form" })).toEqual(["Zoë"]);
    expect(await names({ source: "agent,csv", sort: "name" })).toEqual(["Ann", "bob", "Cem"]);
    expect(await names({ tag: vip.id, sort: "name" })).toEqual(["Ann", "Cem"]);
    expect(await names({ tag: `${vip.id},none` })).toEqual([]);
    expect(await names({ organization, sort: "name" })).toEqual(["Ann", "bob"]);
    expect(await names({ organization, tag: vip.id })).toEqual(["Ann"]);
    expect(await names({ attribute: "seats:9..10", sort: "name" })).toEqual(["Ann", "bob"]);
    expect(await names({ attribute: "seats:..0" })).toEqual(["Cem"]);
    expect(await names({ attribute: "seats:9" })).toEqual(["Ann"]);
    expect(await names({ attribute: "since:2026-01-01.." })).toEqual(["Cem"]);
    expect(await names({ attribute: "seats:..10;since:..2025-12-31" })).toEqual(["bob"]);
    expect(await names({ email: "no" })).toEqual(["bob"]);
    expect(await names({ email: "yes", phone: "yes" })).toEqual(["Cem"]);
    expect(await names({ identity: "proven" })).toEqual(["Cem"]);
    expect(await names({ identity: "claimed", sort: "name" })).toEqual(["Ann", "bob", "Zoë"]);
    expect(await names({ since: `..${between}` })).toEqual(["Ann"]);
    expect(await names({ since: `${between + 1}..`, source: "agent", sort: "name" })).toEqual(["bob", "Cem"]);
    expect(await names({ q: "k-1" })).toEqual(["Ann"]);
    expect(await names({ q: "zoe", source: "form", email: "yes" })).toEqual(["Zoë"]);
    expect(await names({ q: "harb", tag: vip.id })).toEqual(["Ann"]);
    expect((await browser.ok(ContactPage, "GET", `${base}/contacts?email=yes`)).total).toBe(3);
  });

  it("is sorted by name as people sort, page by page, and so are organizations, tags and views", async () => {
    const sorted = [
      "Ångström",
      "anna",
      "Ärmel",
      "Bob",
      "Łódź",
      "O’Hara",
      "Öztürk",
      "Zoe",
      "Άννα",
      "Ёлкин",
      "أحمد",
      "김",
      "はな",
    ];
    const shuffled = [...sorted.slice(5).reverse(), ...sorted.slice(0, 5)];
    for (const name of shuffled) {
      await make(name, { organization: `${name} AG` });
      await browser.ok(Named, "POST", `${base}/tags`, { name });
      await browser.ok(ContactView, "PUT", `${base}/contact-views/${uuid()}`, { name, filter: {} });
    }
    expect(await names({ sort: "name" })).toEqual(sorted);
    expect(await names({ sort: "name", order: "desc" })).toEqual([...sorted].reverse());
    const tags = await browser.ok(Tags, "GET", `${base}/tags`);
    expect(tags.items.map(({ name }) => name)).toEqual(sorted);
    const views = await browser.ok(ContactViews, "GET", `${base}/contact-views`);
    expect(views.items.map(({ name }) => name)).toEqual(sorted);
    const organizations = await browser.ok(OrganizationPage, "GET", `${base}/organizations`);
    expect(organizations.items.map(({ name }) => name)).toEqual(sorted.map((name) => `${name} AG`));
  });

  it("rejects invalid filters and unknown organizations", async () => {
    for (const query of [
      "source=cat",
      "email=perhaps",
      "since=yesterday..",
      "sort=size",
      "attribute=x",
      "tag=a b",
    ])
      expect(await browser.refused("GET", `${base}/contacts?${query}`), query).toMatchObject({
        code: "invalid_request",
      });
    expect(await browser.refused("GET", `${base}/contacts?organization=none`)).toMatchObject({
      code: "not_found",
    });
    for (const query of ["attribute=x:%25", "attribute=x:'..'", "tag=none", "since=..", "q=%25&tag=none"])
      expect((await browser.send("GET", `${base}/contacts?${query}`)).status, query).toBe(200);
  });

  it("is paged completely and without duplicates in every order, by index and by scan", async () => {
    const tag = await browser.ok(Named, "POST", `${base}/tags`, { name: "Even" });
    const all = Array.from({ length: 170 }, (_, n) => ({
      newVisitor: `V${String(10_000 + ((n * 37) % 170)).padStart(16, "0")}`,
      details: { name: `${"bca".charAt(n % 3)}${n % 7}`, emails: [`p${n}@example.com`] },
      source: "csv" as const,
      named: null,
      isOfFile: () => false,
      now: test.clock.now() + (n % 11),
    }));
    await test.deps.database.write(async (tx) => {
      const inputs = all.map((one) => ({ visitor: one.newVisitor, details: one.details }));
      const upserts = await UpsertBatch.load(tx, property, inputs, () => newId(test.deps));
      for (const one of all) upsertRecord(upserts, one);
      await upserts.save();
    });
    const even = all.filter((_, n) => n % 2 === 0).map((one) => one.newVisitor);
    expect((await bulk(even, { kind: "tag", tag: tag.id })).changed.sort()).toEqual([...even].sort());
    await createSearchIndexer(test.deps.database).catchUp();
    for (const sort of ["seen", "since", "name"] as const)
      for (const order of ["asc", "desc"] as const)
        for (const tuning of [
          { maxIndexEntries: 1_000, sliceSize: 1_000 },
          { maxIndexEntries: 10, sliceSize: 40 },
        ]) {
          const ids: string[] = [];
          const keys: (number | string)[] = [];
          let next: string | null = null;
          do {
            const filter = { sort, order, tag: tag.id, email: "yes", q: "p" } as const;
            const page: ContactPage = await listContacts(
              test.deps.database.read,
              { property, filter, cursor: readCursor(next ?? undefined) },
              tuning,
            );
            ids.push(...page.items.map(({ id }) => id));
            keys.push(
              ...page.items.map((one) =>
                sort === "name" ? (one.name ?? "") : sort === "seen" ? one.lastSeenAt : one.contactSince,
              ),
            );
            next = page.next;
          } while (next);
          expect([...ids].sort(), `${sort} ${order}`).toEqual([...even].sort());
          const sorted = [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
          expect(keys).toEqual(order === "asc" ? sorted : sorted.reverse());
        }
  });

  it("is saved as a view of the team", async () => {
    const id = newId(test.deps);
    const view = { name: "Important", filter: { source: "agent", sort: "name" } };
    expect(await browser.ok(ContactView, "PUT", `${base}/contact-views/${id}`, view)).toEqual({
      id,
      ...view,
    });
    const again = { name: "Others", filter: { q: "zoë" } };
    await browser.ok(ContactView, "PUT", `${base}/contact-views/${id}`, again);
    const list = () => browser.ok(ContactViews, "GET", `${base}/contact-views`);
    expect((await list()).items).toEqual([{ id, ...again }]);
    expect(
      await browser.refused("PUT", `${base}/contact-views/${id}`, { name: "x", filter: { sort: "size" } }),
    ).toMatchObject({ code: "invalid_request" });
    await browser.ok(z.object({}), "DELETE", `${base}/contact-views/${id}`);
    expect((await list()).items).toEqual([]);
  });

  it("a bulk change tags many contacts, and reports those that it changed", async () => {
    const tag = await browser.ok(Named, "POST", `${base}/tags`, { name: "VIP" });
    const [ann, bob] = [await make("Ann"), await make("Bob")];
    await bulk([ann.id], { kind: "tag", tag: tag.id });
    const done = await bulk([ann.id, bob.id, "V0000000000000000"], { kind: "tag", tag: tag.id });
    expect(done).toEqual({ changed: [bob.id], deletion: null });
    expect(await bulk(done.changed, { kind: "untag", tag: tag.id })).toEqual(done);
    expect(await names({ tag: tag.id })).toEqual(["Ann"]);
    const send = (body: object) =>
      browser.refused("POST", `${base}/contacts/bulk`, { contacts: [ann.id], ...body });
    expect(await send({ kind: "tag" })).toMatchObject({ code: "invalid_request" });
    expect(await send({ kind: "tag", tag: "none" })).toMatchObject({ code: "not_found" });
  });

  it("R24: retention does not remove a deleted contact before the deletion is final", async () => {
    const ann = await make("Ann", { emails: ["ann@example.com"] });
    test.clock.pass(200 * 24 * 3_600_000);
    const { deletion } = await bulk([ann.id], { kind: "delete" });
    await runHousekeeping(test.deps);
    await browser.signIn("owner@example.com"); // the session has ended meanwhile
    await browser.ok(DeletionUndone, "POST", `${base}/deletions/${deletion}/undo`);
    expect(await browser.ok(Contact, "GET", `${base}/contacts/${ann.id}`)).toEqual(ann);
  });

  it("undoing a deletion restores the contacts; otherwise they are erased after a day, unless they return", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const bob = await arrive("Bob", "bob@example.com");
    const cem = await make("Cem", { emails: ["cem@example.com"] });
    const before = await rowsOf(test, "visitors");
    const first = await bulk([ann.id, cem.id], { kind: "delete" });
    expect(first.changed.sort()).toEqual([ann.id, cem.id].sort());
    expect(await names({})).toEqual(["Bob"]);
    expect(await names({ q: "ann" })).toEqual([]);
    const back = await browser.ok(DeletionUndone, "POST", `${base}/deletions/${first.deletion}/undo`);
    expect(back.contacts.sort()).toEqual([ann.id, cem.id].sort());
    expect(await names({ q: "ann" })).toEqual(["Ann"]);
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    expect((await rowsOf(test, "visitors")).sort(byId)).toEqual(before.sort(byId));
    expect(await browser.refused("POST", `${base}/deletions/${first.deletion}/undo`)).toMatchObject({
      code: "not_found",
    });
    await bulk([ann.id, bob.id, cem.id], { kind: "delete" });
    test.clock.pass(23 * 3_600_000);
    await runHousekeeping(test.deps);
    expect(await rowsOf(test, "deleted_contacts")).toHaveLength(3);
    await bob.submit({ name: "Bob", email: "bob@example.com", message: "Back again" });
    test.clock.pass(3_600_000);
    await runHousekeeping(test.deps);
    expect(await names({ q: "example" })).toEqual(["Bob"]);
    expect((await rowsOf(test, "visitors")).map(({ id }) => id)).toEqual([bob.id]);
    expect(await rowsOf(test, "conversations")).toHaveLength(2);
    expect(await rowsOf(test, "deleted_contacts")).toEqual([]);
  });
});
