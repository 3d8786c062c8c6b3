import { sql } from "kysely";
import { afterEach, beforeEach, describe, it, onTestFinished, vi } from "vitest";
import { createMailboxWorker, type MailboxWorker } from "../../server/mail/intake/mailbox-worker.ts";
import { type Database, openDatabase } from "../../server/platform/database/open.ts";
import type { Schema } from "../../server/platform/database/schema.ts";
import { type AgentBrowser, setUpFoyer } from "./agent.ts";
import { rowsOf, type TestApp, testApp } from "./app.ts";
import { describeEachDatabase, sqlitePlace } from "./databases.ts";
import { testFolder } from "./files.ts";
import { type ImapServer, missingEngine, startDovecot, startHoodiecrow } from "./imap-server.ts";
import { type MailServer, type ReceivedMail, startMailServer } from "./mail-server.ts";
import { agentActions, sendMailsLater, useMailServer } from "./mail-world.ts";
import { imapSettings, useMailbox } from "./mailboxes.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A property that sends by a real SMTP server and receives by a real IMAP server. */
export interface MailRoad {
  readonly test: TestApp;
  readonly property: string;
  readonly agent: AgentBrowser;
  readonly actions: ReturnType<typeof agentActions>;
  readonly smtp: MailServer;
  readonly imap: ImapServer;
  /** Lets the half minute pass in which an answer can be corrected. @returns the mails that were sent then */
  send(): Promise<readonly ReceivedMail[]>;
  /** The received mails that are processed, oldest first. @param count how many are waited for */
  processed(count: number): Promise<readonly Schema["received_mails"][]>;
  /** The messages of customer and agents in a conversation, oldest first. */
  said(conversation: string): Promise<readonly string[]>;
}

/** Waits for a value of a program that works by itself. */
export const eventually = <T>(look: () => Promise<T> | T): Promise<T> =>
  vi.waitFor(look, { timeout: 15_000, interval: 10 });

/** Lets the half minute pass in which an answer can be corrected, for a server whose clock nobody can change. */
export async function passHalfMinute({ write }: Pick<Database, "write">): Promise<void> {
  await write(async (tx) => {
    const recent = Date.now() - MINUTE;
    await tx
      .updateTable("messages")
      .set({ received_at: sql`received_at - ${2 * MINUTE}` })
      .where("author", "=", "agent")
      .where("received_at", ">", recent)
      .execute();
    await tx.updateTable("answers_to_mail").set({ due_at: 0 }).where("due_at", ">", 0).execute();
  });
}

/** Runs a suite with the IMAP server of npm on both databases, and with Dovecot on one of them. */
export function describeMailRoads(title: string, suite: (road: MailRoad) => void): void {
  describeEachDatabase(title, (open) => suite(useMailRoad(open, startHoodiecrow)));
  describe(`${title}, with Dovecot`, () => {
    const reason = missingEngine("Dovecot");
    if (reason === null) suite(useMailRoad(openSqlite, startDovecot));
    else it.skip(reason);
  });
}

async function openSqlite(): Promise<Database> {
  const place = await sqlitePlace();
  onTestFinished(async () => {
    await database.close();
    await place.remove();
  });
  const database = await openDatabase(place.location);
  return database;
}

/** Makes the road anew for each test of a suite. */
function useMailRoad(open: () => Promise<Database>, startImap: () => Promise<ImapServer>): MailRoad {
  const data = testFolder();
  let road: Omit<MailRoad, "send" | "processed" | "said"> | undefined;
  let mailbox: MailboxWorker;
  const get = () => {
    if (!road) throw new Error("There is a road only while a test runs");
    return road;
  };
  beforeEach(async () => {
    const test = await testApp(await open(), { publicUrl: "https://chat.example.com", data });
    const { property, browser: agent } = await setUpFoyer(test);
    const [smtp, imap] = await Promise.all([startMailServer(), startImap()]);
    road = { test, property, agent, actions: agentActions(agent, property), smtp, imap };
    await useMailServer(test, property, smtp.port, {
      replies: { kind: "subaddress", mailbox: "support@shop.example" },
    });
    await useMailbox(test.deps, property, imapSettings(imap.port));
    // a failure is tried again at once
    mailbox = createMailboxWorker({ ...test.parts, backOff: () => 20 });
    mailbox.start();
  });
  afterEach(async () => {
    await mailbox.stop();
    await get().test.parts.mailWorker.stop();
    await Promise.all([get().smtp.stop(), get().imap.stop()]);
  });
  return {
    get test() {
      return get().test;
    },
    get property() {
      return get().property;
    },
    get agent() {
      return get().agent;
    },
    get actions() {
      return get().actions;
    },
    get smtp() {
      return get().smtp;
    },
    get imap() {
      return get().imap;
    },
    async send() {
      const before = get().smtp.received.length;
      await sendMailsLater(get().test, 30 * SECOND);
      return get().smtp.received.slice(before);
    },
    processed: (count) =>
      eventually(async () => {
        const rows = await rowsOf(get().test, "received_mails");
        const done = rows.filter(({ state }) => state !== "waiting");
        if (done.length < count) throw new Error(`${done.length} of ${count} mails are processed`);
        return done.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      }),
    async said(conversation) {
      const { messages } = await get().actions.read(conversation);
      return messages.filter(({ kind }) => kind === "message").map(({ text }) => text);
    },
  };
}
