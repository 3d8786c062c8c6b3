import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { claimPush, PUSH_GAP, PUSH_LEASE } from "../../../server/notifications/push/claim-push.ts";
import { saveSubscription } from "../../../server/notifications/push/subscriptions.ts";
import { erasePerson } from "../../../server/people/erase-person.ts";
import { eraseContext } from "../../../server/services.ts";
import { Blocked, Notes } from "../../../shared/crm.ts";
import { doIn, say } from "../../support/acting.ts";
import { rowsOf } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, message } from "../../support/deliveries.ts";
import type { PushTestBrowser } from "../../support/push-service.ts";
import { type NotificationHarness, startNotifications } from "./support.ts";

const HOUR = 3_600_000;

describeEachDatabase("Web Push", (open) => {
  let all: NotificationHarness;
  let phone: PushTestBrowser;
  beforeAll(async () => {
    all = await startNotifications(await open());
  });
  beforeEach(async () => {
    await all.startOver();
    phone = await all.subscribe(all.olga);
  });
  afterAll(() => all.service.stop());

  const texts = (browser = phone) => browser.received.map(({ payload }) => payload.body);
  const titles = (browser = phone) => browser.received.map(({ payload }) => payload.title);

  it("tells of a message while nobody is there, encrypted for the browser and signed by the server", async () => {
    const { conversation } = await all.leaveMessage("Where is\nmy order?");
    await all.worker.catchUp();
    expect(phone.received).toHaveLength(1);
    const [received] = phone.received;
    expect(received?.payload).toEqual({
      title: "Ann · Shop",
      body: "Where is my order?",
      path: `/dashboard/${all.property}/inbox/all/${conversation}`,
      tag: `${all.property} ${conversation}`,
      unread: 1,
    });
    expect(received?.headers).toMatchObject({
      "content-encoding": "aes128gcm",
      ttl: "86400",
      urgency: "high",
    });
    expect(received?.headers.topic).toMatch(/^[\w-]{32}$/);
    expect(received?.claims).toMatchObject({ sub: "https://chat.example.com" });
    await all.worker.catchUp();
    expect(phone.received).toHaveLength(1);
    expect((await rowsOf(all.test, "notifications")).filter(({ target }) => target !== "mail")).toEqual([]);
  });

  it("the longest texts make a message that every push service takes", async () => {
    await all.leaveMessage('𝒳\u202e\\"'.repeat(900), "名".repeat(60));
    await all.worker.catchUp();
    expect(phone.received[0]?.size).toBeLessThan(3_000);
  });

  it("of a message nobody is told while an agent is there", async () => {
    await all.join(all.bo);
    await all.presence(all.bo, "available");
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    expect(texts()).toEqual([]);
  });

  it("later messages of a conversation have the topic of the first, and replace it", async () => {
    const { visitor, conversation } = await all.leaveMessage("One");
    await all.worker.catchUp();
    await accepted(visitor, message(conversation, "Two"));
    await accepted(visitor, message(conversation, "Three"));
    await all.worker.catchUp();
    expect(texts()).toEqual(["One"]);
    await all.pass(PUSH_GAP);
    expect(texts()).toEqual(["One", "Three"]);
    expect(new Set(phone.received.map(({ headers }) => headers.topic)).size).toBe(1);
  });

  it("many conversations at once are one message, which names nobody", async () => {
    for (const name of ["Ann", "Bob", "Cid", "Dee"]) await all.leaveMessage(`I am ${name}`, name);
    await all.worker.catchUp();
    expect(phone.received.map(({ payload }) => payload)).toEqual([
      {
        title: "4 conversations wait for you",
        body: "Shop",
        path: `/dashboard/${all.property}/inbox/all`,
        tag: `${all.property} waiting`,
        unread: 4,
      },
    ]);
  });

  it("tells of an assignment and of mentions, not those who made them", async () => {
    const { bo } = all;
    await all.join(bo);
    const laptop = await all.subscribe(bo);
    for (const agent of [bo, all.olga]) await all.presence(agent, "available");
    const { conversation } = await all.leaveMessage("Hello");
    await all.worker.catchUp();
    const owner = { id: all.olga.id, name: "Olga Owner" };
    const where = { property: all.property, conversation };
    await doIn(all.test, where, owner, { kind: "assign", to: { id: bo.id, name: "bo" } });
    await all.worker.catchUp();
    await all.pass(PUSH_GAP);
    await doIn(all.test, where, { id: bo.id, name: "bo" }, say(all.test, "Ask @Olga Owner or @bo", "note"));
    await all.worker.catchUp();
    expect([titles(laptop), texts(laptop)]).toEqual([["Assigned to you: Ann · Shop"], ["Hello"]]);
    expect([titles(), texts()]).toEqual([["You were mentioned: Ann · Shop"], ["Ask @Olga Owner or @bo"]]);
  });

  it("tells of a mention in a note about a contact, once", async () => {
    const { bo } = all;
    await all.join(bo);
    const laptop = await all.subscribe(bo);
    const { visitor } = await all.leaveMessage("Hello");
    await all.presence(bo, "available");
    await all.worker.catchUp();
    const notes = `${all.base}/contacts/${visitor.id}/notes`;
    const { items } = await all.olga.browser.ok(Notes, "POST", notes, { text: "See @bo", mentions: [bo.id] });
    await all.olga.browser.ok(Notes, "PATCH", `${notes}/${items[0]?.id}`, {
      text: "See @bo!",
      mentions: [bo.id],
    });
    await all.worker.catchUp();
    await all.pass(HOUR);
    expect(laptop.received.map(({ payload }) => [payload.title, payload.body, payload.path])).toEqual([
      ["You were mentioned: Ann · Shop", "See @bo!", `/dashboard/${all.property}/contacts/${visitor.id}`],
    ]);
  });

  it("in quiet hours nothing comes; afterwards, what still waits", async () => {
    await all.beQuiet(all.olga);
    const read = await all.leaveMessage("Read by somebody", "Bob");
    await all.leaveMessage("Nobody has read this");
    await all.pass(HOUR - 1);
    expect(texts()).toEqual([]);
    await doIn(
      all.test,
      { property: all.property, conversation: read.conversation },
      { id: "x", name: "X" },
      {
        kind: "read",
        sequence: 99,
      },
    );
    await all.pass(1);
    expect(texts()).toEqual(["Nobody has read this"]);
  });

  it("an agent who turns a road off gets nothing more by it, not even what waits", async () => {
    await all.beQuiet(all.olga);
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    await all.choose(all.olga, { new_message: { mail: false, push: false } });
    await all.pass(2 * HOUR);
    expect([texts(), await all.mails()]).toEqual([[], []]);
  });

  it.each([404, 410])("a subscription that the push service does not know (%i) leaves", async (status) => {
    const laptop = await all.subscribe(all.olga);
    all.service.answer(() => ({ status }));
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    expect(await rowsOf(all.test, "push_subscriptions")).toEqual([]);
    all.service.answer();
    await all.pass(2 * HOUR);
    expect([...texts(), ...texts(laptop)]).toEqual([]);
  });

  it.each([
    ["answers 503", () => ({ status: 503 }) as const],
    ["answers 429", () => ({ status: 429, headers: { "Retry-After": "60" } }) as const],
    ["cuts the connection", () => "cut" as const],
  ])("a message to a push service that %s is sent again until it is accepted", async (_, reply) => {
    all.service.answer(reply);
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    await all.pass(60_000);
    expect(texts()).toEqual([]);
    all.service.answer();
    await all.pass(60_000);
    expect(texts()).toEqual(["Hello"]);
    await all.pass(HOUR);
    expect(texts()).toEqual(["Hello"]);
  });

  it("one browser that cannot be reached does not hold up the others", async () => {
    const laptop = await all.subscribe(all.olga);
    let first = true;
    all.service.answer(() => {
      const reply = first ? ("cut" as const) : { status: 201 };
      first = false;
      return reply;
    });
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    expect([...texts(), ...texts(laptop)]).toEqual(["Hello"]);
    await all.pass(60_000);
    expect([texts(), texts(laptop)]).toEqual([["Hello"], ["Hello"]]);
  });

  it("what a process that died has claimed is sent by another, and by that one only", async () => {
    await all.leaveMessage("Hello");
    all.service.answer(() => ({ status: 503 }));
    await all.worker.catchUp();
    await all.test.deps.database.write((tx) => tx.updateTable("notifications").set({ due_at: 0 }).execute());
    const claim = { runner: "dead", now: all.test.clock.now(), limit: 5, except: [] };
    expect(await claimPush(all.test.deps.database, claim)).toHaveLength(1);
    all.service.answer();
    const other = all.createWorker();
    await other.catchUp();
    expect(texts()).toEqual([]);
    all.test.clock.pass(PUSH_LEASE + 1);
    await Promise.all([other.catchUp(), all.worker.catchUp()]);
    expect(texts()).toEqual(["Hello"]);
  });

  it("two processes that work at once tell once", async () => {
    const workers = [all.worker, all.createWorker(), all.createWorker()];
    for (const text of ["One", "Two", "Three"]) await all.leaveMessage(text, text);
    await Promise.all(workers.map((worker) => worker.catchUp()));
    await all.pass(HOUR);
    expect(texts().sort()).toEqual(["One", "Three", "Two"]);
  });

  it("a message that comes while an earlier one is being sent is told too", async () => {
    const { visitor, conversation } = await all.leaveMessage("One");
    let hasWritten = false;
    all.service.answer(async () => {
      if (!hasWritten) {
        hasWritten = true;
        await accepted(visitor, message(conversation, "Two"));
        await all.createWorker().catchUp();
      }
      return { status: 201 };
    });
    await all.worker.catchUp();
    await all.pass(PUSH_GAP);
    expect(texts()).toEqual(["One", "Two"]);
  });

  it("whoever has left the team, or is signed out, gets nothing, not even what waits", async () => {
    const { bo } = all;
    await all.join(bo);
    const { cy } = all;
    await all.join(cy);
    const subscribed = [await all.subscribe(bo), await all.subscribe(cy)];
    all.service.answer(() => ({ status: 503 }));
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    await all.olga.browser.send("DELETE", `${all.base}/team/${bo.id}`);
    await cy.browser.send("POST", "/api/sign-out");
    all.service.answer();
    await all.pass(60_000);
    await all.leaveMessage("More", "Bob");
    await all.pass(60_000);
    expect([texts(), ...subscribed.map(texts)]).toEqual([["Hello", "More"], [], []]);
  });

  it("R26: of an erased or a blocked person nothing is told", async () => {
    all.service.answer(() => ({ status: 503 }));
    const ann = await all.leaveMessage("I am erased");
    const bob = await all.leaveMessage("I am blocked", "Bob");
    await all.worker.catchUp();
    const { deps } = all.test;
    await deps.database.write((tx) => erasePerson(tx, all.property, ann.visitor.id, eraseContext(deps)));
    await all.olga.browser.ok(Blocked, "PUT", `${all.base}/visitors/${bob.visitor.id}/block`);
    expect((await rowsOf(all.test, "notifications")).map(({ about_id }) => about_id)).not.toContain(
      ann.conversation,
    );
    all.service.answer();
    await all.pass(HOUR);
    expect(texts()).toEqual([]);
  });

  it("another agent of the same browser takes it over", async () => {
    const { bo } = all;
    await all.join(bo);
    const { subscription } = phone;
    const path = "/api/me/push-subscription";
    expect((await bo.browser.send("PUT", path, subscription)).status).toBe(200);
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    const rows = await rowsOf(all.test, "push_subscriptions");
    expect(rows.map(({ agent_id }) => agent_id)).toEqual([bo.id]);
    expect(texts()).toEqual(["Hello"]);
  });

  it("an agent sees and ends their own browsers only", async () => {
    const { bo } = all;
    await all.join(bo);
    const [row] = await rowsOf(all.test, "push_subscriptions");
    const path = `/api/me/push-subscriptions/${row?.id}`;
    expect(await bo.browser.refused("DELETE", path)).toMatchObject({ code: "not_found" });
    expect((await all.olga.browser.send("DELETE", path)).status).toBe(200);
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    expect(texts()).toEqual([]);
  });

  it("keeps twenty browsers of an agent, and drops the oldest", async () => {
    const [{ agent_id = "", session_id = "" } = {}] = await rowsOf(all.test, "push_subscriptions");
    for (let now = 1; now <= 21; now++)
      await all.test.deps.database.write((tx) =>
        saveSubscription(
          tx,
          { id: `s${now}`, agent: agent_id, session: session_id, browser: "", now },
          all.service.subscribe().subscription,
        ),
      );
    const ids = (await rowsOf(all.test, "push_subscriptions")).map(({ created_at }) => created_at);
    expect(ids).toHaveLength(20);
    // the one of the set-up is the newest
    expect(Math.min(...ids)).toBe(3);
  });
});
