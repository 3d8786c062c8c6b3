import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../../server/platform/database/open.ts";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A PostgreSQL that lives as long as the test run; its database `foyer_template` is migrated. */
    postgres: string;
    /** A SQLite file that is migrated, to be copied. */
    sqlite: string;
  }
}

/** vitest's global set-up for the tests with databases: a migrated one of each engine, from which every test's own is copied. */
export default async function makeTemplates(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "foyer-template-"));
  const sqlite = join(folder, "foyer.db");
  await migrate(sqlite);
  project.provide("sqlite", sqlite);
  const { url, stop } = await startPostgres();
  project.provide("postgres", url);
  const client = new pg.Client(`${url}/postgres`);
  await client.connect();
  await client.query("create database foyer_template");
  await client.end();
  await migrate(`${url}/foyer_template`);
  return async () => {
    rmSync(folder, { recursive: true });
    await stop();
  };
}

async function migrate(location: string): Promise<void> {
  const database = await openDatabase(location);
  await database.close();
}
