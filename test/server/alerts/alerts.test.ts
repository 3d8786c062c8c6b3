import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { ALERT_LEASE, claimAlerts } from "../../../server/alerts/claim-alerts.ts";
import { removeOldAlerts } from "../../../server/alerts/erase-alerts.ts";
import { ALERT_GAP } from "../../../server/alerts/send-alerts.ts";
import { erasePerson } from "../../../server/people/erase-person.ts";
import { eraseContext } from "../../../server/services.ts";
import { AlertChannel } from "../../../shared/alert.ts";
import { Blocked, Notes } from "../../../shared/crm.ts";
import { doIn, say } from "../../support/acting.ts";
import { rowsOf } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, message } from "../../support/deliveries.ts";
import { type AlertHarness, startAlerts } from "./support.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describeEachDatabase("alerts", (open) => {
  let all: AlertHarness;
  beforeAll(async () => {
    all = await startAlerts(await open());
  });
  beforeEach(() => all.startOver());
  afterAll(() => all.service.stop());

  const heads = (channel?: string) => all.service.received(channel).map((text) => text.split("\n")[1]);
  const waiting = async () => (await rowsOf(all.test, "alerts")).filter(({ sent_at }) => sent_at === null);
  const inside = (conversation: string) => ({ property: all.property, conversation });
  const olga = () => ({ id: all.owner.me.agent.id, name: "Olga Owner" });

  it("tell of a new ticket at once, with a link and without name and words", async () => {
    await all.add();
    const { conversation } = await all.leaveMessage("Where is my order?");
    await all.worker.catchUp();
    expect(all.service.received()).toEqual([
      `**• Shop**\n• New ticket #1.\n[Open the ticket](https://chat.example.com/dashboard/${all.property}/inbox/all/${conversation})`,
    ]);
    await all.pass(HOUR);
    expect(all.service.received()).toHaveLength(1);
  });

  it("contain the name and the words only if the owner says so", async () => {
    await all.add({ includeMessage: true });
    await all.leaveMessage("Where is\nmy order?");
    await all.worker.catchUp();
    expect(all.service.received()[0]).toContain("• New ticket #1 from Ann.\n“Where is my order?”\n");
  });

  it("tell of a chat when it has waited for as long as the channel says, once", async () => {
    await all.add({ waitSeconds: 60 });
    const { visitor, conversation } = await all.startChat("Hello");
    await all.worker.catchUp();
    await all.pass(59 * SECOND);
    expect(heads()).toEqual([]);
    await accepted(visitor, message(conversation, "Is anybody there?"));
    await all.pass(SECOND);
    expect(heads()).toEqual(["• A visitor has been waiting in the chat for 1 minute."]);
    await accepted(visitor, message(conversation, "Hello?"));
    await all.pass(HOUR);
    expect(heads()).toHaveLength(1);
  });

  it("do not tell of a chat that was answered, taken or closed in time", async () => {
    await all.add();
    const chats = [];
    for (const name of ["Ann", "Bob", "Cid"]) chats.push((await all.startChat("Hello", name)).conversation);
    await all.worker.catchUp();
    const [answered = "", taken = "", closed = ""] = chats;
    await doIn(all.test, inside(answered), olga(), say(all.test, "Hi"));
    await doIn(all.test, inside(taken), olga(), { kind: "assign", to: olga() });
    await doIn(all.test, inside(closed), olga(), { kind: "set_status", to: "closed" });
    await all.pass(30 * SECOND);
    expect([heads(), await waiting()]).toEqual([[], []]);
  });

  it("tell of a chat whose assignee has left", async () => {
    await all.add();
    const { conversation } = await all.startChat("Hello");
    await doIn(all.test, inside(conversation), olga(), { kind: "assign", to: olga() });
    const response = await all.owner.browser.send("PUT", "/api/presence", { status: "away" });
    expect(response.ok).toBe(true);
    await all.worker.catchUp();
    await all.pass(30 * SECOND);
    expect(heads()).toEqual(["• A visitor has been waiting in the chat for 30 seconds."]);
  });

  it("do not tell of every pause of somebody who answers slowly", async () => {
    await all.add();
    const { visitor, conversation } = await all.startChat("Hello");
    await doIn(all.test, inside(conversation), olga(), say(all.test, "Hi"));
    all.test.clock.pass(SECOND);
    await accepted(visitor, message(conversation, "One more thing"));
    await all.worker.catchUp();
    await all.pass(40 * SECOND);
    expect(heads()).toEqual([]);
  });

  it("tell of mentions in conversations and in notes about contacts, once for a note", async () => {
    await all.add({ kinds: { waiting_chat: false, new_ticket: false, mention: true } });
    const { visitor, conversation } = await all.leaveMessage("Hello");
    await doIn(all.test, inside(conversation), olga(), say(all.test, "Ask @Olga Owner", "note"));
    await all.worker.catchUp();
    const note = { text: "See @Olga Owner", mentions: [olga().id] };
    const { items } = await all.owner.browser.ok(
      Notes,
      "POST",
      `${all.base}/contacts/${visitor.id}/notes`,
      note,
    );
    expect(items).toHaveLength(1);
    await all.test.parts.notificationWorker.catchUp();
    await all.pass(ALERT_GAP);
    expect(
      all.service.received().map((text) => text.replaceAll(all.property, "shop").split("\n").slice(1)),
    ).toEqual([
      [
        "• Olga Owner mentioned Olga Owner in a note.",
        `[Open the note](https://chat.example.com/dashboard/shop/inbox/all/${conversation})`,
      ],
      [
        "• Olga Owner mentioned Olga Owner in a note.",
        `[Open the note](https://chat.example.com/dashboard/shop/contacts/${visitor.id})`,
      ],
    ]);
  });

  it("fold what comes at once, and keep the pace that services ask for", async () => {
    await all.add();
    for (const name of ["Ann", "Bob", "Cid", "Dee", "Eve"]) await all.leaveMessage("Hello", name);
    await all.worker.catchUp();
    expect(heads()).toEqual(["• 5 new tickets."]);
    await all.leaveMessage("Hello", "Fay");
    await all.pass(ALERT_GAP - 1);
    expect(heads()).toHaveLength(1);
    await all.pass(1);
    expect(heads()).toEqual(["• 5 new tickets.", "• New ticket #6."]);
  });

  it("wait in quiet hours by the property's clock, and then tell what is still open", async () => {
    await all.add({ quietHours: { from: 12 * 60, to: 13 * 60 } });
    const solved = await all.leaveMessage("Solved meanwhile");
    await all.leaveMessage("Still open", "Bob");
    await all.pass(HOUR - 1);
    expect(heads()).toEqual([]);
    await doIn(all.test, inside(solved.conversation), olga(), { kind: "set_status", to: "solved" });
    await all.pass(1);
    expect(heads()).toEqual(["• New ticket #2."]);
  });

  it("a channel hears only its kinds, only what came after it, and only of its property", async () => {
    await all.leaveMessage("Before", "Old");
    await all.add({ kinds: { waiting_chat: false, new_ticket: true, mention: false } }, "tickets");
    await all.add({ kinds: { waiting_chat: true, new_ticket: false, mention: false } }, "chats");
    await all.leaveMessage("Hello");
    await all.startChat("Hello", "Bob");
    await all.pass(30 * SECOND);
    expect(heads("tickets")).toEqual(["• New ticket #2."]);
    expect(heads("chats")).toEqual(["• A visitor has been waiting in the chat for 30 seconds."]);
  });

  it("of blocked people and of programs nobody is told", async () => {
    await all.add();
    const { visitor } = await all.leaveMessage("Hello");
    await all.owner.browser.ok(Blocked, "PUT", `${all.base}/visitors/${visitor.id}/block`);
    await all.worker.catchUp();
    expect([heads(), await waiting()]).toEqual([[], []]);
  });

  it("R26 of an erased person nothing waits and nothing is sent", async () => {
    await all.add({ quietHours: { from: 12 * 60, to: 13 * 60 } });
    const { visitor } = await all.leaveMessage("Hello");
    await all.worker.catchUp();
    expect(await waiting()).toHaveLength(1);
    const { deps } = all.test;
    await deps.database.write((tx) => erasePerson(tx, all.property, visitor.id, eraseContext(deps)));
    expect(await rowsOf(all.test, "alerts")).toEqual([]);
    await all.pass(HOUR);
    expect(heads()).toEqual([]);
  });

  it("are tried again when the service has a fault, and wait as long as it asks", async () => {
    const { id } = await all.add();
    all.service.answer(() => ({ status: 429, headers: { "retry-after": "90" } }));
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    expect((await all.channel(id))?.lastFailure).toMatchObject({ code: "rate_limited" });
    all.service.answer();
    await all.pass(90 * SECOND - 1);
    expect(heads()).toHaveLength(1);
    await all.pass(SECOND + 1);
    expect(heads()).toEqual(["• New ticket #1.", "• New ticket #1."]);
    expect(await all.channel(id)).toMatchObject({ lastFailure: null, lastSentAt: all.test.deps.now() });
  });

  it("that wait for a day are of no use any more", async () => {
    await all.add();
    all.service.answer(() => "cut");
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    all.service.answer();
    await all.pass(25 * HOUR);
    expect([heads(), await waiting()]).toEqual([["• New ticket #1."], []]);
  });

  it("a channel that is gone is paused, and its admins are told by mail and in the audit log", async () => {
    const { id } = await all.add();
    all.service.answer(() => ({ status: 410 }));
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    expect(await all.channel(id)).toMatchObject({
      paused: { reason: "gone" },
      lastFailure: { code: "not_found" },
    });
    const mails = await rowsOf(all.test, "mails");
    expect(mails.map(({ recipient_key, subject }) => [recipient_key, subject])).toEqual([
      ["owner@example.com", "Alerts to team are paused"],
    ]);
    expect(mails[0]?.text).toContain(`https://chat.example.com/dashboard/${all.property}/settings/alerts`);
    const audit = (await rowsOf(all.test, "audit_log")).filter((one) => one.property_id === all.property);
    expect(audit.find(({ action }) => action === "alert_channel_paused")).toMatchObject({
      actor_name: "Foyer",
      details: JSON.stringify({ names: ["team"] }),
    });
    expect(await waiting()).toEqual([]);
  });

  it("a channel is paused by the third refusal, and hears nothing of the pause when it is resumed", async () => {
    const { id } = await all.add();
    all.service.answer(() => ({ status: 404 }));
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    await all.pass(30 * SECOND);
    expect(await all.channel(id)).toMatchObject({ paused: null });
    await all.pass(30 * SECOND);
    expect(await all.channel(id)).toMatchObject({ paused: { reason: "refused" } });
    all.service.answer();
    all.service.forget();
    await all.leaveMessage("While it is paused", "Bob");
    await all.worker.catchUp();
    await all.owner.browser.ok(AlertChannel, "POST", `${all.base}/alert-channels/${id}/resume`);
    await all.leaveMessage("Afterwards", "Cid");
    await all.pass(HOUR);
    expect(heads()).toEqual(["• New ticket #3."]);
  });

  it("one channel that does not answer does not delay another", async () => {
    await all.add({}, "dead");
    await all.add({}, "alive");
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    all.service.answer(async (channel) => {
      if (channel === "dead") await released;
      return { status: 200 };
    });
    await all.leaveMessage("Hello");
    const done = all.worker.catchUp();
    await expect.poll(() => heads("alive")).toEqual(["• New ticket #1."]);
    release();
    await done;
    expect(heads("dead")).toEqual(["• New ticket #1."]);
  });

  it("what a dead process has claimed is sent by another, and what was written is sent once", async () => {
    await all.add();
    await all.leaveMessage("Hello");
    const { database } = all.test.deps;
    // another process has recorded and claimed it, and died
    await all.worker.stop();
    const dead = all.createWorker();
    all.service.answer(() => "cut");
    await dead.catchUp();
    all.service.answer();
    all.service.forget();
    all.test.clock.pass(2 * SECOND);
    const claim = { runner: "dead", now: all.test.deps.now(), limit: 10, except: [] };
    expect(await claimAlerts(database, claim)).toHaveLength(1);
    const [one, other] = [all.createWorker(), all.createWorker()];
    await Promise.all([one.catchUp(), other.catchUp()]);
    expect(heads()).toEqual([]);
    all.test.clock.pass(ALERT_LEASE + 1);
    await Promise.all([one.catchUp(), other.catchUp()]);
    expect(heads()).toEqual(["• New ticket #1."]);
    all.test.clock.pass(HOUR);
    await Promise.all([one.catchUp(), other.catchUp()]);
    expect(heads()).toHaveLength(1);
  });

  it("that were sent are forgotten after a week", async () => {
    await all.add();
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    const { database, now } = all.test.deps;
    await database.write((tx) => removeOldAlerts(tx, now() + 7 * 24 * HOUR));
    expect(await rowsOf(all.test, "alerts")).toHaveLength(1);
    await database.write((tx) => removeOldAlerts(tx, now() + 7 * 24 * HOUR + 1));
    expect(await rowsOf(all.test, "alerts")).toEqual([]);
  });
});
