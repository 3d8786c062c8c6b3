import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import pino from "pino";
import { COMMAND_LINE } from "../../server/accounts/audit-log.ts";
import { readCsv } from "../../server/imports/csv/read-csv.ts";
import { startCheck, startImport } from "../../server/imports/jobs/import-states.ts";
import { findImport } from "../../server/imports/jobs/import-store.ts";
import { receiveUpload } from "../../server/imports/jobs/receive-upload.ts";
import { readConfig } from "../../server/platform/config.ts";
import { type Database, openDatabase } from "../../server/platform/database/open.ts";
import { openSqlite } from "../../server/platform/database/sqlite.ts";
import { insertProperty } from "../../server/properties/store.ts";
import { defaultSettings } from "../../shared/property.ts";
import { drawVisitorId } from "../../shared/rules/visitor-id.ts";
import { launchServer, PROPERTY, peakMemory, percentile, watchVisitor } from "./bench-server.ts";
import type { BenchRow } from "./row.ts";

/** A million (FOYER_BENCH_ROWS=1000000) is what is promised; as a rule the bench runs a part of it. */
const ROWS = Number(process.env.FOYER_BENCH_ROWS ?? 100_000);
/** How long visits are watched while nothing is imported, ms. */
const CALM = 3_000;

/**
 * An import of realistic people (5 % twice, 2 % bad) into a property that has a tenth of them, by the built server, while
 * a visitor visits; beside the same parser with one bare prepared insert a row in one transaction.
 */
export async function benchImport(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "foyer-bench-import-"));
  const paths = { seed: join(folder, "seed.csv"), people: join(folder, "people.csv") };
  await writePeople(paths.seed, ROWS / 10, 10 * ROWS);
  await writePeople(paths.people, ROWS, 0);
  const database = await prepare(folder);
  const server = await launchServer(folder);
  try {
    const bare = await bareInserts(paths.people, folder);
    await importFile(database, folder, paths.seed);
    const calm = watchVisitor(server.port);
    await pause(CALM);
    const calmWaits = await calm.stop();
    const visitor = watchVisitor(server.port);
    const first = await importFile(database, folder, paths.people);
    const waits = await visitor.stop();
    const second = await importFile(database, folder, paths.people);
    const comparing = watchVisitor(server.port);
    const compared = await untilCompared(database);
    const comparingWaits = await comparing.stop();
    const rate = (milliseconds: number) => (1_000 * ROWS) / milliseconds;
    return [
      { name: `rows of ${ROWS} a second, parser and bare inserts`, value: rate(bare), unit: "/s" },
      {
        name: "rows a second, imported, with history and index",
        value: rate(first.imported),
        unit: "/s",
        baseline: rate(bare),
        atLeastRatio: 0.4,
      },
      {
        name: "  the dry run before it",
        value: rate(first.checked),
        unit: "/s",
        baseline: rate(first.imported),
        atLeastRatio: 1,
      },
      {
        name: "  the same file again: all unchanged",
        value: rate(second.imported),
        unit: "/s",
        baseline: rate(first.imported),
        atLeastRatio: 1,
      },
      { name: "  the server's memory at most", value: peakMemory(server.process), unit: "MB", limit: 256 },
      { name: "  a visit before, 99th percentile", value: percentile(calmWaits, 0.99), unit: "ms" },
      {
        name: "  a visit meanwhile, 99th percentile",
        value: percentile(waits, 0.99),
        unit: "ms",
        limit: 100,
      },
      { name: "all duplicates among them found", value: compared, unit: "s" },
      { name: "  a visit meanwhile, 99th percentile", value: percentile(comparingWaits, 0.99), unit: "ms" },
    ];
  } finally {
    server.process.kill("SIGKILL");
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writePeople(path: string, rows: number, from: number): Promise<void> {
  async function* lines() {
    yield "Name,E-mail,Phone,Company\n";
    for (let at = 0; at < rows; at += 1_000)
      yield Array.from({ length: Math.min(1_000, rows - at) }, (_, more) => person(from, at + more)).join("");
  }
  await pipeline(lines(), createWriteStream(path));
}

function person(from: number, at: number): string {
  const who = from + (at % 20 === 19 ? Math.floor(at / 2) : at);
  const name = `${syllables(who, 2)} ${syllables(who * 7 + 3, 3)}`;
  const email = at % 50 === 7 ? "none" : `${name.replace(" ", ".").toLowerCase()}.${who}@example.com`;
  const phone = who % 3 ? "" : `+44 20 ${String(who).padStart(8, "0")}`;
  return `${name},${email},${phone},"Firm ${who % 997}, Ltd"\n`;
}

function syllables(seed: number, count: number): string {
  let [name, mixed] = ["", Math.imul(seed + 1, 2_654_435_761) >>> 0];
  for (let at = 0; at < count; at++, mixed = Math.imul(mixed ^ (mixed >>> 13), 1_597_334_677) >>> 0)
    name += ("bdfgklmnprstvwz"[mixed % 15] ?? "") + ("aeiou"[(mixed >>> 8) % 5] ?? "");
  return name.charAt(0).toUpperCase() + name.slice(1);
}

async function prepare(folder: string): Promise<Database> {
  const database = await openDatabase(join(folder, "foyer.db"));
  const settings = defaultSettings("Bench", "UTC");
  await database.write((tx) => insertProperty(tx, { id: PROPERTY, settings, now: Date.now() }));
  return database;
}

/** @returns milliseconds */
async function bareInserts(path: string, folder: string): Promise<number> {
  const database = await openSqlite(join(folder, "bare.db"), "write");
  database.exec("create table people (id text primary key, name text, email text, phone text)");
  const insert = database.prepare("insert into people (id, name, email, phone) values (?, ?, ?, ?)");
  const fill = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
  const begun = performance.now();
  database.exec("begin");
  for await (const rows of readCsv(createReadStream(path), { encoding: "utf-8", delimiter: "," }))
    for (const { cells } of rows) insert.run(drawVisitorId(fill), cells[0], cells[1], cells[2]);
  database.exec("commit");
  const taken = performance.now() - begun;
  database.close();
  return taken;
}

/** Has the server check and import a file. @returns how long each took it, ms */
async function importFile(
  database: Database,
  data: string,
  path: string,
): Promise<{ checked: number; imported: number }> {
  const deps = {
    config: { ...readConfig({}, data), data },
    database,
    log: pino({ level: "error" }),
    now: Date.now,
    random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
  };
  const id = await receiveUpload(deps, {
    property: PROPERTY,
    agent: null,
    name: "people.csv",
    body: createReadStream(path),
    length: (await stat(path)).size,
  });
  const key = { property: PROPERTY, id };
  const until = async (state: string) => {
    let begun = 0;
    for (;;) {
      const row = await findImport(database.read, PROPERTY, id);
      if (row.fault) throw new Error(row.fault);
      // the server looks for work once a second: that is not what is measured
      if (!begun && (row.runner !== null || row.state === state)) begun = performance.now();
      if (row.state === state) return performance.now() - begun;
      await pause(20);
    }
  };
  await startCheck(deps, key, ["name", "email", "phone", null]);
  const checked = await until("checked");
  await startImport(deps, key, COMMAND_LINE);
  return { checked, imported: await until("done") };
}

/** Waits until the server has compared everybody who was imported with all others. @returns seconds */
async function untilCompared(database: Database): Promise<number> {
  const begun = performance.now();
  const next = database.read.selectFrom("contacts_to_compare").select("visitor_id").limit(1);
  while (await next.executeTakeFirst()) await pause(200);
  return (performance.now() - begun) / 1_000;
}
