import { beforeEach, expect, it } from "vitest";
import { Contact } from "../../../shared/contact.ts";
import { InboxPage } from "../../../shared/conversation.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { Property } from "../../../shared/property.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { deliver } from "../../support/deliveries.ts";

describeEachDatabase("an agent's edit of a person", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let property: string;
  let inside: string;
  let people: string[];
  let events: FoyerEvent[];
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser, property } = await setUpFoyer(test));
    inside = `/api/properties/${property}`;
    people = [];
    events = [];
    test.deps.bus.on((event) => {
      events.push(event);
      if (event.kind === "person") people.push(event.person);
    });
  });

  const visitor = async () => {
    const one = new BrowserVisitor(test.app, property);
    await one.visit();
    return one;
  };
  const edit = (id: string, body: object) => browser.ok(Contact, "PATCH", `${inside}/contacts/${id}`, body);
  const inUse = ({ details }: Contact) =>
    details
      .filter(({ status }) => status === "current")
      .map(({ field, value }) => `${field} ${value}`)
      .sort();

  it("R5, R6: makes a visitor with a new e-mail or phone a contact with the same ID", async () => {
    const { id } = await visitor();
    const named = await edit(id, { name: " Ann\u0007 " });
    expect(named).toMatchObject({ id, contactSince: null, name: "Ann" });
    test.clock.pass(1_000);
    const contact = await edit(id, { phone: "0049 (30) 123-45" });
    expect(contact).toMatchObject({ id, contactSince: test.clock.now(), source: "agent" });
    expect(contact.lastSeenAt).toBe(test.clock.now() - 1_000);
    expect(inUse(contact)).toEqual(["name Ann", "phone +493012345"]);
    for (const detail of contact.details)
      expect(detail).toMatchObject({ source: "agent", device: null, proven: false });
    expect(people).toEqual([id, id]);
    const page = await browser.send("GET", `${inside}/contacts?q=ann`);
    expect((await page.json()).items).toMatchObject([{ id, name: "Ann" }]);
  });

  it("adds a second e-mail or phone, and replaces a name, with its history", async () => {
    const ann = await visitor();
    await ann.submit({ name: "A", email: "ann@example.com", message: "Hi" });
    await edit(ann.id, { email: "ann@home.example", name: "Ann" });
    const contact = await edit(ann.id, { email: "ANN@example.com", phone: "+4930123" });
    expect(inUse(contact)).toEqual([
      "email ANN@example.com",
      "email ann@home.example",
      "name Ann",
      "phone +4930123",
    ]);
    const names = contact.details.filter(({ field }) => field === "name");
    expect(names).toMatchObject([
      { value: "Ann", status: "current", previous: "A" },
      { value: "A", status: "past" },
    ]);
    await ann.submit({ name: "B", email: "ann@example.com", message: "R11" });
    expect((await edit(ann.id, {})).name).toBe("Ann");
  });

  it.each([
    ["an invalid e-mail", { email: "ann@" }, "email"],
    ["a phone with letters", { phone: "+49 30 CALL" }, "phone"],
    ["a phone without a country", { phone: "030123" }, "phone"],
    ["an empty name", { name: " \u0001" }, "name"],
    ["a name that is too long", { name: "x".repeat(201) }, "name"],
    ["a name that is not text", { name: null }, "name"],
  ])("R7, R11: refuses %s, and changes nothing", async (_, body, path) => {
    const { id } = await visitor();
    expect(await browser.refused("PATCH", `${inside}/contacts/${id}`, body)).toMatchObject({
      code: "invalid_request",
      faults: [{ path }],
    });
    expect(await rowsOf(test, "details")).toEqual([]);
    expect(people).toEqual([]);
  });

  it("finds no visitor of another property, and no unknown one", async () => {
    const { id } = await visitor();
    const other = await browser.ok(Property, "POST", "/api/properties", { name: "Other", timeZone: "UTC" });
    for (const path of [
      `/api/properties/${other.id}/contacts/${id}`,
      `${inside}/contacts/V0000000000000009`,
      `${inside}/contacts/x`,
    ])
      expect(await browser.refused("PATCH", path, { name: "Ann" })).toMatchObject({ code: "not_found" });
  });

  it("R12: attaches a visitor who turns out to be a contact, as claimed, with the conversations so far", async () => {
    const ann = await visitor();
    await ann.submit({ name: "Ann", email: "ann@example.com", message: "First" });
    await browser.ok(Property, "GET", inside);
    const stranger = await visitor();
    const settings = (await browser.ok(Property, "GET", inside)).settings;
    const form = { fields: [{ id: "message", type: "long_text" as const, required: true }] };
    await browser.ok(Property, "PUT", inside, { version: 1, settings: { ...settings, preChatForm: form } });
    await deliver(stranger, submission({ message: "It is me" }, "pre_chat", form));
    people.length = 0;
    events.length = 0;
    const shown = await edit(stranger.id, { email: "ann@example.com" });
    expect(shown).toMatchObject({ id: ann.id, devices: [{ visitor: ann.id }, { visitor: stranger.id }] });
    expect(people.sort()).toEqual([ann.id, stranger.id].sort());
    const { items } = await browser.ok(InboxPage, "GET", `${inside}/conversations?contact=${ann.id}`);
    expect(items.map(({ visitor: who, claimed }) => [who, claimed]).sort()).toEqual(
      [
        [ann.id, false],
        [stranger.id, true],
      ].sort(),
    );
    expect(events.filter(({ kind }) => kind === "conversation")).toMatchObject([
      { summary: { claimed: true, person: { id: ann.id } }, messages: [] },
    ]);
    const later = await edit(stranger.id, { phone: "+4930123" });
    expect(later.id).toBe(ann.id);
    expect(inUse(later)).toContain("phone +4930123");
    events.length = 0;
    people.length = 0;
    await browser.ok(Contact, "POST", `${inside}/devices/${stranger.id}/detach`);
    expect(people.sort()).toEqual([ann.id, stranger.id].sort());
    expect(events.filter(({ kind }) => kind === "conversation")).toMatchObject([
      { summary: { claimed: false, person: { id: stranger.id } } },
    ]);
  });

  it("a submission publishes each person whose details it changed once, after the commit", async () => {
    const ann = await visitor();
    const answers = { name: "Ann", email: "ann@example.com", message: "1" };
    await deliver(ann, submission(answers), submission({ ...answers, message: "2" }));
    expect(people).toEqual([ann.id]);
    await deliver(ann, submission({ ...answers, message: "3" }));
    expect(people).toEqual([ann.id]);
    const other = await visitor();
    await deliver(other, submission({ ...answers, name: "Not Ann" }));
    expect(people.slice(1).sort()).toEqual([ann.id, other.id].sort());
  });
});
