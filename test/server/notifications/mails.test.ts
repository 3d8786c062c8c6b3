import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { erasePerson } from "../../../server/people/erase-person.ts";
import { eraseContext } from "../../../server/services.ts";
import { NotificationSettings } from "../../../shared/notifications.ts";
import { doIn, say } from "../../support/acting.ts";
import { rowsOf } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, message } from "../../support/deliveries.ts";
import { type NotificationHarness, startNotifications } from "./support.ts";

const MINUTE = 60_000;

describeEachDatabase("notifications by mail", (open) => {
  let all: NotificationHarness;
  beforeAll(async () => {
    all = await startNotifications(await open());
  });
  beforeEach(() => all.startOver());
  afterAll(() => all.service.stop());

  it("tells of a message that nobody has read in two minutes, with the link and how to end these mails", async () => {
    const { conversation } = await all.leaveMessage("Where is my order?");
    await all.worker.catchUp();
    await all.pass(2 * MINUTE - 1);
    expect(await all.mails()).toEqual([]);
    await all.pass(1);
    expect(await all.mails()).toEqual(["owner@example.com: New message from Ann"]);
    const [mail] = await rowsOf(all.test, "mails");
    const { text, headers, automatic } = mail ?? { text: "", headers: "{}" };
    expect(automatic).toBe(1);
    expect(text).toContain("Where is my order?");
    expect(text).toContain(`https://chat.example.com/dashboard/${all.property}/inbox/all/${conversation}`);
    expect(JSON.parse(headers)).toMatchObject({
      "Auto-Submitted": "auto-generated",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
    await all.pass(60 * MINUTE);
    expect(await all.mails()).toHaveLength(1);
  });

  it.each([
    ["has read it", { kind: "read", sequence: 99 } as const],
    ["has taken it", { kind: "take" } as const],
    ["has closed it as a program's", { kind: "mark_suspicious", on: true } as const],
  ])("tells nothing if a colleague %s in the meantime", async (_, action) => {
    const { conversation } = await all.leaveMessage("Hello");
    await all.worker.catchUp();
    await doIn(all.test, { property: all.property, conversation }, { id: "bo", name: "Bo" }, action);
    await all.pass(2 * MINUTE);
    expect(await all.mails()).toEqual([]);
    expect(await rowsOf(all.test, "notifications")).toEqual([]);
  });

  it("tells nothing to an agent who has come in the meantime", async () => {
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    all.test.clock.pass(2 * MINUTE);
    await all.presence(all.olga, "available");
    await all.worker.catchUp();
    expect(await all.mails()).toEqual([]);
  });

  it("sends an agent one mail in ten minutes: it says how many conversations wait, and names nobody", async () => {
    await all.leaveMessage("One");
    await all.worker.catchUp();
    await all.pass(2 * MINUTE);
    for (const name of ["Bob", "Cid", "Dee"]) await all.leaveMessage(name, name);
    await all.worker.catchUp();
    await all.pass(9 * MINUTE);
    expect(await all.mails()).toHaveLength(1);
    await all.pass(MINUTE);
    expect((await all.mails())[1]).toBe("owner@example.com: 3 conversations wait for you");
    const { text, html } =
      (await rowsOf(all.test, "mails")).find(({ subject }) => subject.startsWith("3")) ?? {};
    expect(`${text}${html}`).not.toMatch(/Bob|Cid|Dee/);
  });

  it("several messages of a conversation are one mail, with the last", async () => {
    const { visitor, conversation } = await all.leaveMessage("One");
    await all.worker.catchUp();
    await accepted(visitor, message(conversation, "Two"));
    await all.pass(2 * MINUTE);
    expect(await all.mails()).toEqual(["owner@example.com: New message from Ann"]);
    expect((await rowsOf(all.test, "mails"))[0]?.text).toContain("Two");
  });

  it("tells of an assignment and of mentions in the words of each", async () => {
    const { bo } = all;
    await all.join(bo);
    const { conversation } = await all.leaveMessage("Hello");
    const where = { property: all.property, conversation };
    const olga = { id: all.olga.id, name: "Olga Owner" };
    await doIn(all.test, where, olga, { kind: "assign", to: { id: bo.id, name: "bo" } });
    await all.worker.catchUp();
    await all.pass(2 * MINUTE);
    await doIn(all.test, where, olga, say(all.test, "What do you think, @bo?", "note"));
    await all.worker.catchUp();
    await all.pass(10 * MINUTE);
    expect(await all.mails()).toEqual([
      "bo@example.com: Assigned to you: the conversation with Ann",
      "bo@example.com: You were mentioned in a note about Ann",
    ]);
  });

  it("tells only the agents of the property", async () => {
    const { bo } = all;
    await all.join(bo);
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    await all.olga.browser.send("DELETE", `${all.base}/team/${bo.id}`);
    await all.pass(2 * MINUTE);
    expect(await all.mails()).toEqual(["owner@example.com: New message from Ann"]);
  });

  it("without a mail server, nothing is queued", async () => {
    await all.test.deps.database.write((tx) => tx.deleteFrom("mail_settings").execute());
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    await all.pass(10 * MINUTE);
    expect([await rowsOf(all.test, "mails"), await rowsOf(all.test, "notifications")]).toEqual([[], []]);
  });

  it("two processes queue one mail", async () => {
    await all.leaveMessage("Hello");
    const workers = [all.worker, all.createWorker()];
    await Promise.all(workers.map((worker) => worker.catchUp()));
    all.test.clock.pass(2 * MINUTE);
    await Promise.all(workers.map((worker) => worker.catchUp()));
    expect(await all.mails()).toHaveLength(1);
  });

  it("a message that was committed while no process worked is told later", async () => {
    await all.leaveMessage("Hello");
    const cursors = await rowsOf(all.test, "notification_cursors");
    expect(cursors.map(({ property_id }) => property_id)).not.toContain(all.property);
    const later = all.createWorker();
    await later.catchUp();
    await all.pass(2 * MINUTE);
    expect(await all.mails()).toHaveLength(1);
  });

  it("R26: the mail about a person is erased with them", async () => {
    const { visitor } = await all.leaveMessage("Hello");
    await all.worker.catchUp();
    await all.pass(2 * MINUTE);
    expect(await all.mails()).toHaveLength(1);
    const { deps } = all.test;
    await deps.database.write((tx) => erasePerson(tx, all.property, visitor.id, eraseContext(deps)));
    expect(await all.mails()).toEqual([]);
  });

  it("the link in a mail ends all mails of its agent without a session, by POST only", async () => {
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    await all.pass(2 * MINUTE);
    const [mail] = await rowsOf(all.test, "mails");
    const [, url = ""] = /"List-Unsubscribe":"<([^>]+)>"/.exec(mail?.headers ?? "") ?? [];
    const { pathname } = new URL(url);
    const opened = await all.test.app.request(pathname);
    expect([opened.status, opened.headers.get("location")]).toEqual([302, "/dashboard/notifications"]);
    const read = () => all.olga.browser.ok(NotificationSettings, "GET", "/api/me/notifications");
    expect((await read()).preferences.new_message).toEqual({ mail: true, push: true });
    const body = "List-Unsubscribe=One-Click";
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const forged = await all.test.app.request(`${pathname}x`, { method: "POST", body, headers });
    expect(forged.status).toBe(410);
    const ended = await all.test.app.request(pathname, { method: "POST", body, headers });
    expect(ended.status).toBe(200);
    const { preferences } = await read();
    for (const kind of ["new_message", "assigned", "mentioned"] as const)
      expect(preferences[kind]).toEqual({ mail: false, push: true });
    await all.leaveMessage("More", "Bob");
    await all.worker.catchUp();
    await all.pass(60 * MINUTE);
    expect(await all.mails()).toHaveLength(1);
  });
});
