import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { createCheckpointer, LOG_PAGES } from "../../../server/platform/database/checkpoints.ts";
import { openSqlite } from "../../../server/platform/database/sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "foyer-checkpoints-"));
afterEach(() => rmSync(folder, { recursive: true }));

it("a thread copies large writes from the log into the database file, so that no commit has to", async () => {
  const path = join(folder, "much.db");
  const database = await openSqlite(path, "write");
  database.exec("create table pages (page blob); pragma wal_autocheckpoint = 0");
  const set: number[] = [];
  const { committed, stop } = createCheckpointer(path, (pages) => set.push(pages));
  for (let commit = 0; commit < 64; commit++) {
    database.exec("begin");
    for (let row = 0; row < 80; row++) database.exec("insert into pages values (randomblob(3500))");
    database.exec("commit");
    committed();
  }
  expect(set).toEqual([LOG_PAGES.withThread]);
  await expect.poll(() => statSync(path).size, { timeout: 10_000 }).toBeGreaterThan(15_000_000);
  await stop();
  database.close();
  expect(set).toEqual([LOG_PAGES.withThread]);
});
