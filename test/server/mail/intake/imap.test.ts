import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ReaderDeps } from "../../../../server/mail/intake/imap/mailbox-reader.ts";
import { createMailboxWorker, type MailboxWorker } from "../../../../server/mail/intake/mailbox-worker.ts";
import { saveMailbox } from "../../../../server/mail/intake/settings/mailbox.ts";
import { openDatabase } from "../../../../server/platform/database/open.ts";
import type { ImapSettings } from "../../../../shared/mailbox-settings.ts";
import { setUpFoyer } from "../../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../../support/app.ts";
import { type Place, sqlitePlace } from "../../../support/databases.ts";
import { testFolder } from "../../../support/files.ts";
import {
  IMAP_ENGINES,
  IMAP_FOLDER,
  IMAP_PASSWORD,
  IMAP_TOKEN,
  IMAP_USER,
  type ImapServer,
  missingEngine,
} from "../../../support/imap-server.ts";
import { rawMail } from "../../../support/raw-mails.ts";

/** How long a condition is waited for, ms. */
const PATIENCE = { timeout: 20_000, interval: 50 };

describe.each(IMAP_ENGINES)("an IMAP mailbox, on %s", (name, start) => {
  const reason = missingEngine(name);
  if (reason) {
    it.skip(`is read: ${reason}`, () => undefined);
    return;
  }
  const data = testFolder();
  let place: Place;
  let test: TestApp;
  let property: string;
  let server: ImapServer;
  let workers: MailboxWorker[];
  beforeEach(async () => {
    place = await sqlitePlace();
    test = await testApp(await openDatabase(place.location), { data });
    ({ property } = await setUpFoyer(test));
    server = await start();
    workers = [];
  });
  afterEach(async () => {
    for (const worker of workers) await worker.stop();
    await server.stop();
    await test.deps.database.close();
    await place.remove();
  });

  const save = async (change: Partial<ImapSettings> = {}) => {
    const imap: ImapSettings = {
      server: { host: "127.0.0.1", port: server.port, security: "none" },
      auth: { kind: "password", user: IMAP_USER, password: IMAP_PASSWORD },
      folder: IMAP_FOLDER,
      existing: "take",
      ...change,
    };
    const version = (await rowsOf(test, "mailboxes"))[0]?.version ?? 0;
    const settings = { imap, addresses: [], authservId: null, mailgun: null };
    await test.deps.database.write((tx) =>
      saveMailbox(tx, { property, version, settings, now: test.clock.now() }),
    );
  };
  const work = (change: Partial<ReaderDeps> = {}) => {
    const { deps, parts } = test;
    const worker = createMailboxWorker({
      ...deps,
      properties: parts.properties,
      mailDefaults: null,
      replySecrets: parts.replySecrets,
      backOff: () => 50,
      ...change,
    });
    workers.push(worker);
    worker.start();
    return worker;
  };
  const mailbox = async () => (await rowsOf(test, "mailboxes"))[0];
  const subjects = async () =>
    (await rowsOf(test, "received_mails"))
      .filter(({ state }) => state === "done")
      .map(({ subject }) => subject)
      .sort();
  const arrived = (...expected: string[]) =>
    vi.waitFor(async () => expect(await subjects()).toEqual(expected.sort()), PATIENCE);
  const works = () =>
    vi.waitFor(async () => expect(await mailbox()).toMatchObject({ failure: null }), PATIENCE);
  const failed = (code: string) =>
    vi.waitFor(async () => expect(await mailbox()).toMatchObject({ failure: code }), PATIENCE);

  it("takes in what waits there and then what comes, and notes that it works", async () => {
    server.deliver(rawMail({ subject: "First" }), rawMail({ subject: "Second" }));
    await save();
    work();
    await arrived("First", "Second");
    server.deliver(rawMail({ subject: "Third" }));
    await arrived("First", "Second", "Third");
    await vi.waitFor(
      async () => expect(await mailbox()).toMatchObject({ failure: null, last_mail_at: test.clock.now() }),
      PATIENCE,
    );
    expect(await rowsOf(test, "conversations")).toHaveLength(3);
  });

  it("goes on after the connection was cut, and takes in each mail once", async () => {
    const waiting = Array.from({ length: 120 }, (_, at) => `Mail ${1000 + at}`);
    server.deliver(...waiting.map((subject) => rawMail({ subject })));
    await save();
    work();
    await vi.waitFor(async () => expect((await subjects()).length).toBeGreaterThan(0), PATIENCE);
    server.cutAll();
    server.deliver(rawMail({ subject: "Later" }));
    await arrived(...waiting, "Later");
    server.cutAll();
    server.deliver(rawMail({ subject: "Last" }));
    await arrived(...waiting, "Later", "Last");
  });

  it("takes nothing in twice when UIDVALIDITY changes", async () => {
    server.deliver(rawMail({ subject: "First" }), rawMail({ subject: "Second" }));
    await save();
    work();
    await arrived("First", "Second");
    const before = (await mailbox())?.uid_validity;
    server.changeUidValidity();
    server.deliver(rawMail({ subject: "Third" }));
    await arrived("First", "Second", "Third");
    expect((await mailbox())?.uid_validity).not.toBe(before);
  });

  it("says that the folder is lost, tells the admins once, and goes on when it is there again", async () => {
    await save();
    work();
    await vi.waitFor(async () => expect((await mailbox())?.connected_at).not.toBeNull(), PATIENCE);
    server.loseFolder();
    await failed("mailbox_folder_missing");
    expect(await rowsOf(test, "mails")).toMatchObject([
      {
        kind: "agent_notification",
        recipient_key: "owner@example.com",
        subject: expect.stringContaining("Shop"),
      },
    ]);
    server.restoreFolder();
    server.deliver(rawMail({ subject: "Found" }));
    await arrived("Found");
    await works();
    expect(await mailbox()).toMatchObject({ notified_at: null });
    expect(await rowsOf(test, "mails")).toHaveLength(1);
  });

  it("says in the server's words that a password is wrong, and works with the right one at once", async () => {
    server.deliver(rawMail({ subject: "Waiting" }));
    await save({ auth: { kind: "password", user: IMAP_USER, password: "wrong" } });
    work({ backOff: () => 600_000 });
    await failed("mailbox_auth_refused");
    expect((await mailbox())?.failure_answer).not.toBe("");
    await save();
    await arrived("Waiting");
    await works();
  });

  it("leaves what was there before, if that is chosen", async () => {
    await save({ existing: "leave" });
    // the mails of the tests are dated by the server: those of the clock's day are old in ten years
    test.clock.set(Date.UTC(2100, 0, 1));
    await save({ existing: "leave", folder: "INBOX" });
    await save({ existing: "leave" });
    server.deliver(rawMail({ subject: "Old" }));
    work();
    await vi.waitFor(async () => expect((await mailbox())?.last_uid).toBeGreaterThan(0), PATIENCE);
    expect(await rowsOf(test, "received_mails")).toEqual([]);
  });

  it("is read by one process at a time, and by the other when that one stops", async () => {
    await save();
    const one = work();
    await vi.waitFor(async () => expect((await mailbox())?.connected_at).not.toBeNull(), PATIENCE);
    const holder = (await mailbox())?.runner;
    const other = work();
    server.deliver(rawMail({ subject: "First" }));
    await arrived("First");
    expect((await mailbox())?.runner).toBe(holder);
    await one.stop();
    await other.catchUp();
    expect((await mailbox())?.runner).not.toBe(holder);
  });

  it.runIf(name === "hoodiecrow")(
    "signs in by OAuth2, with a new token if the last one is refused",
    async () => {
      const tokens = ["expired", IMAP_TOKEN];
      const asked: string[] = [];
      const fetch: typeof globalThis.fetch = async (_, init) => {
        asked.push(String(init?.body));
        return Response.json({ access_token: tokens.shift(), expires_in: 3600 });
      };
      server.deliver(rawMail({ subject: "By token" }));
      await save({
        auth: {
          kind: "refresh_token",
          user: IMAP_USER,
          tokenAddress: "https://login.example/token",
          clientId: "client",
          clientSecret: "secret",
          refreshToken: "refresh",
        },
      });
      work({ fetch });
      await arrived("By token");
      expect(asked).toHaveLength(2);
    },
  );
});
