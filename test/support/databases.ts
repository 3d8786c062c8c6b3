import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, describe, inject } from "vitest";
import { type Database, openDatabase } from "../../server/platform/database/open.ts";

/** A place for a database, empty or migrated, that nobody else uses. */
export interface Place {
  readonly engine: Database["engine"];
  /** The argument of `openDatabase`. */
  readonly location: string;
  remove(): Promise<void>;
}

/** A file in a folder of its own, copied from the migrated one (quick) unless it is to be empty. */
export async function sqlitePlace({ empty = false } = {}): Promise<Place> {
  const location = join(mkdtempSync(join(tmpdir(), "foyer-")), "foyer.db");
  if (!empty) copyFileSync(inject("sqlite"), location);
  return {
    engine: "sqlite",
    location,
    remove: async () => rmSync(dirname(location), { recursive: true }),
  };
}

let made = 0;

/** Runs a statement on the server of PostgreSQL. The connection ends with it: suites have many databases at once. */
async function runOnPostgres(statement: string): Promise<void> {
  const admin = new pg.Client(`${inject("postgres")}/postgres`);
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}

/** A PostgreSQL database, copied from the migrated one (quick) unless it is to be empty. */
export async function postgresPlace({ empty = false } = {}): Promise<Place> {
  const name = `foyer_${process.pid}_${++made}`;
  await runOnPostgres(`create database ${name} template ${empty ? "template1" : "foyer_template"}`);
  return {
    engine: "postgres",
    location: `${inject("postgres")}/${name}`,
    remove: () => runOnPostgres(`drop database ${name} with (force)`),
  };
}

/** Runs the same suite where nothing is yet, on each engine; `place` gives a new place, removed after the test. */
export function describeEachEngine(
  title: string,
  suite: (place: (options?: { empty?: boolean }) => Promise<Place>, engine: Database["engine"]) => void,
): void {
  describe.each([
    ["SQLite", "sqlite", sqlitePlace],
    ["PostgreSQL", "postgres", postgresPlace],
  ] as const)(`${title}, on %s`, (_, engine, make) => {
    const places: Place[] = [];
    afterEach(async () => {
      for (const place of places.splice(0)) await place.remove();
    });
    suite(async (options) => {
      const place = await make(options);
      places.push(place);
      return place;
    }, engine);
  });
}

/**
 * Runs the same suite on each engine. `open` gives a migrated database without a row in it, closed and removed when
 * the suite is over.
 */
export function describeEachDatabase(
  title: string,
  suite: (open: () => Promise<Database>, engine: Database["engine"]) => void,
): void {
  describe.each([
    ["SQLite", "sqlite", sqlitePlace],
    ["PostgreSQL", "postgres", postgresPlace],
  ] as const)(`${title}, on %s`, (_, engine, make) => {
    const endings: (() => Promise<void>)[] = [];
    afterAll(async () => {
      for (const end of endings.splice(0).reverse()) await end();
    });
    suite(async () => {
      const place = await make();
      const database = await openDatabase(place.location);
      endings.push(place.remove, database.close);
      return database;
    }, engine);
  });
}
