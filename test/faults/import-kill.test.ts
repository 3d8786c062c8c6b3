import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pino from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { COMMAND_LINE } from "../../server/accounts/audit-log.ts";
import { defineAttribute } from "../../server/contacts/crm/attributes.ts";
import { startCheck, startImport } from "../../server/imports/jobs/import-states.ts";
import { findImport } from "../../server/imports/jobs/import-store.ts";
import { receiveUpload } from "../../server/imports/jobs/receive-upload.ts";
import { toImportInfo } from "../../server/imports/jobs/to-import-info.ts";
import { readConfig } from "../../server/platform/config.ts";
import { type Database, openDatabase } from "../../server/platform/database/open.ts";
import type { ImportInfo } from "../../shared/import.ts";
import { seeded } from "../support/clock.ts";
import { contactContents } from "../support/contents.ts";
import { PROPERTY, withProperty } from "../support/prepared-data.ts";
import { type ServerProcess, startServer } from "../support/server.ts";

const ROWS = 2_000;
const KILLS = 10;
const SEED = Number(process.env.FOYER_TEST_SEED ?? Date.now() % 1_000_000);
const OTHER = "shop000002";

/** People of whom some are there twice, some with other details, and some cannot be read. */
function people(): string {
  const random = seeded(SEED);
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const who = random() < 0.1 ? Math.floor(random() * at) : at;
    const email = random() < 0.02 ? "none" : `person.${who}@example.com`;
    const phone = random() < 0.3 ? `+4420${String(Math.floor(who / 2)).padStart(7, "0")}` : "";
    const more = [
      `Firm ${who % 40}`,
      random() < 0.5 ? `tag ${at % 30}; Tag ${who % 30}` : "",
      random() < 0.5 ? `note of ${at % 3 ? who : at}` : "",
      random() < 0.05 ? "many" : who % 9 || "",
    ];
    return `Person ${at % 7 ? who : at},${email},${phone},${more.join()}`;
  });
  return ["Name,E-mail,Phone,Company,Tags,Notes,Seats", ...rows].join("\n");
}

let server: ServerProcess;
let database: Database;
let file: string;
const folder = mkdtempSync(join(tmpdir(), "foyer-kill-"));

beforeAll(async () => {
  file = people();
  writeFileSync(join(folder, "people.csv"), file);
  server = await startServer({}, async (data) => {
    await withProperty()(data);
    await withProperty({}, OTHER)(data);
  });
  database = await openDatabase(join(server.data, "foyer.db"));
  const seats = { key: "seats", label: "Seats", type: "number", choices: [], position: 0 } as const;
  await database.write(async (tx) => {
    for (const property of [PROPERTY, OTHER]) await defineAttribute(tx, property, { ...seats, choices: [] });
  });
});
afterAll(async () => {
  await database.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

const deps = () => ({
  config: { ...readConfig({}, server.data), data: server.data },
  database,
  log: pino({ level: "silent" }),
  now: Date.now,
  random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
});
const info = async (property: string, id: string): Promise<ImportInfo & { line: number }> => {
  const row = await findImport(database.read, property, id);
  if (row.fault) throw new Error(row.fault);
  return { ...toImportInfo(row), line: row.line_done };
};
const namesOf = async (table: "tags" | "organizations", property: string) => {
  const rows = await database.read
    .selectFrom(table)
    .select("name")
    .where("property_id", "=", property)
    .execute();
  return rows.map(({ name }) => name).sort();
};
const until = async (property: string, id: string, eb: (now: ImportInfo & { line: number }) => boolean) => {
  for (;;) {
    const now = await info(property, id);
    if (eb(now)) return now;
    await pause(5);
  }
};

/** Hands the file to the server, which takes it up. */
async function begin(property: string): Promise<string> {
  async function* body() {
    yield Buffer.from(file);
  }
  const upload = { property, agent: null, name: "people.csv", body: body(), length: null };
  const id = await receiveUpload(deps(), upload);
  const { mapping } = await info(property, id);
  await startCheck(deps(), { property, id }, mapping);
  return id;
}

it(`R18: an import whose server is killed ${KILLS} times at random moments has the same result as an undisturbed one (seed ${SEED})`, async () => {
  const random = seeded(SEED + 1);
  const calm = await begin(OTHER);
  await until(OTHER, calm, ({ state }) => state === "checked");
  await startImport(deps(), { property: OTHER, id: calm }, COMMAND_LINE);
  const expected = await until(OTHER, calm, ({ state }) => state === "done");

  const id = await begin(PROPERTY);
  await until(PROPERTY, id, ({ progress }) => progress > 0).then(() => server.restart());
  await until(PROPERTY, id, ({ state }) => state === "checked");
  await startImport(deps(), { property: PROPERTY, id }, COMMAND_LINE);
  const moments = Array.from({ length: KILLS }, () => random() * ROWS).sort((a, b) => a - b);
  let kills = 0;
  for (const line of moments) {
    const now = await until(PROPERTY, id, ({ line: done, state }) => done >= line || state === "done");
    if (now.state === "done") break;
    await pause(random() * 30);
    await server.restart();
    kills++;
  }
  const done = await until(PROPERTY, id, ({ state }) => state === "done");
  expect(kills).toBeGreaterThan(KILLS / 2);
  expect(done.report).toEqual(expected.report);
  expect(done.report).toEqual(done.check);
  expect(await contactContents(database, PROPERTY)).toEqual(await contactContents(database, OTHER));
  for (const table of ["tags", "organizations"] as const)
    expect(await namesOf(table, PROPERTY)).toEqual(await namesOf(table, OTHER));
  const again = await begin(PROPERTY);
  const { check } = await until(PROPERTY, again, ({ state }) => state === "checked");
  expect(check?.counts).toMatchObject({ new: 0, updated: 0, conflict: 0 });
}, 300_000);
