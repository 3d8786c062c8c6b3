import { beforeEach, expect, it } from "vitest";
import * as z from "zod/mini";
import { domainLabel, isPublicMailProvider } from "../../../server/contacts/crm/mail-providers.ts";
import { Contact, ContactPage, Named } from "../../../shared/contact.ts";
import {
  Blocked,
  MergeResult,
  MergeUndone,
  Notes,
  Organization,
  OrganizationConversations,
  OrganizationPage,
  OrganizationSuggestion,
  Tags,
  type TimelineItem,
  TimelinePage,
} from "../../../shared/crm.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { type AgentBrowser, addColleague, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const Done = z.object({});

describeEachDatabase("a contact's tags, organizations, notes and history", (open) => {
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
  const read = (id: string) => browser.ok(Contact, "GET", `${base}/contacts/${id}`);
  const merge = (...contacts: string[]) =>
    browser.ok(MergeResult, "POST", `${base}/contacts/merge`, { contacts });
  const undo = (id: string | null) => browser.ok(MergeUndone, "POST", `${base}/merges/${id}/undo`);
  const tag = (name: string) => browser.ok(Named, "POST", `${base}/tags`, { name });
  const arrive = async (name: string, email: string) => {
    const one = new BrowserVisitor(test.app, property);
    test.clock.pass(1_000);
    await one.visit();
    await one.submit({ name, email, message: `I am ${name}` });
    return one;
  };

  it("tags: have unique names, are added, removed and counted", async () => {
    const vip = await tag("VIP");
    const late = await tag("Pays late");
    expect(await browser.refused("POST", `${base}/tags`, { name: " vip " })).toMatchObject({
      code: "name_taken",
    });
    const { id } = await make({ firstName: "Ann" });
    const give = (tags: string[]) => browser.ok(Contact, "PUT", `${base}/contacts/${id}/tags`, { tags });
    expect((await give([vip.id, late.id, vip.id])).tags).toEqual([late, vip]);
    expect((await give([vip.id])).tags).toEqual([vip]);
    expect(await browser.refused("PUT", `${base}/contacts/${id}/tags`, { tags: ["none"] })).toMatchObject({
      code: "not_found",
    });
    expect((await read(id)).tags).toEqual([vip]);
    await browser.ok(Named, "PATCH", `${base}/tags/${vip.id}`, { name: "Very important" });
    expect(await browser.refused("PATCH", `${base}/tags/${vip.id}`, { name: "pays late" })).toMatchObject({
      code: "name_taken",
    });
    expect((await browser.ok(Tags, "GET", `${base}/tags`)).items).toEqual([
      { ...late, contacts: 0 },
      { id: vip.id, name: "Very important", contacts: 1 },
    ]);
    await browser.ok(Done, "DELETE", `${base}/tags/${vip.id}`);
    expect((await read(id)).tags).toEqual([]);
  });

  it("R13, R14: a merge moves the tags and notes of both contacts to the survivor, and its undo moves them back", async () => {
    const [vip, late, old] = [await tag("VIP"), await tag("Late"), await tag("Old")];
    const [ann, bob] = [await make({ firstName: "Ann" }), await make({ firstName: "Bob" })];
    await browser.ok(Contact, "PUT", `${base}/contacts/${ann.id}/tags`, { tags: [vip.id] });
    await browser.ok(Contact, "PUT", `${base}/contacts/${bob.id}/tags`, { tags: [vip.id, late.id, old.id] });
    for (const { id } of [ann, bob])
      await browser.ok(Notes, "POST", `${base}/contacts/${id}/notes`, { text: `Of ${id}` });
    const done = await merge(ann.id, bob.id);
    expect((await read(bob.id)).tags).toEqual([late, old, vip]);
    expect((await browser.ok(Notes, "GET", `${base}/contacts/${bob.id}/notes`)).items).toHaveLength(2);
    await browser.ok(Done, "DELETE", `${base}/tags/${old.id}`);
    await undo(done.merge);
    expect((await read(ann.id)).tags).toEqual([vip]);
    expect((await read(bob.id)).tags).toEqual([late, vip]);
    const { items } = await browser.ok(Notes, "GET", `${base}/contacts/${bob.id}/notes`);
    expect(items.map(({ text }) => text)).toEqual([`Of ${bob.id}`]);
  });

  it("organizations: a new name is written to all contacts, a deletion removes it from them", async () => {
    const ann = await make({ firstName: "Ann", organization: "Harbour  GmbH" });
    const bob = await make({ firstName: "Bob", organization: "harbour gmbh" });
    await browser.ok(Contact, "POST", `${base}/contacts/${bob.id}/details`, {
      field: "organization",
      value: "Sea Club",
    });
    expect((await read(bob.id)).organizations.map(({ name }) => name)).toEqual(["Harbour GmbH", "Sea Club"]);
    const page = await browser.ok(OrganizationPage, "GET", `${base}/organizations`);
    expect(page.items.map(({ name, people }) => [name, people])).toEqual([
      ["Harbour GmbH", 2],
      ["Sea Club", 1],
    ]);
    const harbour = page.items[0]?.id;
    const rename = (body: object) =>
      browser.ok(Organization, "PATCH", `${base}/organizations/${harbour}`, body);
    expect(await rename({ name: "Harbour AG", domain: "Harbour.example" })).toMatchObject({
      name: "Harbour AG",
      domain: "harbour.example",
      people: 2,
    });
    expect((await read(ann.id)).organizations).toEqual([{ id: harbour, name: "Harbour AG" }]);
    const search = async (q: string) =>
      (await browser.ok(ContactPage, "GET", `${base}/contacts?q=${q}`)).items.map(({ id }) => id).sort();
    expect(await search("ag")).toEqual([ann.id, bob.id].sort());
    expect(await search("gmbh")).toEqual([]);
    expect(
      await browser.refused("PATCH", `${base}/organizations/${harbour}`, { name: "sea club" }),
    ).toMatchObject({
      code: "name_taken",
    });
    expect(await browser.refused("POST", `${base}/organizations`, { name: "SEA CLUB" })).toMatchObject({
      code: "name_taken",
    });
    await browser.ok(Done, "DELETE", `${base}/organizations/${harbour}`);
    expect((await read(ann.id)).organizations).toEqual([]);
    expect((await read(ann.id)).details).toContainEqual(
      expect.objectContaining({ field: "organization", value: "Harbour AG", status: "past" }),
    );
  });

  it("organizations: are suggested by the e-mail's domain, unless it is a public mail provider", async () => {
    const suggestion = async (id: string) =>
      (await browser.ok(OrganizationSuggestion, "GET", `${base}/contacts/${id}/organization`)).suggestion;
    const ann = await make({ firstName: "Ann", emails: ["ann@mail.harbour.co.uk"] });
    const bob = await make({ firstName: "Bob", emails: ["bob@gmail.com", "bob@sea.example"] });
    const eve = await make({ firstName: "Eve", emails: ["eve@yahoo.co.uk"] });
    expect(await suggestion(ann.id)).toEqual({ id: null, name: "Harbour", domain: "mail.harbour.co.uk" });
    expect(await suggestion(bob.id)).toMatchObject({ domain: "sea.example" });
    expect(await suggestion(eve.id)).toBeNull();
    const created = await browser.ok(Organization, "POST", `${base}/organizations`, {
      name: "The Sea",
      domain: "sea.example",
    });
    expect(await suggestion(bob.id)).toEqual({ id: created.id, name: "The Sea", domain: "sea.example" });
    await browser.ok(Contact, "POST", `${base}/contacts/${bob.id}/details`, {
      field: "organization",
      value: "The Sea",
    });
    expect(await suggestion(bob.id)).toBeNull();
  });

  it("R8: an international domain is shown as its owner writes it, however the e-mail was stored", async () => {
    const suggestion = async (id: string) =>
      (await browser.ok(OrganizationSuggestion, "GET", `${base}/contacts/${id}/organization`)).suggestion;
    const typed = await make({ firstName: "Uta", emails: ["Uta@Bücher.example"] });
    const ascii = await make({ firstName: "Ivo", emails: ["ivo@xn--bcher-kva.example"] });
    const email = async (id: string) =>
      (await read(id)).details.find(({ field }) => field === "email")?.value;
    expect(await email(typed.id), "as typed").toBe("Uta@Bücher.example");
    expect(await email(ascii.id)).toBe("ivo@bücher.example");
    for (const { id } of [typed, ascii])
      expect(await suggestion(id)).toEqual({ id: null, name: "Bücher", domain: "bücher.example" });
    const { domain } = await browser.ok(Organization, "POST", `${base}/organizations`, {
      name: "Books",
      domain: " BÜCHER.example",
    });
    expect(domain).toBe("bücher.example");
    for (const { id } of [typed, ascii])
      expect(await suggestion(id)).toMatchObject({ name: "Books", domain: "bücher.example" });
    const found = await browser.ok(
      ContactPage,
      "GET",
      `${base}/contacts?q=${encodeURIComponent("ivo@bücher.example")}`,
    );
    expect(found.items).toMatchObject([{ id: ascii.id, email: "ivo@bücher.example" }]);
  });

  it("organizations: list the conversations of their contacts", async () => {
    const [ann, bob] = [await arrive("Ann", "ann@sea.example"), await arrive("Bob", "bob@sea.example")];
    await arrive("Eve", "eve@example.com");
    for (const { id } of [bob, ann])
      await browser.ok(Contact, "POST", `${base}/contacts/${id}/details`, {
        field: "organization",
        value: "Sea",
      });
    const { items } = await browser.ok(OrganizationPage, "GET", `${base}/organizations`);
    const chats = await browser.ok(
      OrganizationConversations,
      "GET",
      `${base}/organizations/${items[0]?.id}/conversations`,
    );
    expect(chats.items.map(({ person }) => person.name)).toEqual(["Bob", "Ann"]);
    expect(chats.next).toBeNull();
  });

  it("organizations: are listed page by page", async () => {
    for (let n = 0; n < 53; n++)
      await browser.ok(Organization, "POST", `${base}/organizations`, {
        name: `Firm ${String(n).padStart(2, "0")}`,
      });
    const first = await browser.ok(OrganizationPage, "GET", `${base}/organizations`);
    expect(first.items).toHaveLength(50);
    const second = await browser.ok(OrganizationPage, "GET", `${base}/organizations?cursor=${first.next}`);
    expect(second).toMatchObject({
      items: [{ name: "Firm 50" }, { name: "Firm 51" }, { name: "Firm 52" }],
      next: null,
    });
    const found = await browser.ok(OrganizationPage, "GET", `${base}/organizations?q=FIRM%204`);
    expect(found.items).toHaveLength(10);
  });

  it("notes: have an author and mentions, and only their author changes them", async () => {
    const { browser: other, me } = await addColleague(
      test,
      { browser, property },
      "kim@example.com",
      "agent",
    );
    const { id } = await make({ firstName: "Ann" });
    const at = `${base}/contacts/${id}/notes`;
    const { items } = await browser.ok(Notes, "POST", at, {
      text: " Call <b>back</b> ",
      mentions: [me.agent.id],
    });
    expect(items).toMatchObject([
      {
        text: "Call <b>back</b>",
        agent: { name: "Olga Owner" },
        mentions: [{ id: me.agent.id, name: "kim" }],
        createdAt: test.clock.now(),
        editedAt: null,
      },
    ]);
    const note = items[0]?.id;
    expect(await other.refused("PATCH", `${at}/${note}`, { text: "No" })).toMatchObject({
      code: "note_not_yours",
    });
    expect(await other.refused("DELETE", `${at}/${note}`)).toMatchObject({ code: "note_not_yours" });
    expect(await browser.refused("POST", at, { text: "x", mentions: ["nobody"] })).toMatchObject({
      code: "not_found",
    });
    expect(await browser.refused("POST", at, { text: "  " })).toMatchObject({ code: "invalid_request" });
    test.clock.pass(1_000);
    expect((await browser.ok(Notes, "PATCH", `${at}/${note}`, { text: "Done" })).items).toMatchObject([
      { text: "Done", mentions: [], editedAt: test.clock.now() },
    ]);
    expect((await browser.ok(Notes, "DELETE", `${at}/${note}`)).items).toEqual([]);
  });

  it("R22: submissions of a blocked visitor are refused, from all devices of a blocked contact", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const second = await arrive("Ann", "ann@example.com");
    const events: FoyerEvent[] = [];
    test.deps.bus.on((event) => void events.push(event));
    const block = (id: string, how = "PUT") => browser.ok(Blocked, how, `${base}/visitors/${id}/block`);
    const sends = async (one: BrowserVisitor) => {
      await one.visit(); // a block revokes the token, and a browser takes another one
      const receipt = await one.submit({ name: "Ann", email: "ann@example.com", message: "Hi" });
      return receipt.status === "refused" ? receipt.problem.code : receipt.status;
    };
    await block(second.id);
    expect(await sends(second)).toBe("visitor_blocked");
    expect(await sends(ann)).toBe("accepted");
    expect((await read(ann.id)).blocked).toEqual([second.id]);
    expect(await block(second.id, "DELETE")).toEqual({ blocked: false });
    await block(ann.id);
    await block(ann.id);
    expect([await sends(ann), await sends(second)]).toEqual(["visitor_blocked", "visitor_blocked"]);
    const conversations = await rowsOf(test, "conversations");
    expect(await block(second.id, "DELETE")).toEqual({ blocked: true });
    await block(ann.id, "DELETE");
    expect([await sends(ann), await sends(second)]).toEqual(["accepted", "accepted"]);
    expect(await rowsOf(test, "conversations")).toHaveLength(conversations.length + 2);
    expect(events).toContainEqual({ kind: "person", property, person: ann.id, isOnlyAbout: false });
  });

  it("the timeline lists everything once, newest first, page by page", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    for (let n = 0; n < 60; n++) {
      test.clock.pass(n % 3 ? 1_000 : 0);
      await ann.visit({ page: `https://example.com/${n}` });
    }
    await ann.submit({ name: "Anna", email: "ann@example.com", message: "At night" }, "offline");
    const bob = await arrive("Bob", "bob@example.com");
    await browser.ok(Notes, "POST", `${base}/contacts/${ann.id}/notes`, { text: "Hm" });
    const { merge: id } = await merge(ann.id, bob.id);
    const items: TimelineItem[] = [];
    let next: string | null = null;
    do {
      const query: string = next ? `?cursor=${next}` : "";
      const page = await browser.ok(TimelinePage, "GET", `${base}/contacts/${bob.id}/timeline${query}`);
      items.push(...page.items);
      next = page.next;
    } while (next);
    const count = (eb: TimelineItem["kind"]) => items.filter((one) => one.kind === eb).length;
    expect(
      ["visit", "form", "conversation", "change", "note", "merge"].map((eb) => count(eb as "visit")),
    ).toEqual([62, 3, 3, 5, 1, 1]);
    expect(new Set(items.map((one) => one.id)).size).toBe(items.length);
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).sort((a, b) => b - a));
    expect(items.find((one) => one.kind === "conversation" && one.ticket !== null)).toMatchObject({
      preview: "At night",
      ticket: 1,
    });
    await undo(id);
    const page = await browser.ok(TimelinePage, "GET", `${base}/contacts/${bob.id}/timeline`);
    expect(page.items.filter(({ kind }) => kind === "merge" || kind === "unmerge")).toHaveLength(2);
    expect(page.items.filter(({ kind }) => kind === "visit")).toHaveLength(1);
  });
});

it("domainLabel finds the label that the owner chose, and public mail providers are recognised", () => {
  expect(["acme.com", "mail.acme.co.uk", "acme.com.au", "sub.acme.de"].map(domainLabel)).toEqual([
    "acme",
    "acme",
    "acme",
    "acme",
  ]);
  for (const one of ["gmail.com", "yahoo.co.uk", "web.de", "t-online.de", "qq.com", "proton.me"])
    expect(isPublicMailProvider(one), one).toBe(true);
  for (const one of ["acme.com", "gmail-partners.com", "harbour.example"])
    expect(isPublicMailProvider(one), one).toBe(false);
});
