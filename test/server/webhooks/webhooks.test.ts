import { EventEmitter, once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { saveMailSettings } from "../../../server/mail/settings/mail-account.ts";
import { Contact, Named } from "../../../shared/contact.ts";
import { Message } from "../../../shared/conversation.ts";
import { MergeResult } from "../../../shared/crm.ts";
import { WebhookDeliveryDetail, WebhookEndpoint, WebhookSecret } from "../../../shared/webhook.ts";
import { doIn, say } from "../../support/acting.ts";
import { rowsOf } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { uuid } from "../../support/deliveries.ts";
import { addIdentitySecret, signToken } from "../../support/identity-tokens.ts";
import { mailSettings } from "../../support/mails.ts";
import { startWebhooks, type WebhookHarness } from "./support.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BO = { id: "bo", name: "Bo" };

describeEachDatabase("webhooks", (open) => {
  let all: WebhookHarness;
  beforeAll(async () => {
    all = await startWebhooks(await open());
  });
  beforeEach(() => all.startOver());
  afterAll(() => all.receiver.stop());

  const conversationOf = async (visitor: string) =>
    (await rowsOf(all.test, "conversations")).find((row) => row.visitor_id === visitor)?.id ?? "";

  it("R35: a form is told of as a contact, a submission, a conversation and its message, signed", async () => {
    const { secret } = await all.addEndpoint();
    const ann = await all.submit("Ann", "ann@example.com");
    await all.worker.catchUp();
    expect(all.types().sort()).toEqual([
      "contact.created",
      "conversation.opened",
      "message.created",
      "submission.received",
    ]);
    all.receiver.verify(secret);
    const [created] = all.receiver.received.filter(({ type }) => type === "contact.created");
    expect(created?.data).toMatchObject({
      contact: { id: ann.id, name: "Ann", emails: ["ann@example.com"], source: "form", tags: [] },
    });
    expect(created?.id).toMatch(/^evt_[0-9a-f]{32}$/);
    const [submission] = all.receiver.received.filter(({ type }) => type === "submission.received");
    expect(submission?.data).toMatchObject({
      visitor: ann.id,
      contact: { name: "Ann" },
      submission: { form: "pre_chat" },
    });
  });

  it("R35: what agents do is told of: values, tags, merges, answers, ratings, tickets", async () => {
    await all.addEndpoint();
    const ann = await all.submit("Ann", "ann@example.com");
    const bob = await all.submit("Bob", "bob@example.com");
    await all.worker.catchUp();
    all.types();
    const { browser, base } = all;
    const tag = await browser.ok(Named, "POST", `${base}/tags`, { name: "VIP" });
    await browser.ok(Contact, "PUT", `${base}/contacts/${ann.id}/tags`, { tags: [tag.id] });
    await all.worker.catchUp();
    expect(all.types()).toEqual(["contact.updated"]);
    expect(all.receiver.received.at(-1)?.data.contact.tags).toEqual(["VIP"]);
    const contacts = [ann.id, bob.id];
    await browser.ok(MergeResult, "POST", `${base}/contacts/merge`, { contacts });
    await all.worker.catchUp();
    expect(all.types()).toEqual(["contact.merged"]);
    expect(all.receiver.received.at(-1)?.data).toMatchObject({
      contact: { id: ann.id, emails: ["ann@example.com", "bob@example.com"] },
      absorbed: [bob.id],
    });
    const conversation = await conversationOf(ann.id);
    const text = { id: uuid(), kind: "message", text: "Hello", files: [] };
    await browser.ok(Message, "POST", `${base}/conversations/${conversation}/messages`, text);
    await all.worker.catchUp();
    expect(all.types()).toEqual(["message.created"]);
    expect(all.receiver.received.at(-1)?.data).toMatchObject({
      message: { text: "Hello", author: "agent" },
      conversation: { id: conversation, contact: { id: ann.id }, ticket: null },
    });
    const note = { id: uuid(), kind: "note", text: "Between us", files: [] };
    await browser.ok(Message, "POST", `${base}/conversations/${conversation}/messages`, note);
    const at = { property: all.property, conversation };
    await doIn(all.test, at, BO, { kind: "make_ticket", number: 7, subject: "Lamp" });
    await doIn(all.test, at, BO, { kind: "set_priority", priority: "high" });
    await doIn(all.test, at, null, { kind: "rate", rating: "good", text: "" });
    await doIn(all.test, at, BO, { kind: "set_status", to: "closed" });
    await all.worker.catchUp();
    expect(all.types()).toEqual([
      "ticket.created",
      "ticket.updated",
      "conversation.rated",
      "ticket.updated",
      "conversation.closed",
    ]);
    expect(all.receiver.received.at(-1)?.data.conversation).toMatchObject({
      status: "closed",
      rating: "good",
      ticket: { number: 7, priority: "high" },
    });
    expect(JSON.stringify(all.receiver.received)).not.toContain("Between us");
  });

  it("R33, R35: a visitor who is proven by a one-time code or by a signature is told of as identified", async () => {
    await all.addEndpoint({ events: ["visitor.identified"] });
    const saved = {
      property: all.property,
      version: 0,
      settings: mailSettings(25),
      now: all.test.deps.now(),
    };
    await all.test.deps.database.write((tx) => saveMailSettings(tx, saved));
    const ann = await all.submit("Ann", "ann@example.com");
    const laptop = new BrowserVisitor(all.test.app, all.property);
    await laptop.visit();
    const { token } = laptop;
    expect((await laptop.post("codes", { token, email: "ann@example.com" })).status).toBe(204);
    const mails = await rowsOf(all.test, "mails");
    const code = /^\d{6}$/m.exec(mails.find(({ kind }) => kind === "one_time_code")?.text ?? "")?.[0];
    expect((await laptop.post("proofs", { token, email: "ann@example.com", code })).status).toBe(204);
    await all.worker.catchUp();
    expect(all.receiver.received.map(({ type, data }) => [type, data])).toEqual([
      ["visitor.identified", { visitor: laptop.id, contact: expect.objectContaining({ id: ann.id }) }],
    ]);

    const { secret } = await addIdentitySecret(all.browser, all.property);
    const bob = new BrowserVisitor(all.test.app, all.property);
    await bob.visit();
    const claims = { user_id: "42", name: "Bob", email: "bob@example.com" };
    const jwt = await signToken(secret, claims, { at: all.test.clock.now() });
    const proof = { kind: "token", token: bob.token, jwt };
    expect((await bob.post("identities", proof)).status).toBe(200);
    await all.worker.catchUp();
    expect(all.types()).toEqual(["visitor.identified", "visitor.identified"]);
    expect(all.receiver.received.at(-1)?.data).toMatchObject({
      visitor: bob.id,
      contact: { id: bob.id, userId: "42", emails: ["bob@example.com"] },
    });
  });

  it("R35: an endpoint gets the events that it has chosen, of its property only, and nothing while it is switched off", async () => {
    const { endpoint } = await all.addEndpoint({ events: ["contact.created"] });
    await all.submit("Ann", "ann@example.com");
    await all.worker.catchUp();
    expect(all.types()).toEqual(["contact.created"]);
    const path = `${all.base}/webhooks/${endpoint.id}`;
    await all.browser.ok(WebhookEndpoint, "PATCH", path, { enabled: false });
    await all.submit("Bob", "bob@example.com");
    await all.worker.catchUp();
    await all.browser.ok(WebhookEndpoint, "PATCH", path, { enabled: true });
    await all.worker.catchUp();
    expect(all.types()).toEqual([]);
    expect(await rowsOf(all.test, "webhook_events")).toHaveLength(1);
  });

  it("R35: nothing is told of what was rolled back", async () => {
    await all.addEndpoint();
    const ann = await all.submit("Ann", "ann@example.com");
    await all.worker.catchUp();
    all.types();
    const { property } = all;
    const change = (person: string, isFailing: boolean) =>
      all.test.deps.database.write(async (tx) => {
        tx.publish({ kind: "person", property, person });
        if (isFailing) throw new Error("no");
      });
    const bob = await all.submit("Bob", "bob@example.com");
    await all.worker.catchUp();
    all.types();
    // three jobs of one commit, of which one is rolled back
    const ends = await Promise.allSettled([
      change(ann.id, true),
      change(bob.id, false),
      change(ann.id, true),
    ]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected"]);
    await all.worker.catchUp();
    expect(all.types()).toEqual(["contact.updated"]);
    expect(all.receiver.received.at(-1)?.data.contact.id).toBe(bob.id);
  });

  it("R35: a refused event holds back its own conversation only, and comes with one ID in order", async () => {
    const { endpoint } = await all.addEndpoint({ events: ["message.created"] });
    const ann = await all.submit("Ann", "ann@example.com");
    const bob = await all.submit("Bob", "bob@example.com");
    await all.worker.catchUp();
    all.types();
    const [first, second] = [await conversationOf(ann.id), await conversationOf(bob.id)];
    const at = (conversation: string) => ({ property: all.property, conversation });
    all.receiver.answer(({ data }) => ({ status: data.message.text === "one" ? 500 : 200 }));
    const before = all.receiver.received.length;
    await doIn(all.test, at(first), BO, say(all.test, "one"));
    await doIn(all.test, at(first), BO, say(all.test, "two"));
    await doIn(all.test, at(second), BO, say(all.test, "other"));
    await all.worker.catchUp();
    const texts = () => all.receiver.received.slice(before).map(({ data }) => data.message.text);
    expect(texts().sort()).toEqual(["one", "other"]);
    expect(
      (await all.deliveries(endpoint.id)).slice(0, 3).map(({ state, status }) => [state, status]),
    ).toEqual([
      ["delivered", 200],
      ["waiting", null],
      ["waiting", 500],
    ]);
    all.receiver.answer();
    await all.pass(5 * SECOND);
    await all.worker.catchUp();
    expect(texts().slice(2)).toEqual(["one", "two"]);
    const ids = all.receiver.received.slice(before).filter(({ data }) => data.message.text === "one");
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
  });

  it("R35: Retry-After is respected", async () => {
    const { endpoint } = await all.addEndpoint({ events: ["contact.created"] });
    all.receiver.answer(() => ({ status: 429, headers: { "Retry-After": "3600" } }));
    await all.submit("Ann", "ann@example.com");
    await all.worker.catchUp();
    await all.pass(HOUR - SECOND);
    expect(all.receiver.received).toHaveLength(1);
    all.receiver.answer();
    await all.pass(SECOND);
    expect(all.receiver.received).toHaveLength(2);
    expect(await all.deliveries(endpoint.id)).toMatchObject([{ state: "delivered", attempts: 2 }]);
  });

  it("R35: 410 ends the subscription, and what waits is cancelled", async () => {
    const { endpoint } = await all.addEndpoint({ events: ["message.created"] });
    const ann = await all.submit("Ann", "ann@example.com");
    const conversation = await conversationOf(ann.id);
    await doIn(all.test, { property: all.property, conversation }, BO, say(all.test, "two"));
    all.receiver.answer(() => ({ status: 410 }));
    await all.worker.catchUp();
    expect(all.receiver.received).toHaveLength(1);
    expect(await all.endpoint(endpoint.id)).toMatchObject({ state: "gone" });
    expect((await all.deliveries(endpoint.id)).map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
    await all.pass(4 * DAY);
    expect(all.receiver.received).toHaveLength(1);
  });

  it("R35: an endpoint that fails for three days is paused, its admins are told, and it goes on when one resumes it", async () => {
    const { deps } = all.test;
    const { endpoint } = await all.addEndpoint({ events: ["contact.created"] });
    const saved = { property: all.property, version: 0, settings: mailSettings(25), now: deps.now() };
    await deps.database.write((tx) => saveMailSettings(tx, saved));
    all.receiver.answer(() => "cut");
    await all.submit("Ann", "ann@example.com");
    await all.worker.catchUp();
    for (let hours = 0; hours < 73; hours += 6) await all.pass(6 * HOUR);
    expect(await all.endpoint(endpoint.id)).toMatchObject({ state: "paused" });
    const mails = (await rowsOf(all.test, "mails")).filter(({ kind }) => kind === "admin_notice");
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(endpoint.url);
    expect(mails[0]?.text).toContain(`https://chat.example.com/dashboard/${all.property}/settings/webhooks`);
    all.receiver.answer();
    const path = `${all.base}/webhooks/${endpoint.id}`;
    await all.browser.ok(WebhookEndpoint, "PATCH", path, { enabled: true });
    await all.submit("Bob", "bob@example.com");
    await all.worker.catchUp();
    expect(all.receiver.received.at(-1)?.data.contact.name).toBe("Bob");
    expect(await all.endpoint(endpoint.id)).toMatchObject({ state: "enabled", failingSince: null });
  });

  it("R35: a second process sends nothing that the first one sends, and takes over what a dead one left", async () => {
    const { endpoint } = await all.addEndpoint({ events: ["contact.created"] });
    const signals = new EventEmitter();
    const [arrived, go] = [once(signals, "arrived"), once(signals, "go")];
    all.receiver.answer(async () => {
      signals.emit("arrived");
      await go;
      return { status: 200 };
    });
    await all.submit("Ann", "ann@example.com");
    const first = all.worker.catchUp();
    await arrived;
    const other = all.createWorker();
    await other.catchUp();
    expect(all.receiver.received).toHaveLength(1);
    // as if the first had died: its lease runs out
    all.test.clock.pass(11 * SECOND);
    all.receiver.answer();
    await other.catchUp();
    expect(all.receiver.received.map(({ id }) => id)).toHaveLength(2);
    expect(new Set(all.receiver.received.map(({ id }) => id)).size).toBe(1);
    signals.emit("go");
    await first;
    expect(await all.deliveries(endpoint.id)).toMatchObject([{ state: "delivered", attempts: 2 }]);
  });

  it("R35: both secrets sign for a day after a rotation, then the new one alone", async () => {
    const { endpoint, secret: old } = await all.addEndpoint({ events: ["contact.created"] });
    const path = `${all.base}/webhooks/${endpoint.id}/secret`;
    const { secret } = await all.browser.ok(WebhookSecret, "POST", path);
    expect(secret).toMatch(/^whsec_/);
    expect(await all.browser.ok(WebhookSecret, "GET", path)).toEqual({ secret });
    await all.submit("Ann", "ann@example.com");
    await all.worker.catchUp();
    all.receiver.verify(secret);
    all.receiver.verify(old);
    expect(all.receiver.received[0]?.headers["webhook-signature"]).toMatch(/^v1,\S+ v1,\S+$/);
    all.test.clock.pass(DAY);
    await all.submit("Bob", "bob@example.com");
    await all.worker.catchUp();
    expect(all.receiver.received[1]?.headers["webhook-signature"]).toMatch(/^v1,\S+$/);
  });

  it("sends a test and an old event again, and shows request, answer and time", async () => {
    const { endpoint } = await all.addEndpoint({ events: ["contact.created"] });
    const path = `${all.base}/webhooks/${endpoint.id}`;
    await all.submit("Ann", "ann@example.com");
    all.receiver.answer(() => ({ status: 201, body: "thanks" }));
    const test = await all.browser.ok(WebhookDeliveryDetail, "POST", `${path}/test`);
    expect(test).toMatchObject({ type: "test", state: "waiting", attempts: 0 });
    await all.worker.catchUp();
    expect(await all.browser.ok(WebhookDeliveryDetail, "GET", `${path}/deliveries/${test.id}`)).toMatchObject(
      {
        state: "delivered",
        status: 201,
        answer: "thanks",
        attempts: 1,
        failure: null,
        duration: 0,
        request: all.receiver.received.find(({ type }) => type === "test")?.body,
      },
    );
    const [, created] = await all.deliveries(endpoint.id);
    await all.browser.ok(WebhookDeliveryDetail, "POST", `${path}/deliveries/${created?.id}/retry`);
    await all.worker.catchUp();
    const bodies = all.receiver.received.filter(({ id }) => id === created?.id).map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    expect(new Set(bodies).size).toBe(1);
  });

  it("R26: erasing a person removes what webhooks hold about them, and tells the endpoints their ID", async () => {
    await all.addEndpoint();
    all.receiver.answer(() => ({ status: 500, body: "xyzzy was not found" }));
    const ann = await all.submit("xyzzy", "xyzzy@example.com");
    await all.worker.catchUp();
    const response = await all.browser.send("DELETE", `${all.base}/contacts/${ann.id}`);
    expect(response.status).toBe(200);
    const rows = [
      ...(await rowsOf(all.test, "webhook_events")),
      ...(await rowsOf(all.test, "webhook_deliveries")),
    ];
    expect(JSON.stringify(rows)).not.toContain("xyzzy");
    all.receiver.answer();
    all.types();
    await all.worker.catchUp();
    expect(all.types()).toEqual(["contact.erased"]);
    expect(all.receiver.received.at(-1)?.data).toEqual({ id: ann.id });
  });
});
