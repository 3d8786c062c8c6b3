import { randomBytes } from "node:crypto";
import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import * as z from "zod/mini";
import { removeExcessEvents } from "../../../server/activity/housekeeping.ts";
import { startTaggingConversations } from "../../../server/activity/tag-conversations.ts";
import { runHousekeeping } from "../../../server/housekeeping.ts";
import { ActivityAnswer, type ActivityEntry } from "../../../shared/activity.ts";
import { Contact, Named } from "../../../shared/contact.ts";
import { Conversation, ConversationSummary } from "../../../shared/conversation.ts";
import { TimelinePage } from "../../../shared/crm.ts";
import { PersonExport } from "../../../shared/person-export.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted } from "../../support/deliveries.ts";

const DAY = 86_400_000;
const batchId = () => randomBytes(16).toString("hex");
const ANN = { name: "Ann", email: "ann@example.com", message: "Hello" };

describeEachDatabase("what a page says about its visitor", (open) => {
  let test: TestApp;
  let admin: AgentBrowser;
  let property: string;
  let base: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser: admin, property } = await setUpFoyer(test));
    base = `/api/properties/${property}`;
    for (const [key, type] of [
      ["plan", "text"],
      ["seats", "number"],
    ])
      await admin.send("PUT", `${base}/attributes/${key}`, {
        label: key,
        type,
        choices: [],
        position: 0,
      });
  });

  const arrive = async () => {
    test.clock.pass(1_000);
    const one = new BrowserVisitor(test.app, property);
    await one.visit();
    return one;
  };
  const post = (from: BrowserVisitor, entries: readonly unknown[], id = batchId()) =>
    from.post("activity", { token: from.token, id, entries });
  const say = async (from: BrowserVisitor, ...entries: ActivityEntry[]) => {
    test.clock.pass(1_000);
    const response = await post(from, entries);
    expect(response.status, await response.clone().text()).toBe(200);
    return z.parse(ActivityAnswer, await response.json()).ignored;
  };
  const set = (from: BrowserVisitor, attributes: Record<string, unknown>) =>
    say(from, { kind: "set", attributes });
  const event = (name: string, data?: unknown, page = "https://example.com/cart"): ActivityEntry => ({
    kind: "event",
    name,
    data,
    page,
    ago: 0,
  });
  const custom = async (id: string) =>
    (await admin.ok(Contact, "GET", `${base}/contacts/${id}`)).details
      .filter(({ field }) => field.startsWith("custom:"))
      .map(({ field, value, status, source }) => [field.slice(7), value, status, source]);
  const eventsOf = async (id: string) =>
    (await admin.ok(TimelinePage, "GET", `${base}/contacts/${id}/timeline`)).items.flatMap((item) =>
      item.kind === "event" ? [item] : [],
    );
  const addTag = (name: string) => admin.ok(Named, "POST", `${base}/tags`, { name });
  const tagsOf = async (conversation: string) =>
    (await admin.ok(Conversation, "GET", `${base}/conversations/${conversation}`)).tags.map(
      ({ name }) => name,
    );

  it("attributes are stored with a visitor who is no contact, and only those that the property defines", async () => {
    const visitor = await arrive();
    expect(await set(visitor, { plan: "Pro", seats: 12, hair: "red" })).toEqual(["attributes.hair"]);
    expect(await set(visitor, { seats: "many" })).toEqual(["attributes.seats"]);
    expect(await custom(visitor.id)).toEqual([
      ["plan", "Pro", "current", "browser"],
      ["seats", "12", "current", "browser"],
    ]);
    expect((await rowsOf(test, "visitors")).find(({ id }) => id === visitor.id)?.contact_since).toBeNull();
  });

  it("the last value counts, and what is said every second leaves no rows", async () => {
    const visitor = await arrive();
    await visitor.submit(ANN);
    for (let seats = 1; seats <= 5; seats++) await set(visitor, { seats });
    await say(
      visitor,
      { kind: "set", attributes: { seats: 6 } },
      { kind: "set", attributes: { seats: 7, plan: "Pro" } },
      { kind: "set", attributes: { plan: null } },
    );
    expect(await custom(visitor.id)).toEqual([["seats", "7", "current", "browser"]]);
    expect((await rowsOf(test, "details")).filter(({ field }) => field === "custom:seats")).toMatchObject([
      { previous: "5" },
    ]);
  });

  it("R11: what agents have said stays, and a page removes only what a page has said", async () => {
    const visitor = await arrive();
    await visitor.submit(ANN);
    await admin.ok(Contact, "POST", `${base}/contacts/${visitor.id}/details`, {
      field: "custom:plan",
      value: "Gold",
    });
    await set(visitor, { plan: "Free", seats: 3 });
    await set(visitor, { plan: "Basic" });
    expect(await custom(visitor.id)).toEqual([
      ["plan", "Gold", "current", "agent"],
      ["seats", "3", "current", "browser"],
      ["plan", "Basic", "alternative", "browser"],
    ]);
    await set(visitor, { plan: null, seats: null });
    expect(await custom(visitor.id)).toEqual([["plan", "Gold", "current", "agent"]]);
  });

  it("R12: a device that only claims an e-mail changes nothing of its owner", async () => {
    const [owner, other] = [await arrive(), await arrive()];
    await owner.submit(ANN);
    await set(owner, { plan: "Gold" });
    await other.submit(ANN);
    const answer = await set(other, { plan: "Free", seats: 1 });
    await set(other, { plan: null });
    await set(other, { plan: "Free" });
    expect(answer).toEqual([]);
    expect(await custom(owner.id)).toEqual([
      ["plan", "Gold", "current", "browser"],
      ["plan", "Free", "alternative", "browser"],
      ["seats", "1", "alternative", "browser"],
    ]);
  });

  it("R24: events are in the timeline, without secrets in their addresses", async () => {
    const visitor = await arrive();
    const ignored = await say(
      visitor,
      event(
        "order placed",
        { total: 12.5, gift: true, url: "https://example.com/?token=abc&a=1", list: [1], none: null },
        "https://example.com/cart?email=ann@example.com",
      ),
      event("  "),
      event("x".repeat(101)),
    );
    expect(ignored).toEqual(["events.order placed.list", "events", "events"]);
    expect(await eventsOf(visitor.id)).toMatchObject([
      {
        name: "order placed",
        data: [
          ["total", 12.5],
          ["gift", true],
          ["url", "https://example.com/?a=1"],
        ],
        page: "https://example.com/cart",
        device: visitor.id,
        at: test.clock.now(),
      },
    ]);
    await visitor.submit(ANN);
    const { events } = await admin.ok(PersonExport, "GET", `${base}/contacts/${visitor.id}/export`);
    expect(events).toMatchObject([{ name: "order placed" }]);
  });

  it("a batch that is sent twice counts once", async () => {
    const visitor = await arrive();
    const id = batchId();
    for (const _ of [1, 2, 3])
      expect(
        (await post(visitor, [event("order"), { kind: "set", attributes: { plan: "A" } }], id)).status,
      ).toBe(200);
    await set(visitor, { plan: "B" });
    await post(visitor, [{ kind: "set", attributes: { plan: "A" } }], id);
    expect(await eventsOf(visitor.id)).toHaveLength(1);
    expect(await custom(visitor.id)).toEqual([["plan", "B", "current", "browser"]]);
  });

  it("tags go to the open conversation, by the names that the property has", async () => {
    for (const name of ["VIP", "Shop"]) await addTag(name);
    const visitor = await arrive();
    const { conversation } = await accepted(visitor, submission(ANN));
    expect(await say(visitor, { kind: "tag", tags: ["vip", "Gold", "Shop"] })).toEqual(["tags.Gold"]);
    expect(await tagsOf(conversation)).toEqual(["Shop", "VIP"]);
    await say(visitor, { kind: "untag", tags: ["Shop"] });
    expect(await tagsOf(conversation)).toEqual(["VIP"]);
    await say(visitor, { kind: "tag", tags: ["Shop"] });
    expect(await tagsOf(conversation)).toEqual(["Shop", "VIP"]);
    expect(await rowsOf(test, "tags")).toHaveLength(2);
  });

  it("an agent's removal of a tag counts, and a page removes no tag of an agent's", async () => {
    const [vip, shop] = [await addTag("VIP"), await addTag("Shop")];
    const visitor = await arrive();
    const { conversation } = await accepted(visitor, submission(ANN));
    await say(visitor, { kind: "tag", tags: ["VIP"] });
    await admin.ok(ConversationSummary, "PATCH", `${base}/conversations/${conversation}`, {
      tags: [shop.id],
    });
    for (const kind of ["tag", "untag", "tag"] as const) await say(visitor, { kind, tags: ["VIP", "Shop"] });
    expect(await tagsOf(conversation), "the agent's own is there once").toEqual(["Shop"]);
    await admin.ok(ConversationSummary, "PATCH", `${base}/conversations/${conversation}`, { tags: [vip.id] });
    await say(visitor, { kind: "untag", tags: ["VIP"] });
    expect(await tagsOf(conversation)).toEqual(["VIP"]);
  });

  it("a conversation that begins later gets the tags, of which a page gives ten at most", async () => {
    onTestFinished(startTaggingConversations(test.parts));
    const names = Array.from({ length: 12 }, (_, index) => `Tag ${index}`);
    for (const name of names) await addTag(name);
    const visitor = await arrive();
    await say(visitor, { kind: "tag", tags: names });
    const { conversation } = await accepted(visitor, submission(ANN));
    await vi.waitFor(async () => expect(await tagsOf(conversation)).toHaveLength(10));
  });

  it("R24, R25: it is removed with a visitor who left nothing else", async () => {
    await addTag("VIP");
    const [one, other] = [await arrive(), await arrive()];
    for (const visitor of [one, other])
      await say(
        visitor,
        { kind: "set", attributes: { plan: "A" } },
        { kind: "tag", tags: ["VIP"] },
        event("x"),
      );
    await one.post("forget", { visitor: one.id, proof: one.proof });
    const left = async () => {
      const tables = ["visitors", "visits", "details", "visitor_events", "page_tags"] as const;
      const counts = tables.map(async (table) => (await rowsOf(test, table)).length);
      return Promise.all(counts);
    };
    expect(await left()).toEqual([1, 1, 1, 1, 1]);
    test.clock.pass(91 * DAY);
    await runHousekeeping(test.deps);
    expect(await left()).toEqual([0, 0, 0, 0, 0]);
    expect(await rowsOf(test, "activity_batches")).toEqual([]);
  });

  it("R24: events of contacts stay, and a deleted tag leaves nothing", async () => {
    const tag = await addTag("VIP");
    const visitor = await arrive();
    await visitor.submit(ANN);
    await say(visitor, event("order"), { kind: "tag", tags: ["VIP"] });
    await admin.send("DELETE", `${base}/tags/${tag.id}`);
    expect(await rowsOf(test, "page_tags")).toEqual([]);
    test.clock.pass(91 * DAY);
    await runHousekeeping(test.deps);
    expect(await rowsOf(test, "visitor_events")).toHaveLength(1);
    await test.deps.database.write((tx) => removeExcessEvents(tx, property, 0));
    expect(await rowsOf(test, "visitor_events")).toEqual([]);
  });

  it("R33: where visitors have to be signed in, what a page says of others is not stored", async () => {
    await addProperty(test.deps, { signedInOnly: true }, "closed0001");
    const visitor = new BrowserVisitor(test.app, "closed0001");
    await visitor.visit();
    expect(
      await say(
        visitor,
        { kind: "set", attributes: { plan: "A" } },
        { kind: "tag", tags: ["VIP"] },
        event("x"),
      ),
    ).toEqual(["attributes.plan", "tags.VIP"]);
    expect(await rowsOf(test, "details")).toEqual([]);
    expect(await rowsOf(test, "visitor_events")).toHaveLength(1);
  });
});
