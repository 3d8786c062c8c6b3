import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Database, openDatabase } from "../../server/platform/database/open.ts";
import { insertProperty } from "../../server/properties/store.ts";
import { defaultSettings } from "../../shared/property.ts";
import { IMAP_FOLDER, IMAP_PASSWORD, IMAP_USER } from "../support/imap-server.ts";
import { imapSettings, useMailbox } from "../support/mailboxes.ts";
import { launchServer, PROPERTY, peakMemory, percentile, watchVisitor } from "./bench-server.ts";
import type { BenchRow } from "./row.ts";

/** 10,000 is what is promised. */
const MAILS = Number(process.env.FOYER_BENCH_MAILS ?? 10_000);
/** The promised number of mails a second. */
const PROMISED = 50;
/** How long visits are watched while no mail is taken in, ms. */
const CALM = 5_000;

/**
 * Waiting mails of an IMAP mailbox, each of some kilobytes in text and HTML, taken in by the built server while a visitor
 * visits: four of five become tickets of people who were not known, one answers an earlier mail.
 */
export async function benchMailIn(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "foyer-bench-mail-in-"));
  const database = await openDatabase(join(folder, "foyer.db"));
  const settings = defaultSettings("Bench", "UTC");
  await database.write((tx) => insertProperty(tx, { id: PROPERTY, settings, now: Date.now() }));
  const mailbox = await launchMailbox();
  let server = await launchServer(folder);
  try {
    const calm = watchVisitor(server.port);
    await pause(CALM);
    const calmWaits = await calm.stop();
    server.process.kill("SIGKILL");
    await useMailbox({ database, now: Date.now }, PROPERTY, imapSettings(mailbox.port));
    server = await launchServer(folder);
    const begun = performance.now();
    const visitor = watchVisitor(server.port);
    await untilTakenIn(database);
    const seconds = (performance.now() - begun) / 1_000;
    const waits = await visitor.stop();
    return [
      {
        name: `mails a second, of ${MAILS} that waited`,
        value: MAILS / seconds,
        unit: "/s",
        baseline: PROMISED,
        atLeastRatio: 1,
      },
      { name: "  the server's memory at most", value: peakMemory(server.process), unit: "MB", limit: 256 },
      { name: "  a visit before, median", value: percentile(calmWaits, 0.5), unit: "ms" },
      {
        name: "  a visit meanwhile, median",
        value: percentile(waits, 0.5),
        unit: "ms",
        baseline: percentile(calmWaits, 0.5),
        atMostRatio: 3,
      },
      { name: "  a visit before, 99th percentile", value: percentile(calmWaits, 0.99), unit: "ms" },
      {
        name: "  a visit meanwhile, 99th percentile",
        value: percentile(waits, 0.99),
        unit: "ms",
        limit: 100,
      },
    ];
  } finally {
    server.process.kill("SIGKILL");
    mailbox.process.kill("SIGKILL");
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function launchMailbox(): Promise<{ process: ChildProcess; port: number }> {
  const script = fileURLToPath(new URL("imap-mailbox.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, String(MAILS), IMAP_FOLDER, IMAP_USER, IMAP_PASSWORD], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The IMAP server ended with ${code}`)));
    child.stdout.once("data", (chunk: Buffer) => resolve(Number(chunk)));
  });
  child.removeAllListeners("exit");
  return { process: child, port };
}

/** Waits until every mail of the mailbox is in a ticket. @throws if one cannot be processed */
async function untilTakenIn({ read }: Database): Promise<void> {
  for (;;) {
    const rows = await read
      .selectFrom("received_mails")
      .select(["state", (eb) => eb.fn.countAll<number>().as("mails")])
      .groupBy("state")
      .execute();
    const mailsIn = (state: string) => Number(rows.find((row) => row.state === state)?.mails ?? 0);
    if (mailsIn("failed")) throw new Error(`${mailsIn("failed")} mails could not be processed`);
    if (mailsIn("done") === MAILS) return;
    await pause(200);
  }
}
