import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { toSent } from "../../../../server/mail/outbound/change-mail.ts";
import { claimMails, LEASE, noteResult, recoverMails } from "../../../../server/mail/outbound/claim-mails.ts";
import { removeOldMails } from "../../../../server/mail/outbound/housekeeping.ts";
import type { MailDraft } from "../../../../server/mail/outbound/mail-draft.ts";
import { toMailInfo } from "../../../../server/mail/outbound/mail-rows.ts";
import { createMailWorker, type MailWorker } from "../../../../server/mail/outbound/mail-worker.ts";
import { noteBounce } from "../../../../server/mail/outbound/note-bounce.ts";
import { queueMail } from "../../../../server/mail/outbound/queue-mail.ts";
import { retryMail } from "../../../../server/mail/outbound/retry-mail.ts";
import { saveMailSettings } from "../../../../server/mail/settings/mail-account.ts";
import { createMailAccounts } from "../../../../server/mail/settings/mail-accounts.ts";
import type { FoyerEvent } from "../../../../shared/event.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../../support/app.ts";
import { describeEachDatabase } from "../../../support/databases.ts";
import { type MailServer, type MailServerBehavior, startMailServer } from "../../../support/mail-server.ts";
import { mailDraft, mailSettings } from "../../../support/mails.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long a condition is waited for, ms. */
const PATIENCE = 15_000;

describeEachDatabase("the queue of mails", (open) => {
  let test: TestApp;
  let property: string;
  let server: MailServer;
  let workers: MailWorker[];
  let worker: MailWorker;
  let version = 0;

  const useServer = async (port: number) => {
    const settings = mailSettings(port);
    await test.deps.database.write((tx) =>
      saveMailSettings(tx, { property, version: version++, settings, now: test.clock.now() }),
    );
  };
  const createWorker = () => {
    const deps = { ...test.deps, mailDefaults: null, mailTimeouts: { connect: 10_000, reply: 10_000 } };
    const created = createMailWorker({ ...deps, accounts: createMailAccounts(deps) });
    workers.push(created);
    return created;
  };
  beforeEach(async () => {
    test = await testApp(await open());
    property = await addProperty(test.deps, {});
    server = await startMailServer();
    version = 0;
    workers = [];
    await useServer(server.port);
    worker = createWorker();
  });
  afterEach(async () => {
    for (const one of workers) await one.stop();
    await server.stop();
  });

  const queue = (change: Partial<MailDraft> = {}) =>
    test.deps.database.write((tx) =>
      queueMail(tx, { ...test.deps, mailDefaults: null }, mailDraft(property, change)),
    );
  const mail = async (id: string) => {
    const row = (await rowsOf(test, "mails")).find((one) => one.id === id);
    if (!row) throw new Error(`No mail has the ID ${id}`);
    return row;
  };
  const behave = (behavior: MailServerBehavior) => server.behave(behavior);
  const refuse = (code: number) => behave({ recipient: () => ({ code, text: "No" }) });

  it("R31: sends a mail with the Message-ID, the thread root and the sender of the property", async () => {
    const id = await queue();
    await worker.catchUp();
    expect(server.received).toHaveLength(1);
    expect(server.received[0]?.headers).toMatchObject({
      from: "Shop <support@shop.example>",
      to: "Ann <ann@example.com>",
      "message-id": `<foyer.${id}@shop.example>`,
      references: "<foyer.thread.c1@shop.example>",
      subject: "Your question",
    });
    expect(await mail(id)).toMatchObject({
      state: "sent",
      attempts: 1,
      sent_at: test.clock.now(),
      failure: null,
    });
  });

  it("R31: a mail is stored with what causes it, or not at all", async () => {
    const events: FoyerEvent[] = [];
    test.deps.bus.on((event) => void events.push(event));
    const failed = test.deps.database.write(async (tx) => {
      await queueMail(tx, { ...test.deps, mailDefaults: null }, mailDraft(property));
      throw new Error("The message could not be stored");
    });
    await expect(failed).rejects.toThrow();
    await worker.catchUp();
    expect([await rowsOf(test, "mails"), events, server.received]).toEqual([[], [], []]);
  });

  it("R31: tries again after a temporary refusal, with the same Message-ID, until it is accepted", async () => {
    refuse(450);
    const id = await queue();
    const seen: string[] = [];
    for (let tries = 1; tries <= 3; tries++) {
      await worker.catchUp();
      const { state, attempts, next_attempt_at, failure, failure_answer } = await mail(id);
      expect([state, attempts, failure, failure_answer]).toEqual([
        "queued",
        tries,
        "mail_temporary",
        "450 No",
      ]);
      expect(next_attempt_at).toBeGreaterThan(test.clock.now());
      seen.push((await mail(id)).message_id);
      test.clock.set(next_attempt_at ?? 0);
    }
    behave({});
    await worker.catchUp();
    expect((await mail(id)).state).toBe("sent");
    expect(new Set([...seen, server.received[0]?.headers["message-id"]]).size).toBe(1);
  });

  it("R31: never tries again after a permanent refusal, and says why", async () => {
    refuse(550);
    const id = await queue();
    await worker.catchUp();
    test.clock.pass(3 * DAY);
    await worker.catchUp();
    expect(await mail(id)).toMatchObject({ state: "failed", attempts: 1, failure: "mail_recipient_refused" });
    expect(toMailInfo(await mail(id))).toMatchObject({
      messages: ["m1"],
      state: "failed",
      failure: { message: "The mail server does not accept this recipient.", answer: "550 No" },
    });
  });

  it("R31: a mail that the server did not confirm waits longer, and is sent at most three times", async () => {
    behave({ message: () => ({ kind: "cut", received: true }) });
    const id = await queue();
    await worker.catchUp();
    expect(await mail(id)).toMatchObject({ state: "queued", failure: "mail_unconfirmed" });
    for (let hours = 0; hours < 24; hours++) {
      test.clock.pass(HOUR);
      await worker.catchUp();
    }
    expect(server.received).toHaveLength(3);
    expect(await mail(id)).toMatchObject({ state: "uncertain", next_attempt_at: null });
  });

  it("R31: writes that it sends a mail before the server has any of it", async () => {
    const id = await queue();
    let atSender: Promise<string> | undefined;
    behave({
      sender: () => {
        atSender = mail(id).then(({ state }) => state);
        return null;
      },
      message: async () => {
        await atSender;
        return { kind: "accept" };
      },
    });
    await worker.catchUp();
    expect(await atSender).toBe("sending");
  });

  it("R31: sends a mail again that a process left when it died, and counts the attempt as uncertain", async () => {
    const id = await queue();
    const { database, clock } = { database: test.deps.database, clock: test.clock };
    await claimMails(database, { runner: "dead", now: clock.now(), except: [], capacityFor: () => 1 });
    clock.pass(LEASE);
    await worker.catchUp();
    expect((await mail(id)).state).toBe("sending");
    clock.pass(1);
    await worker.catchUp();
    expect(await mail(id)).toMatchObject({
      state: "queued",
      failure: "mail_interrupted",
      uncertain_attempts: 1,
    });
    clock.pass(1_000);
    await worker.catchUp();
    expect(await mail(id)).toMatchObject({ state: "sent", attempts: 2 });
    expect(server.received).toHaveLength(1);
  });

  it("R31: a process whose lease ran out while it sends, as on a computer that slept, sends the mail once", async () => {
    behave({
      message: () => {
        test.clock.pass(LEASE + 1);
        void worker.catchUp();
        return { kind: "accept", delay: 200 };
      },
    });
    const id = await queue();
    await worker.catchUp();
    expect(await mail(id)).toMatchObject({ state: "sent", attempts: 1, failure: null });
    expect(server.received).toHaveLength(1);
  });

  it("R31: a process that lost a mail to another writes nothing about it", async () => {
    const id = await queue();
    const { database } = test.deps;
    const claim = (runner: string) =>
      claimMails(database, { runner, now: test.clock.now(), except: [], capacityFor: () => 1 });
    const [lost] = await claim("slow");
    test.clock.pass(LEASE + 1);
    await recoverMails(database, { alive: [], random: () => 0, now: test.clock.now() });
    test.clock.pass(1_000);
    await claim("quick");
    const accepted = { answer: "250 OK", relayMessageId: null, refused: [] };
    if (!lost) throw new Error("The mail was not claimed");
    await noteResult(database, lost, (row) => toSent(row, accepted, test.clock.now()));
    expect(await mail(id)).toMatchObject({ state: "sending", runner: "quick" });
  });

  it("R31: two processes send each mail once", async () => {
    behave({ message: () => ({ kind: "accept", delay: 20 }) });
    for (let mails = 0; mails < 20; mails++) await queue();
    const other = createWorker();
    await Promise.all([worker.catchUp(), other.catchUp()]);
    await Promise.all([worker.catchUp(), other.catchUp()]);
    const ids = server.received.map(({ headers }) => headers["message-id"]);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });

  it("sends to the others if one of several recipients is refused, and names the one", async () => {
    behave({
      recipient: (address) => (address === "gone@example.com" ? { code: 550, text: "Unknown" } : null),
    });
    const cc = [{ name: "", address: "gone@example.com" }];
    const { recipients } = mailDraft(property);
    const id = await queue({ recipients: { ...recipients, cc } });
    await worker.catchUp();
    expect(toMailInfo(await mail(id))).toMatchObject({
      state: "sent",
      to: ["ann@example.com"],
      cc: ["gone@example.com"],
      refused: [{ address: "gone@example.com", answer: "550 Unknown" }],
    });
  });

  it("tells each change of a mail's state", async () => {
    const states: string[] = [];
    test.deps.bus.on((event) => {
      if (event.kind === "mail") states.push(event.mail.state);
    });
    await queue();
    await worker.catchUp();
    expect(states).toEqual(["queued", "sending", "sent"]);
  });

  it("is sent at once by a worker that runs", async () => {
    worker.start();
    const id = await queue();
    await vi.waitFor(async () => expect((await mail(id)).state).toBe("sent"), PATIENCE);
  });

  it("waits for its server without trying every mail, and goes on when the settings are saved", async () => {
    const stopped = await startMailServer();
    await stopped.stop();
    await useServer(stopped.port);
    const ids: string[] = [];
    for (let mails = 0; mails < 12; mails++) ids.push(await queue());
    await worker.catchUp();
    const attempts = (await rowsOf(test, "mails")).reduce((sum, row) => sum + row.attempts, 0);
    expect(attempts).toBeLessThanOrEqual(5);
    worker.start();
    await useServer(server.port);
    await vi.waitFor(
      async () =>
        expect((await rowsOf(test, "mails")).map(({ state }) => state)).toEqual(ids.map(() => "sent")),
      PATIENCE,
    );
  });

  it("keeps a mail for which no server is set up, and sends it when there is one", async () => {
    const other = await addProperty(test.deps, { name: "Other" }, "shop000002");
    const id = await queue({ property: other });
    await worker.catchUp();
    expect(await mail(id)).toMatchObject({ state: "queued", failure: "mail_not_configured" });
    const settings = mailSettings(server.port);
    await test.deps.database.write((tx) =>
      saveMailSettings(tx, { property: other, version: 0, settings, now: test.clock.now() }),
    );
    test.clock.pass(MINUTE);
    await worker.catchUp();
    expect((await mail(id)).state).toBe("sent");
  });

  it("a mail whose file is gone fails, and names the file", async () => {
    const id = "0198c0de-0000-7000-8000-000000000001";
    const mailId = await queue({
      files: [{ id, name: "offer.pdf", type: "application/pdf", size: 3, picture: null }],
    });
    await worker.catchUp();
    expect(await mail(mailId)).toMatchObject({
      state: "failed",
      failure: "mail_file_missing",
      failure_answer: "offer.pdf",
    });
  });

  describe("automatic mails", () => {
    const code = (address: string) =>
      queue({
        kind: "one_time_code",
        about: { kind: "visitor", id: "V1" },
        recipients: { to: [{ name: "", address }], cc: [], bcc: [] },
        content: { subject: "Your code", text: "123456", html: "<p>123456</p>", headers: {} },
        expiresAt: test.clock.now() + 10 * MINUTE,
      });

    it("R31: are capped for each address and hour, however the address is written", async () => {
      for (let mails = 0; mails < 7; mails++) await code(mails % 2 ? "Ann@Example.com" : "ann@example.com");
      await code("bob@example.com");
      const rows = await rowsOf(test, "mails");
      expect(rows.filter(({ failure }) => failure === "mail_capped")).toHaveLength(2);
      await worker.catchUp();
      expect(server.received).toHaveLength(6);
      test.clock.pass(HOUR + 1);
      await code("ann@example.com");
      await worker.catchUp();
      expect(server.received).toHaveLength(7);
    });

    it("R31: answers of agents are not capped", async () => {
      for (let mails = 0; mails < 30; mails++) await queue();
      await worker.catchUp();
      expect(server.received).toHaveLength(30);
    });

    it("do not go out when they are of no use any more", async () => {
      refuse(450);
      const id = await code("ann@example.com");
      await worker.catchUp();
      behave({});
      test.clock.pass(10 * MINUTE);
      await worker.catchUp();
      expect(await mail(id)).toMatchObject({ state: "failed", failure: "mail_expired" });
      expect(server.received).toEqual([]);
    });

    it("leave no secret behind when they are over, and cannot be sent again", async () => {
      const sent = await code("ann@example.com");
      await worker.catchUp();
      refuse(550);
      const failed = await code("bob@example.com");
      await worker.catchUp();
      for (const id of [sent, failed]) {
        expect(await mail(id)).toMatchObject({ text: "", html: "" });
        const again = test.deps.database.write((tx) => retryMail(tx, property, id, test.clock.now()));
        await expect(again).rejects.toMatchObject({ problem: { code: "mail_not_retriable" } });
      }
    });
  });

  describe("by hand", () => {
    const retry = (id: string) =>
      test.deps.database.write((tx) => retryMail(tx, property, id, test.clock.now()));

    it("a mail that failed is sent again, with the same Message-ID", async () => {
      refuse(550);
      const id = await queue();
      await worker.catchUp();
      behave({});
      await retry(id);
      await worker.catchUp();
      expect(await mail(id)).toMatchObject({ state: "sent", attempts: 1, failure: null });
      expect(server.received[0]?.headers["message-id"]).toBe(`<foyer.${id}@shop.example>`);
    });

    it("a mail that was sent is not sent again, and one that does not exist is not found", async () => {
      const id = await queue();
      await worker.catchUp();
      await expect(retry(id)).rejects.toMatchObject({ problem: { code: "mail_not_retriable" } });
      await expect(retry("0198c0de-0000-7000-8000-000000000001")).rejects.toMatchObject({
        problem: { code: "not_found" },
      });
    });
  });

  it("R31: a bounce stands at the mail, found by our Message-ID or by the one of a relay", async () => {
    behave({ message: () => ({ kind: "accept", text: "2.0.0 OK <x1@prod.outlook.com>" }) });
    const [first, second] = [await queue(), await queue()];
    await worker.catchUp();
    const note = (messageId: string) =>
      test.deps.database.write((tx) =>
        noteBounce(tx, { property, messageId, answer: "550 5.1.1 Unknown", now: test.clock.now() }),
      );
    await test.deps.database.write((tx) =>
      tx
        .updateTable("mails")
        .set({ relay_message_id: "<relay@example.com>" })
        .where("id", "=", second)
        .execute(),
    );
    expect(await note(`<foyer.${first}@shop.example>`)).toBe(first);
    expect(await note("<relay@example.com>")).toBe(second);
    expect(await note("<other@example.com>")).toBeNull();
    expect(await mail(first)).toMatchObject({
      state: "failed",
      failure: "mail_bounced",
      failure_answer: "550 5.1.1 Unknown",
    });
  });

  it("keeps texts for a month, and then of a mail in a conversation only what answers need", async () => {
    const inConversation = await queue();
    const code = await queue({ kind: "sign_in_notice", about: { kind: "account" } });
    await worker.catchUp();
    test.clock.pass(30 * DAY);
    await removeOldMails(test.deps);
    expect((await rowsOf(test, "mails")).map(({ text }) => text)).toEqual(["Hello Ann", "Hello Ann"]);
    const waiting = await queue();
    test.clock.pass(1);
    await removeOldMails(test.deps);
    const rows = await rowsOf(test, "mails");
    expect(rows.map(({ id }) => id).sort()).toEqual([inConversation, waiting].sort());
    expect(rows.map(({ id }) => id)).not.toContain(code);
    expect(await mail(inConversation)).toMatchObject({
      text: "",
      html: "",
      message_id: `<foyer.${inConversation}@shop.example>`,
    });
    expect((await mail(waiting)).text).toBe("Hello Ann");
  });
});
