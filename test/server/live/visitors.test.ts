import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { blockVisitor } from "../../../server/contacts/crm/blocks.ts";
import { lastSequence } from "../../../server/conversations/core/sequence.ts";
import type { AgentName } from "../../../shared/conversation.ts";
import type { DeliveryReceipts } from "../../../shared/delivery.ts";
import { uuidv7 } from "../../../shared/rules/uuid.ts";
import { doIn, say } from "../../support/acting.ts";
import { setUpFoyer } from "../../support/agent.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { uuid } from "../../support/deliveries.ts";
import { LiveClient, type LiveServer, liveServer, visitorClient } from "../../support/live-client.ts";

type Owner = Awaited<ReturnType<typeof setUpFoyer>>;

describeEachDatabase("a visitor's live connection", (open) => {
  let test: TestApp;
  let server: LiveServer;
  let property: string;
  let owner: Owner;
  let agent: AgentName;
  let visitor: BrowserVisitor;
  beforeEach(async () => {
    test = await testApp(await open());
    owner = await setUpFoyer(test);
    property = owner.property;
    agent = { id: owner.me.agent.id, name: owner.me.agent.name };
    server = await liveServer(test);
    visitor = await arrive();
  });
  afterEach(() => server.close());

  const arrive = async (where = property) => {
    const one = new BrowserVisitor(test.app, where);
    await one.visit();
    return one;
  };
  /** A conversation that a visitor has begun. */
  const begin = async (message = "Hello", by = visitor) => {
    const receipt = await by.submit({ name: "Ann", email: `${by.id}@example.com`, message });
    if (receipt.status !== "accepted") throw new Error("The submission was refused");
    return { property, conversation: receipt.conversation };
  };
  const write = async (conversation: string, ...texts: string[]) => {
    const messages = texts.map((text) => ({
      id: uuidv7(test.clock.now(), crypto.getRandomValues(new Uint8Array(8))),
      kind: "message",
      at: test.clock.now(),
      conversation,
      text,
      files: [],
    }));
    const response = await visitor.send(...messages);
    const { receipts } = (await response.json()) as DeliveryReceipts;
    for (const receipt of receipts) expect(receipt).toMatchObject({ status: "accepted" });
  };

  it("sends everything to a browser that has nothing", async () => {
    const { conversation } = await begin("Where is it?");
    const client = await visitorClient(server, visitor);
    expect(await client.next("changes")).toMatchObject({
      from: 0,
      reset: true,
      earlier: false,
      conversation: { id: conversation, status: "open", agent: null, unread: 0 },
      messages: [{ author: "visitor", text: "Where is it?", conversation }],
    });
    expect(await client.next("available")).toEqual({ kind: "available", available: false });
  });

  it("sends each change when it happens, in contiguous frames", async () => {
    const chat = await begin();
    const client = await visitorClient(server, visitor);
    let { sequence } = await client.next("changes");
    await begin("Somebody else's", await arrive());
    await doIn(test, chat, agent, say(test, "Good morning"));
    const first = await client.next("changes");
    expect(first).toMatchObject({
      from: sequence,
      reset: false,
      conversation: { id: chat.conversation, agent: "Olga Owner", unread: 1 },
      messages: [{ event: "taken" }, { author: "agent", agent: "Olga Owner", text: "Good morning" }],
    });
    sequence = first.sequence;
    const before = test.clock.now();
    test.clock.pass(5_000);
    await write(chat.conversation, "One", "Two");
    const second = await client.next("changes");
    expect(second).toMatchObject({ from: sequence, messages: [{ text: "One" }, { text: "Two" }] });
    // so that a browser whose clock is wrong knows how long it still waits
    expect([first.now, second.now]).toEqual([before, test.clock.now()]);
    await doIn(test, chat, agent, { kind: "read", sequence: second.sequence });
    expect(await client.next("changes")).toMatchObject({
      from: second.sequence,
      conversation: { agentRead: second.messages.at(-1)?.sequence },
      messages: [],
    });
  });

  it("sends a browser that reconnects what it has missed, and nothing twice", async () => {
    const chat = await begin();
    const before = await visitorClient(server, visitor);
    const { sequence } = await before.next("changes");
    await before.cut();
    await doIn(test, chat, agent, say(test, "Are you there?"));
    await doIn(test, chat, agent, say(test, "Well then"));
    const after = await visitorClient(server, visitor, { since: sequence });
    expect(await after.next("changes")).toMatchObject({
      from: sequence,
      reset: false,
      messages: [{ event: "taken" }, { text: "Are you there?" }, { text: "Well then" }],
    });
    await after.settled();
    expect(after.unread("changes")).toEqual([]);
  });

  it("R26: resets a browser whose conversations were erased to nothing", async () => {
    await begin("My secret");
    const { sequence } = await (await visitorClient(server, visitor)).next("changes");
    await owner.browser.send("DELETE", `/api/properties/${property}/contacts/${visitor.id}`);
    await visitor.visit();
    const client = await visitorClient(server, visitor, { since: sequence });
    expect(await client.next("changes")).toEqual({
      kind: "changes",
      from: sequence,
      sequence: expect.any(Number),
      reset: true,
      conversation: null,
      messages: [],
      earlier: false,
      now: test.clock.now(),
    });
    const { conversation } = await begin("Hello again");
    expect(await client.next("changes")).toMatchObject({ conversation: { id: conversation } });
  });

  it("leaves no gap and repeats nothing while others write and the connection breaks repeatedly", async () => {
    const chat = await begin("0");
    const got: string[] = [];
    let sequence = 0;
    let written = 0;
    const writing = (async () => {
      while (written < 60) {
        await doIn(test, chat, agent, say(test, String(++written)));
        if (written % 3 === 0) await begin("Others too", await arrive());
      }
    })();
    const take = (client: LiveClient<never> | Awaited<ReturnType<typeof visitorClient>>) => {
      for (const frame of client.frames) {
        if (frame.kind !== "changes") continue;
        expect(frame.from).toBe(sequence);
        expect(frame.reset).toBe(sequence === 0);
        got.push(...frame.messages.filter(({ author }) => author !== "event").map(({ text }) => text));
        sequence = frame.sequence;
      }
    };
    while (got.length < 61) {
      const client = await visitorClient(server, visitor, { since: sequence });
      await client.next("changes");
      await doIn(test, chat, agent, { kind: "read", sequence: 0 });
      await client.cut();
      take(client);
      if (written === 60) await writing;
    }
    expect(got).toEqual(Array.from({ length: 61 }, (_, at) => String(at)));
  });

  it("resets a browser that is ahead of the server, as after a restored backup", async () => {
    await begin();
    const client = await visitorClient(server, visitor, { since: 1_000_000 });
    expect(await client.next("changes")).toMatchObject({
      from: 1_000_000,
      sequence: await lastSequence(test.deps.database.read, property),
      reset: true,
      messages: [{ text: "Hello" }],
    });
  });

  it("resets a browser that has missed too much to the last 50 entries of all its conversations", async () => {
    const first = await begin("First");
    const client = await visitorClient(server, visitor);
    const { sequence } = await client.next("changes");
    await client.close();
    const second = await begin("Second");
    for (let at = 0; at < 210; at += 70)
      await doIn(
        test,
        at % 140 ? first : second,
        agent,
        ...Array.from({ length: 70 }, (_, one) => say(test, String(at + one))),
      );
    const again = await visitorClient(server, visitor, { since: sequence });
    const changes = await again.next("changes");
    expect(changes).toMatchObject({ reset: true, earlier: true, conversation: { id: second.conversation } });
    expect(changes.messages.map(({ text }) => text)).toEqual(
      Array.from({ length: 50 }, (_, at) => String(160 + at)),
    );
  });

  it("sends an empty change to a browser that is up to date, and continues from there", async () => {
    const chat = await begin();
    const first = await visitorClient(server, visitor);
    const { sequence } = await first.next("changes");
    const second = await visitorClient(server, visitor, { since: sequence });
    expect(await second.next("changes")).toMatchObject({
      from: sequence,
      sequence,
      messages: [],
      conversation: null,
    });
    await doIn(test, chat, agent, say(test, "To both"));
    for (const client of [first, second])
      expect(await client.next("changes")).toMatchObject({
        from: sequence,
        messages: [{}, { text: "To both" }],
      });
  });

  it("never reveals a note, that one was written, or an assignment", async () => {
    const chat = await begin();
    const client = await visitorClient(server, visitor);
    const { sequence } = await client.next("changes");
    await doIn(test, chat, agent, say(test, "A thief, surely", "note"));
    await client.settled();
    expect(client.unread("changes")).toEqual([]);
    await doIn(test, chat, { id: "colleague", name: "Cora" }, { kind: "assign", to: agent });
    expect(await client.next("changes")).toMatchObject({
      from: sequence,
      messages: [],
      conversation: { agent: "Olga Owner" },
    });
    await client.close();
    const again = await visitorClient(server, visitor, { since: sequence });
    expect(await again.next("changes")).toMatchObject({ reset: false, messages: [] });
    const anew = await visitorClient(server, visitor);
    expect((await anew.next("changes")).messages.map(({ text }) => text)).toEqual(["Hello"]);
  });

  it("stays with the last conversation when an earlier one changes", async () => {
    const old = await begin("Old");
    test.clock.pass(1_000);
    const client = await visitorClient(server, visitor);
    await client.next("changes");
    const latest = await begin("New");
    expect(await client.next("changes")).toMatchObject({ conversation: { id: latest.conversation } });
    await doIn(test, old, agent, say(test, "About the old one"));
    expect(await client.next("changes")).toMatchObject({
      conversation: null,
      messages: [{}, { text: "About the old one", conversation: old.conversation }],
    });
  });

  it("R12: sends a claimed device what it wrote itself, and nothing of the claimed contact", async () => {
    const victim = await begin("My secret is 1234");
    const thief = await arrive();
    await thief.submit({ name: "Ann", email: `${visitor.id}@example.com`, message: "It is me" });
    const client = await visitorClient(server, thief);
    expect((await client.next("changes")).messages.map(({ text }) => text)).toEqual(["It is me"]);
    await doIn(test, victim, agent, say(test, "For Ann only"));
    await client.settled();
    expect(client.unread("changes")).toEqual([]);
    expect(JSON.stringify(client.frames)).not.toContain("1234");
  });

  describe("admission", () => {
    const connect = (path: string, origin?: string) =>
      new LiveClient(`${server.url}${path}`, origin === undefined ? {} : { origin }).opened();

    it("refuses an unknown property, an unknown path and a foreign origin, each with a problem document", async () => {
      await addProperty(test.deps, { allowedOrigins: ["https://shop.example"] }, "walled0001");
      await expect(connect("/w/nosuch0000/live")).rejects.toThrow("404 property_unknown");
      await expect(connect("/w/live")).rejects.toThrow("404 not_found");
      await expect(connect("/api/other")).rejects.toThrow("404 not_found");
      await expect(connect("/w/walled0001/live", "https://evil.example")).rejects.toThrow(
        "403 origin_not_allowed",
      );
      await expect(connect("/w/walled0001/live", "")).rejects.toThrow("403 origin_not_allowed");
      await (await connect("/w/walled0001/live", "https://shop.example")).close();
    });

    it("refuses too many connections of one address", async () => {
      const strict = await testApp(test.deps.database, { addressLimit: 2 });
      const other = await liveServer(strict);
      const attempt = () => new LiveClient(`${other.url}/w/${property}/live`).opened();
      await attempt();
      await attempt();
      await expect(attempt()).rejects.toThrow("429 too_many_requests");
      await other.close();
    });

    it.each([
      ["no token", () => ""],
      ["a token that is none", () => "a.b.c.d.e"],
      ["a token with another signature", () => `${visitor.token.slice(0, -2)}xx`],
    ])("closes on %s", async (_, token) => {
      const client = await visitorClient(server, { property, token: token() });
      expect(await client.closed).toMatchObject({ code: 4401 });
      expect(client.frames).toEqual([]);
    });

    it("closes on a token of another property, and on an expired one", async () => {
      const other = await arrive(await addProperty(test.deps, {}, "other00001"));
      const foreign = await visitorClient(server, { property, token: other.token });
      expect(await foreign.closed).toMatchObject({ code: 4401 });
      test.clock.pass(31 * 24 * 3_600_000);
      const late = await visitorClient(server, visitor);
      expect(await late.closed).toMatchObject({ code: 4401 });
    });

    it("closes the connections of a removed visitor, and refuses the visitor's token", async () => {
      const client = await visitorClient(server, visitor);
      await client.next("changes");
      await test.deps.database.write((tx) =>
        tx.deleteFrom("visitors").where("id", "=", visitor.id).execute(),
      );
      test.deps.bus.emit({ kind: "visitor_revoked", property, visitor: visitor.id });
      expect(await client.closed).toMatchObject({ code: 4401 });
      expect(await (await visitorClient(server, visitor)).closed).toMatchObject({ code: 4401 });
    });

    it("R3: closes the connections of all browsers of a blocked contact at once, and no new one stays", async () => {
      await begin();
      const second = await arrive();
      await second.submit({ name: "Ann", email: `${visitor.id}@example.com`, message: "Me again" });
      const clients = [await visitorClient(server, visitor), await visitorClient(server, second)];
      for (const client of clients) await client.next("changes");
      await owner.browser.send("PUT", `/api/properties/${property}/visitors/${visitor.id}/block`);
      for (const client of clients) expect(await client.closed).toMatchObject({ code: 4401 });
      for (const one of [visitor, second]) {
        await one.visit();
        const client = await visitorClient(server, one);
        expect(await client.closed).toMatchObject({ code: 4401 });
        expect(client.frames).toEqual([]);
      }
    });

    it("R3: closes the connection of a contact that is merged into a blocked one, with the next heartbeat", async () => {
      await begin();
      const other = await arrive();
      await begin("Hello", other);
      await owner.browser.send("PUT", `/api/properties/${property}/visitors/${visitor.id}/block`);
      const client = await visitorClient(server, other);
      await client.next("changes");
      const merge = { contacts: [visitor.id, other.id], survivor: visitor.id };
      await owner.browser.send("POST", `/api/properties/${property}/contacts/merge`, merge);
      server.pass(26);
      expect(await client.closed).toMatchObject({ code: 4401 });
    });

    it("R3: closes the connection of a visitor whom another process has blocked, with the next heartbeat", async () => {
      const { deps, clock } = test;
      const block = { property, visitor: visitor.id, agent: agent.id, now: clock.now(), newId: uuid };
      const client = await visitorClient(server, visitor);
      await client.next("changes");
      // this process does not hear the events of another one
      await deps.database.publishingTo(() => undefined).write((tx) => blockVisitor(tx, block));
      server.pass(26);
      expect(await client.closed).toMatchObject({ code: 4401 });
    });

    it("closes a connection whose token expires", async () => {
      const client = await visitorClient(server, visitor);
      await client.next("changes");
      test.clock.pass(30 * 24 * 3_600_000);
      server.pass(12);
      expect(await client.closed).toMatchObject({ code: 4401 });
    });
  });
});
