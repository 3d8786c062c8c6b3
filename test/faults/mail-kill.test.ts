import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { queueMail } from "../../server/mail/outbound/queue-mail.ts";
import { saveMailSettings } from "../../server/mail/settings/mail-account.ts";
import { type Database, openDatabase } from "../../server/platform/database/open.ts";
import { seeded } from "../support/clock.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { mailDraft, mailSettings } from "../support/mails.ts";
import { PROPERTY, withProperty } from "../support/prepared-data.ts";
import { type ServerProcess, startServer } from "../support/server.ts";

const MAILS = 120;
const KILLS = 6;
const SEED = Number(process.env.FOYER_TEST_SEED ?? Date.now() % 1_000_000);

let server: ServerProcess;
let database: Database;
let mailServer: MailServer;

beforeAll(async () => {
  const random = seeded(SEED);
  mailServer = await startMailServer({}, { message: () => ({ kind: "accept", delay: random() * 200 }) });
  server = await startServer({}, withProperty());
  database = await openDatabase(join(server.data, "foyer.db"));
  const settings = mailSettings(mailServer.port);
  await database.write((tx) =>
    saveMailSettings(tx, { property: PROPERTY, version: 0, settings, now: Date.now() }),
  );
});
afterAll(async () => {
  await database.close();
  await server.stop();
  await mailServer.stop();
});

const deps = {
  now: Date.now,
  random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
  mailDefaults: null,
};
const idsIn = async (...states: ("queued" | "sending" | "sent")[]) => {
  const rows = await database.read.selectFrom("mails").select("id").where("state", "in", states).execute();
  return rows.map(({ id }) => id);
};
const copiesOf = (id: string) =>
  mailServer.received.filter(({ headers }) => headers["message-id"] === `<foyer.${id}@shop.example>`).length;
/** Waits for a condition of the server, which is another process. */
const until = async (isTrue: () => boolean | Promise<boolean>) => {
  while (!(await isTrue())) await pause(5);
};

it(`R31: every mail is sent by a server that is killed ${KILLS} times at random moments, and twice only if it was being sent then (seed ${SEED})`, async () => {
  const random = seeded(SEED + 1);
  const ids: string[] = [];
  await Promise.all(
    Array.from({ length: MAILS }, () =>
      database.write(async (tx) => void ids.push(await queueMail(tx, deps, mailDraft(PROPERTY)))),
    ),
  );
  /** How often each mail was being sent when the server was killed. */
  const suspected = new Map<string, number>();
  const moments = Array.from({ length: KILLS }, () => random() * MAILS * 0.9).sort((a, b) => a - b);
  for (const moment of moments) {
    await until(async () => mailServer.received.length >= moment && (await idsIn("sending")).length > 0);
    await pause(random() * 50);
    await server.kill();
    for (const id of await idsIn("sending")) suspected.set(id, (suspected.get(id) ?? 0) + 1);
    await server.restart();
  }
  await until(async () => (await idsIn("sent")).length === MAILS);
  expect(suspected.size).toBeGreaterThan(0);
  expect(ids.filter((id) => copiesOf(id) === 0)).toEqual([]);
  const tooMany = ids.filter((id) => copiesOf(id) > 1 + (suspected.get(id) ?? 0));
  expect(tooMany).toEqual([]);
  expect(await idsIn("queued", "sending")).toEqual([]);
}, 240_000);
