import { beforeEach, expect, it } from "vitest";
import { UpsertBatch } from "../../../server/contacts/identity/upsert.ts";
import { createRecord, upsertRecord } from "../../../server/contacts/identity/upsert-record.ts";
import { newId } from "../../../server/platform/ids.ts";
import { Contact, ContactPage } from "../../../shared/contact.ts";
import { Attributes, BulkResult, Duplicates } from "../../../shared/crm.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("contacts created and edited by agents", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let property: string;
  let base: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser, property } = await setUpFoyer(test));
    base = `/api/properties/${property}`;
  });

  const make = (body: object) => browser.ok(Contact, "POST", `${base}/contacts`, body);
  const write = (id: string, field: string, value: string) =>
    browser.ok(Contact, "POST", `${base}/contacts/${id}/details`, { field, value });
  const refusedWrite = async (id: string, field: string, value: string) =>
    (await browser.refused("POST", `${base}/contacts/${id}/details`, { field, value })).code;
  const shown = ({ details }: Contact, status = "current") =>
    details.filter((one) => one.status === status).map(({ field, value }) => `${field} ${value}`);

  it("R6, R7: are created with a first name, and are listed", async () => {
    const ann = await make({
      firstName: " Ann ",
      lastName: "Lee",
      emails: ["ann@example.com", "lee@example.com"],
      phones: ["+4930123456"],
      organization: "Harbour GmbH",
    });
    expect(ann).toMatchObject({
      name: "Ann Lee",
      source: "agent",
      contactSince: test.clock.now(),
      devices: [],
      visits: [],
      organizations: [{ name: "Harbour GmbH" }],
    });
    expect(ann.id).toMatch(/^V\d{16}$/);
    expect(ann.details.every(({ source, device }) => source === "agent" && device === null)).toBe(true);
    const { items } = await browser.ok(ContactPage, "GET", `${base}/contacts?q=harbour`);
    expect(items).toMatchObject([{ id: ann.id, email: "ann@example.com" }]);
    const nameless = await make({ firstName: "Bob" });
    expect(nameless).toMatchObject({ name: "Bob", contactSince: test.clock.now() });
    for (const body of [{}, { firstName: "  " }, { firstName: "Ann", phones: ["030 12"] }, { firstName: 7 }])
      expect(await browser.refused("POST", `${base}/contacts`, body)).toMatchObject({
        code: "invalid_request",
      });
  });

  it("are found as duplicates while an agent types, in any spelling of the phone, and when the agent saves", async () => {
    const ann = await make({ firstName: "Ann", emails: ["Ann@Example.com"], phones: ["+4930123456"] });
    const found = async (query: string) =>
      (await browser.ok(Duplicates, "GET", `${base}/contacts/duplicates?${query}`)).items.map(({ id }) => id);
    for (const query of [
      "email=ann@example.com",
      "phone=%2B4930123456",
      "phone=0049-30-123456",
      "phone=030+123456&email=x",
    ])
      expect(await found(query), query).toEqual([ann.id]);
    for (const query of ["", "email=ann", "phone=12", "phone=%2B4940123456", "email=%00"])
      expect((await browser.send("GET", `${base}/contacts/duplicates?${query}`)).status).toBeLessThan(500);
    expect(await found("email=bob@example.com&phone=1")).toEqual([]);
    const again = { firstName: "Anna", emails: ["ann@example.com"] };
    const refusal = await browser.refused("POST", `${base}/contacts`, again);
    expect(refusal).toMatchObject({ code: "contact_exists", detail: expect.stringContaining(ann.id) });
    const other = await make({ ...again, anyway: true });
    expect(other.suggestions).toMatchObject([{ other: { id: ann.id }, reason: "same_email" }]);
    expect(shown(other)).toContain("email ann@example.com");
  });

  it("R2: refuses an ID that is taken, so that another is drawn", async () => {
    const ann = await make({ firstName: "Ann" });
    const said = { visitor: ann.id, details: { name: "Bob" } };
    await expect(
      test.deps.database.write(async (tx) => {
        const upserts = await UpsertBatch.load(tx, property, [said], () => newId(test.deps));
        createRecord(upserts, { newVisitor: ann.id, details: said.details, source: "agent", now: 1 });
      }),
    ).rejects.toMatchObject({ problem: { code: "visitor_id_taken" } });
  });

  it("R11: an agent's value replaces or is added, and each keeps its history", async () => {
    const visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
    await visitor.submit({ name: "ann", email: "ann@example.com", message: "Hello" });
    test.clock.pass(1_000);
    await write(visitor.id, "name", "Ann Lee");
    const ann = await write(visitor.id, "email", "lee@example.com");
    expect(shown(ann).sort()).toEqual(["email ann@example.com", "email lee@example.com", "name Ann Lee"]);
    expect(ann.details).toContainEqual(
      expect.objectContaining({ value: "Ann Lee", source: "agent", device: null, previous: "ann" }),
    );
    const lee = ann.details.find(({ value }) => value === "lee@example.com");
    const first = await browser.ok(Contact, "POST", `${base}/contacts/${ann.id}/details/${lee?.id}/first`);
    expect(shown(first)[0]).toBe("email lee@example.com");
    const { items } = await browser.ok(ContactPage, "GET", `${base}/contacts`);
    expect(items[0]?.email).toBe("lee@example.com");
    const removed = await browser.ok(Contact, "DELETE", `${base}/contacts/${ann.id}/details/${lee?.id}`);
    expect(shown(removed, "past")).toContain("email lee@example.com");
    expect((await browser.ok(ContactPage, "GET", `${base}/contacts`)).items[0]?.email).toBe(
      "ann@example.com",
    );
    expect((await browser.ok(ContactPage, "GET", `${base}/contacts?q=lee@example`)).items).toEqual([]);
  });

  it("R11: an alternative can be made current; the value before stays in the history", async () => {
    const ann = await make({ firstName: "Ann", emails: ["ann@example.com"] });
    const claimant = new BrowserVisitor(test.app, property);
    await claimant.visit();
    await claimant.submit({ name: "Annie", email: "ann@example.com", message: "Hello" });
    const before = await browser.ok(Contact, "GET", `${base}/contacts/${ann.id}`);
    const annie = before.details.find(({ status }) => status === "alternative");
    expect(annie?.value).toBe("Annie");
    const taken = await browser.ok(Contact, "POST", `${base}/contacts/${ann.id}/details/${annie?.id}/take`);
    expect(taken.name).toBe("Annie");
    expect(taken.details[0]).toMatchObject({ source: "agent" });
    expect(shown(taken, "alternative")).toEqual([]);
    expect(shown(taken, "past").sort()).toEqual(["name Ann", "name Annie"]);
  });

  it("refuse values of another contact, invalid values and unknown IDs", async () => {
    const ann = await make({ firstName: "Ann", emails: ["ann@example.com"] });
    const bob = await make({ firstName: "Bob", emails: ["bob@example.com"] });
    expect(await refusedWrite(ann.id, "email", "bob@example.com")).toBe("value_held");
    expect(await refusedWrite(ann.id, "email", "bob")).toBe("invalid_request");
    expect(await refusedWrite(ann.id, "phone", "030")).toBe("invalid_request");
    expect(await refusedWrite(ann.id, "consent:terms", "yes")).toBe("invalid_request");
    expect(await refusedWrite(ann.id, "custom:size", "M")).toBe("attribute_unknown");
    expect(await refusedWrite("V0000000000000000", "name", "Ann")).toBe("not_found");
    const foreign = bob.details[0]?.id;
    for (const way of ["take", "first"])
      expect(
        await browser.refused("POST", `${base}/contacts/${ann.id}/details/${foreign}/${way}`),
      ).toMatchObject({ code: "not_found" });
    expect(await browser.refused("DELETE", `${base}/contacts/${ann.id}/details/${foreign}`)).toMatchObject({
      code: "not_found",
    });
  });

  it("have the attributes that the owner defines, each value of its type", async () => {
    const define = (key: string, body: object) =>
      browser.ok(Attributes, "PUT", `${base}/attributes/${key}`, { choices: [], position: 0, ...body });
    await define("seats", { label: "Seats", type: "number", position: 2 });
    await define("since", { label: "Customer since", type: "date" });
    await define("vip", { label: "VIP", type: "yes_no" });
    await define("plan", { label: "Plan", type: "choice", choices: ["Free", "Pro"], position: 1 });
    const { items } = await define("plan", {
      label: "Plan",
      type: "choice",
      choices: ["Free", "Pro", "Max"],
      position: 1,
    });
    expect(items.map(({ key }) => key)).toEqual(["since", "vip", "plan", "seats"]);
    const { id } = await make({ firstName: "Ann" });
    await write(id, "custom:seats", "007.50");
    await write(id, "custom:since", "2026-02-28");
    await write(id, "custom:vip", "Yes");
    expect(shown(await write(id, "custom:plan", "max")).sort()).toEqual([
      "custom:plan Max",
      "custom:seats 7.5",
      "custom:since 2026-02-28",
      "custom:vip yes",
      "name Ann",
    ]);
    for (const [key, value] of [
      ["seats", "many"],
      ["since", "2026-02-30"],
      ["vip", "perhaps"],
      ["plan", "Gold"],
    ])
      expect(await refusedWrite(id, `custom:${key}`, value ?? "")).toBe("attribute_invalid");
    for (const body of [{ type: "choice" }, { type: "text", choices: ["x"] }, { type: "colour" }])
      expect(
        await browser.refused("PUT", `${base}/attributes/bad`, {
          label: "B",
          choices: [],
          position: 0,
          ...body,
        }),
      ).toMatchObject({ code: "invalid_request" });
    await browser.ok(Attributes, "DELETE", `${base}/attributes/vip`);
    expect(await refusedWrite(id, "custom:vip", "no")).toBe("attribute_unknown");
    expect(await rowsOf(test, "attributes")).toHaveLength(3);
  });

  it("R6, R9, R11: records of programs are matched by user ID, e-mail or phone, or are new", async () => {
    const said = async (details: object, source: "csv" | "api" = "csv") => {
      const newVisitor = `V${String(Math.floor(test.clock.now() % 1e16)).padStart(16, "0")}`;
      test.clock.pass(1);
      return test.deps.database.write(async (tx) => {
        const upserts = await UpsertBatch.load(tx, property, [{ visitor: newVisitor, details }], () =>
          newId(test.deps),
        );
        const { contact, isNew, plan } = upsertRecord(upserts, {
          named: null,
          newVisitor,
          details,
          source,
          isOfFile: () => false,
          now: test.clock.now(),
        });
        await upserts.save();
        const isSame = !plan.writes.length && !plan.becomesContact;
        const conflicts = plan.suggestions.map(({ a, b }) => (a === contact ? b : a));
        return { contact, outcome: isNew ? "new" : isSame ? "unchanged" : "updated", conflicts };
      });
    };
    const first = await said({ name: "Ann", emails: ["ann@example.com"], userId: "u1" });
    expect(first).toMatchObject({ outcome: "new", conflicts: [] });
    expect(await said({ name: "Ann", emails: ["ANN@example.com"], userId: "u1" })).toMatchObject({
      outcome: "unchanged",
      contact: first.contact,
    });
    expect(await said({ userId: "u1", phones: ["+49301"], organization: "Acme" })).toMatchObject({
      outcome: "updated",
      contact: first.contact,
    });
    const second = await said({ name: "Bob", emails: ["bob@example.com"] });
    expect(await said({ userId: "u1", emails: ["bob@example.com"] })).toMatchObject({
      contact: first.contact,
      conflicts: [second.contact],
    });
    const ann = await browser.ok(Contact, "GET", `${base}/contacts/${first.contact}`);
    expect(ann).toMatchObject({
      source: "csv",
      organizations: [{ name: "Acme" }],
      suggestions: [{ other: { name: "Bob" } }],
    });
    expect(await said({ name: "Only a name" })).toMatchObject({ outcome: "new" });
    await browser.ok(BulkResult, "POST", `${base}/contacts/bulk`, {
      contacts: [second.contact],
      kind: "delete",
    });
    expect(await said({ emails: ["bob@example.com"] })).toMatchObject({
      outcome: "updated",
      contact: second.contact,
    });
    const { items } = await browser.ok(ContactPage, "GET", `${base}/contacts?q=bob`);
    expect(items.map((one) => one.id)).toEqual([second.contact]);
  });
});
