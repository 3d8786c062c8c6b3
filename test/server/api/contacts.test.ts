import { beforeAll, expect, it } from "vitest";
import * as z from "zod/mini";
import {
  ApiBatchResults,
  ApiContact,
  ApiContactPage,
  ApiContacts,
  ApiContactUpserted,
} from "../../../shared/api/contact.ts";
import { AuditPage } from "../../../shared/audit.ts";
import { Contact, DetailRecord } from "../../../shared/contact.ts";
import { Merges, MergeUndone, Note, Notes, TimelinePage } from "../../../shared/crm.ts";
import { PersonExport } from "../../../shared/person-export.ts";
import { makeTeam } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { testFolder } from "../../support/files.ts";
import { type ApiClient, createKey } from "../../support/rest-api.ts";

const Merged = z.object({ id: z.nullable(z.string()), survivor: z.string() });
const Details = z.object({ items: z.array(DetailRecord) });

describeEachDatabase("contacts over the REST API", (open) => {
  const data = testFolder();
  let test: TestApp;
  let team: Awaited<ReturnType<typeof makeTeam>>;
  let client: ApiClient;
  let base: string;
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    team = await makeTeam(test);
    base = `/api/properties/${team.property}`;
    ({ client } = await createKey(test.app, team.admin, team.property, { name: "CRM sync" }));
    for (const [key, type, choices] of [
      ["plan", "choice", ["basic", "pro"]],
      ["seats", "number", []],
      ["vip", "yes_no", []],
      ["constructor", "text", []],
    ] as const)
      await client.send("PUT", `/attributes/${key}`, { label: key, type, choices, position: 0 });
  });

  let people = 0;
  const email = () => `person${++people}@example.com`;
  const create = (body: unknown) => client.ok(ApiContact, "POST", "/contacts", body);
  const upsert = (body: unknown) => client.ok(ApiContactUpserted, "POST", "/contacts/upsert", body);
  const get = (id: string) => client.ok(ApiContact, "GET", `/contacts/${id}`);
  const batch = (contacts: readonly unknown[], headers: Record<string, string> = {}) =>
    client.ok(ApiBatchResults, "POST", "/contacts/batch", { contacts }, headers);
  const asAgent = (id: string, field: string, value: string) =>
    team.admin.ok(Contact, "POST", `${base}/contacts/${id}/details`, { field, value });

  it("R34: creates with source api, with values in their types", async () => {
    const body = {
      name: "Ada  Lovelace",
      emails: [email()],
      phones: ["+441632960961"],
      userId: "u-1",
      organizations: ["Engines"],
      attributes: { plan: "PRO", seats: 5.5, vip: true, constructor: "x" },
      tags: ["New", "customer"],
    };
    const contact = await create(body);
    expect(contact).toMatchObject({
      name: "Ada Lovelace",
      emails: body.emails,
      phones: body.phones,
      userId: "u-1",
      organizations: ["Engines"],
      attributes: { plan: "pro", seats: 5.5, vip: true, constructor: "x" },
      tags: ["customer", "New"],
      source: "api",
      contactSince: test.clock.now(),
    });
    const { items } = await client.ok(Details, "GET", `/contacts/${contact.id}/details`);
    expect(new Set(items.map(({ source }) => source))).toEqual(new Set(["api"]));
    expect(await client.refused("POST", "/contacts", { userId: "u-1" })).toMatchObject({
      code: "contact_exists",
      detail: `The contact is ${contact.id}.`,
    });
  });

  it.each([
    ["nothing", {}, "invalid_request"],
    ["a wrong phone", { phones: ["0163 2960961"] }, "invalid_request"],
    ["a wrong e-mail", { emails: ["ada@"] }, "invalid_request"],
    ["a name of spaces", { name: "  " }, "invalid_request"],
    ["an unknown attribute", { name: "Ada", attributes: { colour: "red" } }, "attribute_unknown"],
    ["an attribute of another type", { name: "Ada", attributes: { seats: "many" } }, "attribute_invalid"],
    ["a number without end", { name: "Ada", attributes: { seats: 1e300 } }, "attribute_invalid"],
    ["an attribute __proto__", '{"name":"Ada","attributes":{"__proto__":"x"}}', "invalid_request"],
    ["a user ID __proto__ as a key", '{"name":"Ada","__proto__":{"userId":"1"}}', "invalid_request"],
  ])("refuses %s, and writes nothing", async (_, body, code) => {
    const before = (await rowsOf(test, "visitors")).length;
    expect(await client.refused("POST", "/contacts", body)).toMatchObject({ code });
    expect(await rowsOf(test, "visitors")).toHaveLength(before);
  });

  it("R9, R34: upserts by ID, user ID, e-mail and phone, and changes nothing the second time", async () => {
    const [one, two] = [email(), email()];
    const first = {
      userId: "u-10",
      emails: [one],
      name: "Grace",
      attributes: { plan: "basic" },
      tags: ["a"],
    };
    const { id, outcome } = await upsert(first);
    expect(outcome).toBe("created");
    expect(await upsert(first)).toEqual({ id, outcome: "unchanged" });
    expect(await upsert({ userId: "u-10", emails: [two] })).toEqual({ id, outcome: "updated" });
    expect(await upsert({ emails: [two.toUpperCase()], tags: ["A", "b"] })).toEqual({
      id,
      outcome: "updated",
    });
    expect(await upsert({ emails: [one], phones: ["+15550100"] })).toEqual({ id, outcome: "updated" });
    expect(await upsert({ phones: ["+15550100"], name: "Grace Hopper" })).toEqual({ id, outcome: "updated" });
    expect(await upsert({ id, attributes: { plan: "pro" } })).toEqual({ id, outcome: "updated" });
    expect(await get(id)).toMatchObject({
      name: "Grace Hopper",
      emails: [one, two],
      phones: ["+15550100"],
      attributes: { plan: "pro" },
      tags: ["a", "b"],
    });
    expect(await client.refused("POST", "/contacts/upsert", { id: "V0000000000000000" })).toMatchObject({
      code: "not_found",
    });
  });

  it("R11: keeps what an agent has entered, and offers the program's value beside it", async () => {
    const { id } = await upsert({ emails: [email()], name: "Alan" });
    await asAgent(id, "name", "Alan Turing");
    await upsert({ id, name: "A. Turing" });
    await client.ok(ApiContact, "PATCH", `/contacts/${id}`, { name: "Al" });
    expect((await get(id)).name).toBe("Alan Turing");
    const { items } = await client.ok(Details, "GET", `/contacts/${id}/details`);
    const offered = items.filter(({ field, status }) => field === "name" && status === "alternative");
    expect(offered.map(({ value }) => value).sort()).toEqual(["A. Turing", "Al"]);
  });

  it("R4: reads by any ID, and looks up by user ID, e-mail and phone", async () => {
    const [one, two] = [await create({ emails: [email()], userId: "u 20" }), await create({ name: "Two" })];
    const merged = await client.ok(Merged, "POST", "/contacts/merge", { contacts: [two.id, one.id] });
    const survivor = await get(merged.survivor);
    expect((await get(one.id)).id).toBe(survivor.id);
    expect((await get(two.id)).id).toBe(survivor.id);
    expect(survivor.aliases).toHaveLength(1);
    for (const query of ["userId=u%2020", `email=${one.emails[0]?.toUpperCase()}`]) {
      const { items } = await client.ok(ApiContacts, "GET", `/contacts/lookup?${query}`);
      expect(items.map(({ id }) => id)).toEqual([survivor.id]);
    }
    expect(await client.ok(ApiContacts, "GET", "/contacts/lookup?userId=nobody")).toEqual({ items: [] });
    for (const query of ["", "?userId=1&email=a@b.de"])
      expect(await client.refused("GET", `/contacts/lookup${query}`)).toMatchObject({
        code: "invalid_request",
      });
  });

  it("updates: null removes, a list replaces, the rest stays", async () => {
    const [one, two] = [email(), email()];
    const { id } = await create({
      name: "Bo",
      emails: [one],
      userId: "u-30",
      organizations: ["Old"],
      attributes: { plan: "pro", seats: 3 },
      tags: ["x", "y"],
    });
    const updated = await client.ok(ApiContact, "PATCH", `/contacts/${id}`, {
      emails: [two],
      userId: null,
      attributes: { plan: null },
      tags: ["Y", "z"],
    });
    expect(updated).toMatchObject({
      name: "Bo",
      emails: [two],
      userId: null,
      organizations: ["Old"],
      attributes: { seats: 3 },
      tags: ["y", "z"],
    });
    const { items } = await client.ok(Details, "GET", `/contacts/${id}/details`);
    expect(items.find(({ value }) => value === one)).toMatchObject({ status: "past" });
    const other = await create({ emails: [email()] });
    expect(await client.refused("PATCH", `/contacts/${id}`, { emails: other.emails })).toMatchObject({
      code: "value_held",
    });
    expect((await get(id)).emails).toEqual([two]);
    await client.ok(ApiContact, "PATCH", `/contacts/${id}`, { name: null });
    expect((await get(id)).name).toBeNull();
  });

  it("refuses an update of what has changed since it was read", async () => {
    const { id } = await create({ emails: [email()] });
    const etag = (await client.send("GET", `/contacts/${id}`)).headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    const first = await client.send("PATCH", `/contacts/${id}`, { name: "One" }, { "if-match": etag });
    expect(first.status).toBe(200);
    expect(
      await client.refused("PATCH", `/contacts/${id}`, { name: "Two" }, { "if-match": etag }),
    ).toMatchObject({ code: "changed_meanwhile", status: 412 });
    const next = first.headers.get("etag") ?? "";
    const headers = { "if-match": `"other", ${next}` };
    expect((await client.send("PATCH", `/contacts/${id}`, { name: "Two" }, headers)).status).toBe(200);
    expect((await client.send("PATCH", `/contacts/${id}`, { name: "3" }, { "if-match": "*" })).status).toBe(
      200,
    );
  });

  it("lists page by page, with the dashboard's filters", async () => {
    await batch(
      Array.from({ length: 60 }, (_, at) => ({ userId: `list-${at}`, name: `Lister ${at}`, tags: ["list"] })),
    );
    const { items: tags } = await client.ok(
      z.object({ items: z.array(z.looseObject({ id: z.string(), name: z.string() })) }),
      "GET",
      "/tags",
    );
    const tag = tags.find(({ name }) => name === "list")?.id;
    const first = await client.ok(ApiContactPage, "GET", `/contacts?tag=${tag}&sort=name&source=api`);
    const second = await client.ok(
      ApiContactPage,
      "GET",
      `/contacts?tag=${tag}&sort=name&cursor=${first.next}`,
    );
    expect([first.items.length, second.items.length, second.next]).toEqual([50, 10, null]);
    const found = await client.ok(ApiContactPage, "GET", "/contacts?q=lister%2017");
    expect(found.items.map(({ name }) => name)).toEqual(["Lister 17"]);
    expect(await client.refused("GET", "/contacts?cursor=x")).toMatchObject({ code: "invalid_request" });
  });

  it("takes 1,000 contacts in a batch; one that is wrong is refused alone, by its index", async () => {
    const rows = Array.from({ length: 1_000 }, (_, at) => ({ userId: `b-${at % 990}`, name: `B ${at}` }));
    const contacts = rows.map((row, at) =>
      at === 3
        ? { ...row, phones: ["12"] }
        : at === 4
          ? { ...row, attributes: { colour: "red" } }
          : at === 5
            ? "?"
            : row,
    );
    const { results, ...counts } = await batch(contacts);
    expect(counts).toEqual({ created: 990, updated: 7, unchanged: 0, refused: 3 });
    expect(results.map(({ index }) => index)).toEqual(rows.map((_, at) => at));
    expect(results[3]).toMatchObject({
      outcome: "refused",
      id: null,
      error: { code: "invalid_request", faults: [{ path: "phones.0" }] },
    });
    expect(results[4]).toMatchObject({ error: { code: "attribute_unknown" } });
    expect(results[5]).toMatchObject({ error: { code: "invalid_request" } });
    expect(results[995]).toMatchObject({ outcome: "created" });
    expect(results[990]).toMatchObject({ outcome: "updated", id: results[0]?.id });
    const again = await batch(contacts.slice(100, 200));
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 100 });
    for (const wrong of [[], [...contacts, rows[0]]])
      expect(await client.refused("POST", "/contacts/batch", { contacts: wrong })).toMatchObject({
        code: "invalid_request",
        faults: [{ path: "contacts" }],
      });
  });

  it("R34: a batch that is sent again with its Idempotency-Key gets the first answer", async () => {
    const contacts = Array.from({ length: 250 }, (_, at) => ({ userId: `i-${at}`, name: `I ${at}` }));
    const whole = await batch(contacts, { "idempotency-key": "batch" });
    expect(whole).toMatchObject({ created: 250 });
    expect(await batch(contacts, { "idempotency-key": "batch" })).toEqual(whole);
    expect(await batch(contacts)).toMatchObject({ created: 0, unchanged: 250 });
  });

  it("merges and undoes it, in the name of the key", async () => {
    const [one, two] = [
      await create({ userId: "m-1", name: "M" }),
      await create({ userId: "m-2", tags: ["m"] }),
    ];
    const both = { contacts: [one.id, two.id] };
    expect(await client.refused("POST", "/contacts/merge", both)).toMatchObject({ code: "user_ids_differ" });
    const merged = await client.ok(Merged, "POST", "/contacts/merge", { ...both, force: true });
    expect((await get(two.id)).tags).toEqual(["m"]);
    const { items } = await client.ok(Merges, "GET", `/contacts/${one.id}/merges`);
    expect(items).toMatchObject([{ id: merged.id, agent: { name: "CRM sync" }, undone: null }]);
    const undone = await client.ok(MergeUndone, "POST", `/merges/${merged.id}/undo`);
    expect(undone.contacts.sort()).toEqual([one.id, two.id].sort());
    expect(await client.refused("POST", `/merges/${merged.id}/undo`)).toMatchObject({ code: "merge_undone" });
  });

  it("writes notes in the name of the key, and leaves agents' notes alone", async () => {
    const { id } = await create({ emails: [email()] });
    const note = await client.ok(Note, "POST", `/contacts/${id}/notes`, { text: "Called" });
    expect(note.agent?.name).toBe("CRM sync");
    const { items } = await team.admin.ok(TimelinePage, "GET", `${base}/contacts/${id}/timeline`);
    expect(items.find(({ kind }) => kind === "note")).toMatchObject({ agent: { name: "CRM sync" } });
    expect((await client.ok(Note, "PATCH", `/contacts/${id}/notes/${note.id}`, { text: "Wrote" })).text).toBe(
      "Wrote",
    );
    const written = await team.admin.ok(Notes, "POST", `${base}/contacts/${id}/notes`, { text: "Mine" });
    const mine = written.items.find(({ text }) => text === "Mine")?.id;
    for (const [method, body] of [
      ["PATCH", { text: "Theirs" }],
      ["DELETE", undefined],
    ] as const)
      expect(await client.refused(method, `/contacts/${id}/notes/${mine}`, body)).toMatchObject({
        code: "note_not_yours",
      });
    expect((await client.send("DELETE", `/contacts/${id}/notes/${note.id}`)).status).toBe(200);
    expect(await client.refused("DELETE", `/contacts/${id}/notes/${note.id}`)).toMatchObject({
      code: "not_found",
    });
  });

  it("adds and removes tags by name", async () => {
    const { id } = await create({ emails: [email()], tags: ["one", "two"] });
    const change = { add: ["three"], remove: ["ONE", "never"] };
    const changed = await client.ok(ApiContact, "POST", `/contacts/${id}/tags`, change);
    expect(changed.tags).toEqual(["three", "two"]);
  });

  it("R26, R38: exports and erases, and leaves rows in the audit log in the name of the key", async () => {
    const { id } = await create({ name: "Gone", emails: [email()] });
    const exported = await client.ok(PersonExport, "GET", `/contacts/${id}/export`);
    expect(exported.contact).toMatchObject({ id, name: "Gone" });
    expect((await client.send("DELETE", `/contacts/${id}`)).status).toBe(200);
    expect(await client.refused("GET", `/contacts/${id}`)).toMatchObject({ code: "not_found" });
    expect(JSON.stringify(await rowsOf(test, "details"))).not.toContain("Gone");
    const { items } = await team.admin.ok(AuditPage, "GET", `${base}/audit-log?group=people`);
    expect(items.slice(0, 2).map(({ action, actor }) => [action, actor])).toEqual([
      ["person_erased", { id: null, name: "API key “CRM sync”" }],
      ["person_exported", { id: null, name: "API key “CRM sync”" }],
    ]);
  });
});
