import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { queueMail } from "../../../server/mail/outbound/queue-mail.ts";
import type { AgentName } from "../../../shared/conversation.ts";
import { ConnectToken, type ToAgent } from "../../../shared/live.ts";
import { Property } from "../../../shared/property.ts";
import { OnlineVisitors } from "../../../shared/visitor.ts";
import { doIn, say } from "../../support/acting.ts";
import { type AgentBrowser, addColleague, setUpFoyer } from "../../support/agent.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import {
  agentClient,
  follow,
  LiveClient,
  type LiveServer,
  liveServer,
  visitorClient,
} from "../../support/live-client.ts";
import { mailDraft } from "../../support/mails.ts";

describeEachDatabase("a dashboard's live connection", (open) => {
  let test: TestApp;
  let server: LiveServer;
  let browser: AgentBrowser;
  let property: string;
  let agent: AgentName;
  beforeEach(async () => {
    test = await testApp(await open());
    const owner = await setUpFoyer(test);
    ({ browser, property } = owner);
    agent = { id: owner.me.agent.id, name: owner.me.agent.name };
    server = await liveServer(test);
  });
  afterEach(() => server.close());

  const arrive = async (where = property) => {
    const one = new BrowserVisitor(test.app, where);
    await one.visit();
    return one;
  };
  const begin = async (message: string, by?: BrowserVisitor) => {
    const visitor = by ?? (await arrive());
    const receipt = await visitor.submit({ name: "Ann", email: `${visitor.id}@example.com`, message });
    if (receipt.status !== "accepted") throw new Error("The submission was refused");
    return { property: visitor.property, conversation: receipt.conversation, visitor };
  };
  const colleague = () => addColleague(test, { browser, property }, "colleague@example.com", "agent");

  it("sends the changes since a sequence number, then each change, in contiguous frames", async () => {
    const chat = await begin("First");
    const client = await agentClient(server, browser);
    const caught = await follow(client, property, 0);
    expect(caught).toMatchObject({
      from: 0,
      reset: false,
      conversations: [{ id: chat.conversation, preview: "First" }],
      messages: [{ conversation: chat.conversation, message: { text: "First" } }],
    });
    await begin("Second");
    const second = await client.next("changes");
    expect(second).toMatchObject({ from: caught.sequence, conversations: [{ preview: "Second" }] });
    await doIn(test, chat, agent, say(test, "For us only", "note"));
    expect(await client.next("changes")).toMatchObject({
      from: second.sequence,
      messages: [{ message: { kind: "note", text: "For us only" } }],
    });
  });

  it("sends two conversations of one commit in one frame, so that a disconnect between them loses neither", async () => {
    const one = await begin("One");
    const two = await begin("Two", await arrive());
    const client = await agentClient(server, browser);
    await follow(client, property, 0);
    await Promise.all([
      doIn(test, one, agent, say(test, "To one"), say(test, "And again")),
      doIn(test, two, agent, say(test, "To two")),
    ]);
    const { conversations, messages } = await client.next("changes");
    expect(conversations).toHaveLength(2);
    expect(messages.map(({ message }) => message.text)).toEqual(["", "To one", "And again", "", "To two"]);
    expect(messages.map(({ message }) => message.sequence)).toEqual(
      messages.map(({ message }) => message.sequence).sort((a, b) => a - b),
    );
  });

  it("resets a client that is ahead of the server, or has missed too much", async () => {
    const client = await agentClient(server, browser);
    expect(await follow(client, property, 1_000)).toMatchObject({
      reset: true,
      sequence: 0,
      conversations: [],
    });
    const chat = await begin("Hello");
    await client.next("changes");
    await doIn(test, chat, agent, ...Array.from({ length: 220 }, (_, at) => say(test, String(at))));
    await client.next("changes");
    const { sequence, ...anew } = await follow(client, property, 1);
    expect(anew).toMatchObject({ reset: true, messages: [] });
    expect(await follow(client, property, sequence)).toMatchObject({
      reset: false,
      from: sequence,
      messages: [],
    });
  });

  it("sends nothing of a property that is not followed, or no longer", async () => {
    const other = await browser.ok(Property, "POST", "/api/properties", { name: "Other", timeZone: "UTC" });
    const client = await agentClient(server, browser);
    await follow(client, property, 0);
    await begin("In the other one", await arrive(other.id));
    await client.settled();
    expect(client.unread("changes")).toEqual([]);
    client.send({ kind: "unfollow", property });
    await client.settled();
    await begin("Unheard");
    await client.settled();
    expect(client.unread("changes")).toEqual([]);
  });

  it("closes the connection of an agent who follows a property of others, before a byte of it is sent", async () => {
    const foreign = await addProperty(test.deps, {}, "foreign001");
    const client = await agentClient(server, browser);
    client.send({ kind: "follow", property: foreign, since: 0 });
    client.send({ kind: "watch_visitors", property: foreign, on: true });
    await begin("Secret", await arrive(foreign));
    server.pass(1);
    expect(await client.closed).toMatchObject({ code: 4401 });
    expect(JSON.stringify(client.frames)).not.toContain("Secret");
  });

  describe("a connect token", () => {
    const newToken = async (of = browser) => (await of.ok(ConnectToken, "POST", "/api/connect-token")).token;
    const hello = async (token: string) => {
      const client = await new LiveClient<ToAgent>(`${server.url}/api/live`, { origin: "" }).opened();
      client.send({ kind: "hello", token });
      return client;
    };

    it("opens one connection, once", async () => {
      const token = await newToken();
      await (await hello(token)).next("welcome");
      expect(await (await hello(token)).closed).toMatchObject({ code: 4401 });
    });

    it("is valid for a minute", async () => {
      const token = await newToken();
      test.clock.pass(60_000);
      expect(await (await hello(token)).closed).toMatchObject({ code: 4401 });
    });

    it("is revoked when its agent signs out", async () => {
      const token = await newToken();
      await browser.send("POST", "/api/sign-out");
      expect(await (await hello(token)).closed).toMatchObject({ code: 4401 });
    });

    it.each(["", "a.b.c.d.e", "a.b"])("is refused if it is malformed: %s", async (made) => {
      expect(await (await hello(made)).closed).toMatchObject({ code: 4401 });
    });

    it("is refused if it was changed", async () => {
      const token = await newToken();
      const forged = token.replace(agent.id, "somebody");
      expect(await (await hello(forged)).closed).toMatchObject({ code: 4401 });
    });

    it("needs a signed-in agent, and no page of another site can connect", async () => {
      const stranger = new BrowserVisitor(test.app, property);
      const response = await test.app.request("/api/connect-token", { method: "POST", headers: {} });
      expect(response.status).toBe(401);
      await expect(
        new LiveClient(`${server.url}/api/live`, { origin: stranger.headers.origin ?? "" }).opened(),
      ).rejects.toThrow("403 origin_not_allowed");
    });
  });

  it("closes when the agent signs out or leaves the team", async () => {
    const { browser: theirs, me } = await colleague();
    const mine = await agentClient(server, browser);
    const client = await agentClient(server, theirs);
    await follow(client, property, 0);
    await browser.send("DELETE", `/api/properties/${property}/team/${me.agent.id}`);
    expect(await client.closed).toMatchObject({ code: 4401 });
    await browser.send("POST", "/api/sign-out");
    expect(await mine.closed).toMatchObject({ code: 4401 });
  });

  it("lasts for an hour, then needs another connect token", async () => {
    const client = await agentClient(server, browser);
    test.clock.pass(3_600_000);
    server.pass(12);
    expect(await client.closed).toMatchObject({ code: 4401 });
  });

  describe("typing", () => {
    it("of a visitor is sent to agents, and ends after a time or with the connection", async () => {
      const chat = await begin("Hello");
      const client = await agentClient(server, browser);
      await follow(client, property, 0);
      const visitor = await visitorClient(server, chat.visitor);
      await visitor.next("changes");
      const frame = { kind: "typing", property, conversation: chat.conversation, agent: null } as const;
      const types = (on: boolean) => visitor.send({ kind: "typing", conversation: chat.conversation, on });
      types(true);
      expect(await client.next("typing")).toEqual({ ...frame, on: true });
      types(true);
      await visitor.settled();
      server.pass(4);
      await client.settled();
      expect(client.unread("typing")).toEqual([]);
      server.pass(2);
      expect(await client.next("typing")).toEqual({ ...frame, on: false });
      types(true);
      expect(await client.next("typing")).toEqual({ ...frame, on: true });
      types(false);
      expect(await client.next("typing")).toEqual({ ...frame, on: false });
      types(true);
      expect(await client.next("typing")).toEqual({ ...frame, on: true });
      await visitor.cut();
      expect(await client.next("typing")).toEqual({ ...frame, on: false });
    });

    it("that goes on is sent again for new connections, but not with every frame", async () => {
      const chat = await begin("Hello");
      const visitor = await visitorClient(server, chat.visitor);
      await visitor.next("changes");
      const types = () => visitor.send({ kind: "typing", conversation: chat.conversation, on: true });
      types();
      await visitor.settled();
      const late = await agentClient(server, browser);
      await follow(late, property, 0);
      types();
      await visitor.settled();
      server.pass(1);
      types();
      await visitor.settled();
      await late.settled();
      expect(late.unread("typing")).toEqual([]);
      server.pass(2);
      types();
      expect(await late.next("typing")).toMatchObject({ conversation: chat.conversation, on: true });
      server.pass(4);
      types();
      expect(await late.next("typing")).toMatchObject({ on: true });
    });

    it("of an agent is sent to the visitor and the other agents, of a note to agents only", async () => {
      const chat = await begin("Hello");
      const mine = await agentClient(server, browser);
      const theirs = await agentClient(server, (await colleague()).browser);
      for (const client of [mine, theirs]) await follow(client, property, 0);
      const visitor = await visitorClient(server, chat.visitor);
      await visitor.next("changes");
      const types = (on: boolean, note: boolean) =>
        mine.send({ kind: "typing", property, conversation: chat.conversation, on, note });
      types(true, true);
      expect(await theirs.next("typing")).toMatchObject({ agent, on: true });
      types(true, false);
      expect(await visitor.next("typing")).toEqual({
        kind: "typing",
        conversation: chat.conversation,
        agent: agent.name,
        on: true,
      });
      types(false, false);
      expect(await visitor.next("typing")).toMatchObject({ on: false });
      await mine.settled();
      expect(mine.unread("typing")).toEqual([]);
    });

    it("in another visitor's conversation, or in a property that is not followed, is not sent", async () => {
      const chat = await begin("Hello");
      const other = await begin("Other");
      const watching = await agentClient(server, browser);
      await follow(watching, property, 0);
      const visitor = await visitorClient(server, chat.visitor);
      await visitor.next("changes");
      visitor.send({ kind: "typing", conversation: other.conversation, on: true });
      const silent = await agentClient(server, (await colleague()).browser);
      silent.send({ kind: "typing", property, conversation: chat.conversation, on: true, note: false });
      for (const client of [visitor, silent, watching]) await client.settled();
      expect([...watching.unread("typing"), ...visitor.unread("typing")]).toEqual([]);
    });
  });

  describe("availability", () => {
    /** So many of the agent's connections are open, as far as the server has noticed. */
    const connected = (count: number) =>
      expect.poll(() => test.parts.connections.ofAgent(agent.id).length).toBe(count);
    const presence = (status: "available" | "away", of = browser) =>
      of.send("PUT", "/api/presence", { status });

    it("is sent to visitors and agents as soon as an agent comes or goes", async () => {
      const visitor = await visitorClient(server, await arrive());
      expect(await visitor.next("available")).toMatchObject({ available: false });
      const client = await agentClient(server, browser);
      await follow(client, property, 0);
      expect(await client.next("available")).toMatchObject({ available: false });
      await presence("available");
      expect(await visitor.next("available")).toMatchObject({ available: true });
      expect(await client.next("available")).toEqual({ kind: "available", property, available: true });
      await presence("away");
      expect(await visitor.next("available")).toMatchObject({ available: false });
    });

    it("is sent as it is now to a visitor who comes after a change that nobody was there to hear", async () => {
      await presence("available");
      const first = await visitorClient(server, await arrive());
      expect(await first.next("available")).toMatchObject({ available: true });
      await first.close();
      await expect.poll(() => [...test.parts.connections.visitorsOf(property)].length).toBe(0);
      await presence("away");
      const second = await visitorClient(server, await arrive());
      expect(await second.next("available")).toMatchObject({ available: false });
      await second.settled();
      expect(second.unread("available")).toEqual([]);
    });

    it("is sent when settings are saved, and when opening hours begin or end", async () => {
      await presence("available");
      const visitor = await visitorClient(server, await arrive());
      expect(await visitor.next("available")).toMatchObject({ available: true });
      const { settings, version } = await browser.ok(Property, "GET", `/api/properties/${property}`);
      // the clock stands at noon on a Monday, UTC
      const hours = Array.from({ length: 7 }, () => [{ from: 0, to: 12 * 60 }]);
      const save = { settings: { ...settings, timeZone: "UTC", hours }, version };
      await browser.send("PUT", `/api/properties/${property}`, save);
      expect(await visitor.next("available")).toMatchObject({ available: false });
      test.clock.pass(12 * 3_600_000);
      await presence("available");
      server.pass(12);
      expect(await visitor.next("available")).toMatchObject({ available: true });
    });

    it("ends when the last dashboard is closed, not when one of two is", async () => {
      await presence("available");
      const visitor = await visitorClient(server, await arrive());
      expect(await visitor.next("available")).toMatchObject({ available: true });
      const tabs = [await agentClient(server, browser), await agentClient(server, browser)];
      await tabs[0]?.close();
      await connected(1);
      server.pass(10);
      await visitor.settled();
      expect(visitor.unread("available")).toEqual([]);
      await tabs[1]?.close();
      await connected(0);
      const reloaded = await agentClient(server, browser);
      server.pass(10);
      await visitor.settled();
      expect(visitor.unread("available")).toEqual([]);
      await reloaded.close();
      await connected(0);
      server.pass(6);
      expect(await visitor.next("available")).toMatchObject({ available: false });
      await presence("available");
      expect(await visitor.next("available")).toMatchObject({ available: true });
    });
  });

  describe("online visitors", () => {
    /** The server has noticed that a visitor's connections are closed. */
    const noticed = ({ id }: BrowserVisitor) =>
      expect.poll(() => test.parts.connections.ofVisitor(property, id)).toEqual([]);
    const onSite = async () =>
      (await browser.ok(OnlineVisitors, "GET", `/api/properties/${property}/visitors`)).items;

    it("have opened a page within five minutes, or are connected", async () => {
      const quiet = await begin("Hello");
      const connected = await visitorClient(server, quiet.visitor);
      await connected.next("changes");
      await begin("Long gone");
      test.clock.pass(6 * 60_000);
      const newcomer = await arrive();
      const items = await onSite();
      expect(items.map(({ visitor }) => visitor)).toEqual([newcomer.id, quiet.visitor.id]);
      expect(items).toMatchObject([
        { connected: false, conversation: null, person: { name: null }, page: "https://example.com/pricing" },
        {
          connected: true,
          conversation: quiet.conversation,
          person: { name: "Ann" },
          visits: 1,
          country: null,
        },
      ]);
    });

    it("are sent to watching dashboards when they open a page or connect, and when they leave", async () => {
      const client = await agentClient(server, browser);
      await follow(client, property, 0);
      const unseen = await arrive();
      server.pass(1);
      client.send({ kind: "watch_visitors", property, on: true });
      await client.settled();
      const visitor = await arrive();
      server.pass(1);
      expect(await client.next("online_visitor")).toMatchObject({
        gone: false,
        visitor: { visitor: visitor.id, connected: false, page: "https://example.com/pricing" },
      });
      const live = await visitorClient(server, visitor);
      await live.next("changes");
      server.pass(1);
      expect(await client.next("online_visitor")).toMatchObject({
        gone: false,
        visitor: { connected: true },
      });
      await live.cut();
      await noticed(visitor);
      server.pass(4);
      await visitor.visit({ page: "https://example.com/next" });
      const back = await visitorClient(server, visitor);
      await back.next("changes");
      server.pass(1);
      expect(await client.next("online_visitor")).toMatchObject({
        gone: false,
        visitor: { connected: true, page: "https://example.com/next" },
      });
      await back.cut();
      await noticed(visitor);
      server.pass(7);
      expect(await client.next("online_visitor")).toMatchObject({
        gone: true,
        visitor: { connected: false },
      });
      client.send({ kind: "watch_visitors", property, on: false });
      await client.settled();
      await arrive();
      server.pass(2);
      await client.settled();
      expect(client.unread("online_visitor")).toEqual([]);
      expect(JSON.stringify(client.frames)).not.toContain(unseen.id);
    });

    it("are visible to the property's team only", async () => {
      const foreign = await addProperty(test.deps, {}, "foreign001");
      expect(await browser.refused("GET", `/api/properties/${foreign}/visitors`)).toMatchObject({
        code: "property_unknown",
      });
    });
  });

  it("reports a conversation whose mail was queued or has another state", async () => {
    const client = await agentClient(server, browser);
    await follow(client, property, 0);
    await test.deps.database.write((tx) => queueMail(tx, test.parts, mailDraft(property)));
    expect(await client.next("mail")).toEqual({ kind: "mail", property, conversation: "c1" });
  });

  it("reports a person whose details have changed", async () => {
    const client = await agentClient(server, browser);
    await follow(client, property, 0);
    const { visitor } = await begin("Hello");
    test.deps.bus.emit({ kind: "person", property, person: visitor.id, isOnlyAbout: true });
    expect(await client.next("person")).toEqual({ kind: "person", property, person: visitor.id });
  });
});
