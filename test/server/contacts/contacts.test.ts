import { beforeEach, expect, it } from "vitest";
import { Contact, ContactPage } from "../../../shared/contact.ts";
import { Conversation, InboxPage } from "../../../shared/conversation.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("contacts", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let property: string;
  let base: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser, property } = await setUpFoyer(test));
    base = `/api/properties/${property}`;
  });

  const visitor = async () => {
    const one = new BrowserVisitor(test.app, property);
    test.clock.pass(1_000);
    await one.visit();
    return one;
  };
  const arrive = async (name: string, email: string, more: Record<string, string> = {}) => {
    const one = await visitor();
    await one.submit({ name, email, message: "Hello", ...more });
    return one;
  };
  const list = (query = "") => browser.ok(ContactPage, "GET", `${base}/contacts${query}`);
  const names = async (q: string) =>
    (await list(`?q=${encodeURIComponent(q)}`)).items.map(({ name }) => name);
  const read = (id: string) => browser.ok(Contact, "GET", `${base}/contacts/${id}`);

  it("R5: are listed once they have an e-mail or phone, the last seen first", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    await visitor();
    const bob = await arrive("Bob", "bob@example.com");
    const page = await list();
    expect(page).toMatchObject({ next: null, total: 2 });
    expect(page.items).toEqual([
      {
        id: bob.id,
        name: "Bob",
        email: "bob@example.com",
        phone: null,
        source: "form",
        contactSince: test.clock.now(),
        lastSeenAt: test.clock.now(),
        country: null,
      },
      expect.objectContaining({ id: ann.id }),
    ]);
  });

  it("are found by the beginnings of words, right after they are saved", async () => {
    await arrive("Zoë Müller", "zoe@example.com");
    await arrive("Zoe Brown", "brown@firma.de");
    expect(await names("zoe")).toEqual(["Zoe Brown", "Zoë Müller"]);
    expect(await names("mull zo")).toEqual(["Zoë Müller"]);
    expect(await names("brown@firma")).toEqual(["Zoe Brown"]);
    expect(await names("firma.de")).toEqual(["Zoe Brown"]);
    expect(await names("nobody")).toEqual([]);
    expect(await names("%")).toEqual([]);
    expect(await names("' or 1=1 --")).toEqual([]);
    expect((await list("?q=zoe")).total).toBe(2);
    expect((await list("?q=%20")).items).toHaveLength(2);
  });

  it("are shown with their details, sources and history, devices and visits", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    test.clock.pass(60_000);
    await ann.visit({ page: "https://example.com/other" });
    await ann.submit({ name: "Anna", email: "second@example.com", message: "Again" });
    const contact = await read(ann.id);
    expect(contact).toMatchObject({ id: ann.id, source: "form", name: "Anna", suggestions: [] });
    const shown = contact.details.map(({ field, value, status, previous }) => [
      field,
      value,
      status,
      previous,
    ]);
    expect(shown).toEqual(
      expect.arrayContaining([
        ["name", "Anna", "current", "Ann"],
        ["name", "Ann", "past", null],
        ["email", "ann@example.com", "current", null],
        ["email", "second@example.com", "current", null],
      ]),
    );
    expect(shown).toHaveLength(4);
    expect(contact.details.at(-1)?.status).toBe("past");
    expect(contact.details.every(({ device, source }) => device === ann.id && source === "form")).toBe(true);
    expect(contact.devices).toMatchObject([
      { visitor: ann.id, relation: "founder", kind: "desktop", visits: 2 },
    ]);
    expect(contact.visits.map(({ page }) => page)).toEqual([
      "https://example.com/other",
      "https://example.com/pricing",
    ]);
  });

  it("R5: a visitor without e-mail and phone is shown, but not listed", async () => {
    const one = await visitor();
    expect(await read(one.id)).toMatchObject({ contactSince: null, source: null, details: [] });
    expect((await list()).items).toEqual([]);
  });

  it("R4: an unknown or malformed ID is not found", async () => {
    for (const id of ["V0000000000000000", "V1", "nobody", "%00", "V000000000000000%30"])
      expect(await browser.refused("GET", `${base}/contacts/${id}`)).toMatchObject({ code: "not_found" });
  });

  it("R12: show a claimed device besides the contact's own, and its values as alternatives", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const claimant = await arrive("Mallory", "ann@example.com");
    const contact = await read(ann.id);
    expect(contact.name).toBe("Ann");
    expect(contact.devices).toMatchObject([
      { visitor: ann.id, relation: "founder" },
      { visitor: claimant.id, relation: "attached", proven: false },
    ]);
    expect(contact.details.filter(({ device }) => device === claimant.id)).toMatchObject([
      { field: "name", value: "Mallory", status: "alternative", proven: false },
    ]);
    expect(await read(claimant.id)).toMatchObject({
      contactSince: null,
      details: [],
      devices: [{ relation: "attached" }],
    });
    expect(await names("Mallory")).toEqual([]);
  });

  it("R12: a detached device is a contact of its own, with its conversations and search terms", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const claimant = await arrive("Mallory", "ann@example.com");
    const before = await read(ann.id);
    test.clock.pass(1_000);
    const detach = () => browser.ok(Contact, "POST", `${base}/devices/${claimant.id}/detach`);
    const own = await detach();
    expect(own).toMatchObject({
      id: claimant.id,
      contactSince: test.clock.now(),
      source: "form",
      name: "Mallory",
      devices: [{ visitor: claimant.id, relation: "founder", proven: false }],
    });
    expect(own.details.map(({ field, value, status }) => [field, value, status]).sort()).toEqual([
      ["email", "ann@example.com", "current"],
      ["name", "Mallory", "current"],
    ]);
    const after = await read(ann.id);
    expect(after.details).toEqual(before.details.filter(({ device }) => device === ann.id));
    expect(after.devices).toHaveLength(1);
    expect(await names("Mallory")).toEqual(["Mallory"]);
    expect(await names("Ann")).toEqual(expect.arrayContaining(["Ann", "Mallory"]));
    const { items } = await browser.ok(InboxPage, "GET", `${base}/conversations?contact=${claimant.id}`);
    expect(items).toMatchObject([{ claimed: false, person: { id: claimant.id, name: "Mallory" } }]);
    expect(await detach()).toEqual(own);
  });

  it("R12: detaching a device keeps the e-mail that an agent put first", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const write = (field: string, value: string) =>
      browser.ok(Contact, "POST", `${base}/contacts/${ann.id}/details`, { field, value });
    await write("email", "ann@work.example");
    const contact = await write("phone", "+4930111");
    await write("phone", "+4930222");
    const work = contact.details.find(({ value }) => value === "ann@work.example");
    await browser.ok(Contact, "POST", `${base}/contacts/${ann.id}/details/${work?.id}/first`);
    const listed = async () => (await list()).items.find(({ id }) => id === ann.id);
    expect(await listed()).toMatchObject({ email: "ann@work.example", phone: "+4930111" });
    const claimant = await arrive("Mallory", "ann@example.com");
    await browser.ok(Contact, "POST", `${base}/devices/${claimant.id}/detach`);
    expect(await listed()).toMatchObject({ email: "ann@work.example", phone: "+4930111" });
  });

  it("R12: later submissions of a detached device go to its own record", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const claimant = await arrive("Mallory", "ann@example.com");
    await browser.ok(Contact, "POST", `${base}/devices/${claimant.id}/detach`);
    const receipt = await claimant.submit({ name: "Mallory", email: "ann@example.com", message: "Again" });
    if (receipt.status !== "accepted") throw new Error("The submission was refused");
    const address = `${base}/conversations/${receipt.conversation}`;
    expect(await browser.ok(Conversation, "GET", address)).toMatchObject({
      claimed: false,
      person: { id: claimant.id },
    });
    expect((await read(ann.id)).devices).toHaveLength(1);
  });

  it("R12: detaching changes nothing for a founder, and finds no device of another property", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const before = await read(ann.id);
    expect(await browser.ok(Contact, "POST", `${base}/devices/${ann.id}/detach`)).toEqual(before);
    const { id } = await (
      await browser.send("POST", "/api/properties", { name: "Other", timeZone: "UTC" })
    ).json();
    expect(await browser.refused("POST", `/api/properties/${id}/devices/${ann.id}/detach`)).toMatchObject({
      code: "not_found",
    });
    expect(await browser.refused("GET", `/api/properties/${id}/contacts/${ann.id}`)).toMatchObject({
      code: "not_found",
    });
  });

  it("are published when their details change, but not when a submission only repeats them", async () => {
    const events: FoyerEvent[] = [];
    test.deps.bus.on((event) => void events.push(event));
    const people = () => events.splice(0).flatMap((event) => (event.kind === "person" ? event.person : []));
    const ann = await arrive("Ann", "ann@example.com");
    expect(people()).toEqual([ann.id]);
    await ann.submit({ name: "Ann", email: "ann@example.com", message: "Again" });
    expect(people()).toEqual([]);
    const mallory = await arrive("Mallory", "ann@example.com");
    expect(people().sort()).toEqual([ann.id, mallory.id].sort());
  });

  it("that may be the same person are suggested to agents on both contacts", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const bob = await arrive("Bob", "bob@example.com");
    await bob.submit({ name: "Bob", email: "ann@example.com", message: "Me too" });
    expect((await read(ann.id)).suggestions).toMatchObject([
      { reason: "same_email", other: { id: bob.id, name: "Bob", email: "bob@example.com" } },
    ]);
    expect((await read(bob.id)).suggestions).toMatchObject([{ other: { id: ann.id } }]);
  });
});
