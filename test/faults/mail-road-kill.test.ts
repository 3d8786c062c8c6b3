import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { saveMailbox } from "../../server/mail/intake/settings/mailbox.ts";
import { saveMailSettings } from "../../server/mail/settings/mail-account.ts";
import { type Database, openDatabase } from "../../server/platform/database/open.ts";
import type { DeliveryReceipts } from "../../shared/delivery.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import { setUp, type TestAgent } from "../support/admin.ts";
import { BrowserVisitor, submission } from "../support/browser-visitor.ts";
import { seeded } from "../support/clock.ts";
import { type ImapServer, startHoodiecrow } from "../support/imap-server.ts";
import { MAIL_CLIENTS, openMail } from "../support/mail-clients.ts";
import { passHalfMinute } from "../support/mail-road.ts";
import { type MailServer, type ReceivedMail, startMailServer } from "../support/mail-server.ts";
import { imapSettings } from "../support/mailboxes.ts";
import { mailSettings } from "../support/mails.ts";
import { startPostgres } from "../support/postgres.ts";
import { type ServerProcess, startServer } from "../support/server.ts";

const CUSTOMERS = 24;
const KILLS = 6;
const SEED = Number(process.env.FOYER_TEST_SEED ?? Date.now() % 1_000_000);

/** Everything that works while the server is killed again and again. */
interface World {
  readonly server: ServerProcess;
  readonly agent: TestAgent;
  readonly database: Database;
  readonly smtp: MailServer;
  readonly imap: ImapServer;
}

const question = (customer: number) => `Where is order ${customer}?`;
const answer = (customer: number) => `Order ${customer} left today.`;
const thanks = (customer: number) => `Order ${customer} has come.`;
const address = (customer: number) => `customer.${customer}@example.com`;

/** Tries again while the server is down, as browsers do, until it has answered with success. */
async function insist(send: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const response = await send().catch(() => null);
    if (response?.ok) return response;
    await response?.text().catch(() => "");
    if (response && response.status < 500) throw new Error(`The server refused: ${response.status}`);
    await pause(20);
  }
}

/** Leaves an offline message, and lets an agent answer it. @returns when both are accepted */
async function writeAndAnswer({ server, agent }: World, customer: number): Promise<void> {
  const app = { request: (path: string, init: RequestInit) => fetch(`${server.url}${path}`, init) };
  const visitor = new BrowserVisitor(app as ConstructorParameters<typeof BrowserVisitor>[0], agent.property);
  await insist(() => visitor.visit());
  const email = address(customer);
  const form = submission({ name: "Ann", email, message: question(customer) }, "offline");
  const { receipts } = (await (await insist(() => visitor.send(form))).json()) as DeliveryReceipts;
  const [receipt] = receipts;
  if (receipt?.status !== "accepted") throw new Error("A submission was not accepted");
  const message = {
    id: uuidv7(Date.now(), randomBytes(8)),
    kind: "message",
    text: answer(customer),
    files: [],
  };
  await insist(() =>
    fetch(`${server.url}/api/properties/${agent.property}/conversations/${receipt.conversation}/messages`, {
      method: "POST",
      headers: { cookie: agent.cookie, "content-type": "application/json" },
      body: JSON.stringify(message),
    }),
  );
}

/** The customer of a mail answers it, however often it has come. */
function answerByMail({ imap }: Pick<World, "imap">, random: () => number) {
  const answered = new Set<string>();
  return async (mail: ReceivedMail): Promise<void> => {
    const [to = ""] = mail.to;
    if (answered.has(to)) return;
    answered.add(to);
    const clients = Object.values(MAIL_CLIENTS);
    const write = clients[Math.floor(random() * clients.length)] ?? MAIL_CLIENTS.Gmail;
    const customer = Number(/\d+/.exec(to)?.[0]);
    imap.deliver(write({ to: await openMail(mail), from: to, text: thanks(customer) }));
  };
}

/** A process that starts again finds the leases of the one that was killed run out, as after half a minute. */
async function endLeases({ database }: Pick<World, "database">): Promise<void> {
  await database.write(async (tx) => {
    await tx.updateTable("mailboxes").set({ lease_until: 0 }).execute();
    await tx.updateTable("mails").set({ lease_until: 0 }).execute();
    await tx.updateTable("received_mails").set({ next_try_at: 0 }).where("state", "=", "waiting").execute();
  });
}

async function startWorld(location: string | null, random: () => number): Promise<World> {
  const smtp = await startMailServer({}, { message: () => ({ kind: "accept", delay: random() * 100 }) });
  const imap = await startHoodiecrow();
  const server = await startServer({
    FOYER_ADDRESS_LIMIT: "1000000",
    FOYER_VISITOR_LIMIT: "1000000",
    ...(location !== null && { FOYER_DATABASE_URL: location }),
  });
  const agent = await setUp(server);
  const database = await openDatabase(location ?? join(server.data, "foyer.db"));
  const { property } = agent;
  const now = Date.now();
  await database.write(async (tx) => {
    const settings = mailSettings(smtp.port);
    await saveMailSettings(tx, { property, version: 0, settings, now });
    await saveMailbox(tx, {
      property,
      version: 0,
      settings: { imap: imapSettings(imap.port), addresses: [], authservId: null, mailgun: null },
      now,
    });
  });
  // it looks for mailboxes at its start
  await server.restart();
  return { server, agent, database, smtp, imap };
}

describe.each([
  ["SQLite", null],
  ["PostgreSQL", startPostgres],
] as const)("on %s", (_, startDatabase) => {
  const endings: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });

  it(`R21, R31: over kills of the server at random moments, every message is in its ticket once, and every answer is mailed (seed ${SEED})`, async () => {
    const random = seeded(SEED);
    const postgres = await startDatabase?.();
    if (postgres) endings.push(postgres.stop);
    const world = await startWorld(postgres ? `${postgres.url}/postgres` : null, random);
    const { server, database, smtp, imap } = world;
    endings.push(imap.stop, smtp.stop, server.stop, database.close);
    const respond = answerByMail(world, random);
    smtp.behave({
      message: async (mail) => {
        await respond(mail);
        return { kind: "accept", delay: random() * 100 };
      },
    });
    const messages = async () => {
      const { count } = await database.read
        .selectFrom("messages")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("kind", "=", "message")
        .executeTakeFirstOrThrow();
      return Number(count);
    };
    const progress = async () => (await messages()) + smtp.received.length;
    /** How often each mail was being sent when the server was killed. */
    const suspected = new Map<string, number>();
    const customers = (async () => {
      for (let customer = 0; customer < CUSTOMERS; customer++) {
        await writeAndAnswer(world, customer);
        await pause(random() * 100);
      }
    })();
    const moments = Array.from({ length: KILLS }, () => random() * CUSTOMERS * 4 * 0.95).sort(
      (a, b) => a - b,
    );
    for (const moment of moments) {
      while ((await progress()) < moment) {
        await passHalfMinute(database);
        await pause(20);
      }
      await pause(random() * 100);
      await server.kill();
      const sending = await database.read
        .selectFrom("mails")
        .select("id")
        .where("state", "=", "sending")
        .execute();
      for (const { id } of sending) suspected.set(id, (suspected.get(id) ?? 0) + 1);
      await endLeases(world);
      await server.restart();
    }
    await customers;
    const waiting = async () => {
      await passHalfMinute(database);
      const tables = await Promise.all([
        database.read.selectFrom("answers_to_mail").select("conversation_id").execute(),
        database.read.selectFrom("mails").select("id").where("state", "<>", "sent").execute(),
        database.read.selectFrom("received_mails").select("id").where("state", "=", "waiting").execute(),
      ]);
      // not by the number of mails: there may be copies
      return tables.some((rows) => rows.length) || (await messages()) < CUSTOMERS * 3;
    };
    while (await waiting()) await pause(50);

    const rows = await database.read
      .selectFrom("messages as m")
      .innerJoin("conversations as c", (join) =>
        join.onRef("c.property_id", "=", "m.property_id").onRef("c.id", "=", "m.conversation_id"),
      )
      .select(["c.ticket", "m.author", "m.text"])
      .where("m.kind", "=", "message")
      .orderBy("m.sequence")
      .execute();
    const tickets = new Map<number | null, string[]>();
    for (const { ticket, author, text } of rows)
      tickets.set(ticket, [...(tickets.get(ticket) ?? []), `${author}: ${text}`]);
    const expected = Array.from({ length: CUSTOMERS }, (_, customer) => [
      `visitor: ${question(customer)}`,
      `agent: ${answer(customer)}`,
      `visitor: ${thanks(customer)}`,
    ]);
    expect([...tickets.values()].toSorted()).toEqual(expected.toSorted());

    const mails = await database.read.selectFrom("mails").select(["id", "message_id"]).execute();
    expect(mails).toHaveLength(CUSTOMERS);
    const copiesOf = (id: string) =>
      smtp.received.filter(({ headers }) => headers["message-id"] === id).length;
    expect(mails.filter(({ message_id }) => copiesOf(message_id) === 0)).toEqual([]);
    const tooMany = mails.filter(({ id, message_id }) => copiesOf(message_id) > 1 + (suspected.get(id) ?? 0));
    expect(tooMany).toEqual([]);
    const received = await database.read.selectFrom("received_mails").select(["state", "outcome"]).execute();
    expect(received).toEqual(Array.from({ length: CUSTOMERS }, () => ({ state: "done", outcome: "reply" })));
  }, 240_000);
});
