import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sql } from "kysely";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { type Database, openDatabase, openScratch } from "../../../server/platform/database/open.ts";
import { StartupError } from "../../../server/platform/startup-error.ts";
import { insertProperty } from "../../../server/properties/store.ts";
import { defaultSettings } from "../../../shared/property.ts";
import { describeEachDatabase, sqlitePlace } from "../../support/databases.ts";
import { freePort } from "../../support/postgres.ts";

async function folder(): Promise<string> {
  const { location, remove } = await sqlitePlace({ empty: true });
  onTestFinished(remove);
  return dirname(location);
}

/** The message of the error with which opening a database fails. */
async function refusal(location: string): Promise<string> {
  const error = await openDatabase(location).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StartupError);
  expect(error).toMatchObject({ code: "database_unreachable" });
  return error instanceof Error ? error.message : "";
}

describe("the error for a database that can't be opened names the database and the reason", () => {
  it("a folder in place of the file", async () => {
    const path = join(await folder(), "foyer.db");
    mkdirSync(path);
    expect(await refusal(path)).toContain(path);
  });

  it("a folder that does not exist", async () => {
    const path = join(await folder(), "nowhere", "foyer.db");
    expect(await refusal(path)).toMatch(/unable to open database file/);
  });

  it("a file that is not a database, which stays unchanged", async () => {
    const path = join(await folder(), "foyer.db");
    writeFileSync(path, "Dear diary, ".repeat(1_000));
    expect(await refusal(path)).toMatch(/not a database/);
  });

  it("a PostgreSQL server that does not run; the message does not contain the password", async () => {
    const message = await refusal(`postgres://foyer:s3cret@127.0.0.1:${await freePort()}/foyer`);
    expect(message).toMatch(/FOYER_DATABASE_URL/);
    expect(message).toMatch(/ECONNREFUSED/);
    expect(message).not.toContain("s3cret");
  });

  it("a PostgreSQL database that does not exist", async () => {
    expect(await refusal(`${inject("postgres")}/atlantis`)).toMatch(/"atlantis" does not exist/);
  });

  it("a PostgreSQL user that does not exist", async () => {
    const address = inject("postgres").replace("postgres@", "nobody_at_all@");
    expect(await refusal(`${address}/postgres`)).toMatch(/nobody_at_all/);
  });
});

describe("SQLite keeps acknowledged writes through a power failure", () => {
  const pragma = async (database: Database, name: string) => {
    const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(database.writer);
    return Object.values(rows[0] ?? {})[0];
  };

  it("synchronous is FULL and the journal mode is WAL, when the file is created and whenever it is opened", async () => {
    const path = join(await folder(), "foyer.db");
    for (const _ of ["new", "again", "and again"]) {
      const database = await openDatabase(path);
      expect(await pragma(database, "synchronous")).toBe(2);
      expect(await pragma(database, "journal_mode")).toBe("wal");
      expect(await pragma(database, "foreign_keys")).toBe(1);
      await database.close();
    }
  });

  it("the reading connection can't write", async () => {
    const database = await openDatabase(join(await folder(), "foyer.db"));
    await expect(sql`delete from visitors`.execute(database.read)).rejects.toThrow(/readonly/);
    await database.close();
  });
});

describeEachDatabase("values", (open) => {
  const secret = (id: string, purpose: string, at = 1) => ({ id, purpose, secret: "s", created_at: at });

  it("times beyond 32 bits are read back as the same numbers", async () => {
    const database = await open();
    const times = [0, 1_795_000_000_000, Number.MAX_SAFE_INTEGER, -1];
    await database.write(async (tx) => {
      for (const at of times)
        await tx
          .insertInto("server_secrets")
          .values(secret(`${at}`, "p", at))
          .execute();
    });
    const rows = await database.read.selectFrom("server_secrets").select(["id", "created_at"]).execute();
    expect(new Map(rows.map((row) => [row.id, row.created_at]))).toEqual(
      new Map(times.map((at) => [`${at}`, at])),
    );
  });

  it("text is read back unchanged", async () => {
    const database = await open();
    const texts = [
      "",
      " ",
      "Ünïcödé",
      "مرحبا",
      "👩‍👩‍👧",
      'it\'s "quoted" \\ %_',
      "line\nbreak",
      "x".repeat(100_000),
    ];
    await database.write(async (tx) => {
      for (const [at, text] of texts.entries())
        await tx
          .insertInto("server_secrets")
          .values(secret(`${at}`, text, at))
          .execute();
    });
    const rows = await database.read
      .selectFrom("server_secrets")
      .select("purpose")
      .orderBy("created_at")
      .execute();
    expect(rows.map(({ purpose }) => purpose)).toEqual(texts);
  });

  it("U+0000 in a text, which PostgreSQL can't store, is removed when writing and when searching", async () => {
    const database = await open();
    await database.write((tx) =>
      tx.insertInto("server_secrets").values(secret("a", "x\u0000y\u0000")).execute(),
    );
    const rows = await database.read
      .selectFrom("server_secrets")
      .select("purpose")
      .where("purpose", "=", "\u0000xy")
      .execute();
    expect(rows).toEqual([{ purpose: "xy" }]);
  });

  it("null is read back as null, and an update reports the number of changed rows", async () => {
    const database = await open();
    await database.write(async (tx) => {
      for (const id of ["a", "b", "c"])
        await tx
          .insertInto("properties")
          .values({
            id,
            name: id,
            settings: "{}",
            version: 1,
            created_at: 1,
            widget_seen_at: null,
            widget_seen_origin: null,
            last_ticket: 0,
            requires_two_factor: 0,
          })
          .execute();
    });
    const { numUpdatedRows } = await database.write((tx) =>
      tx
        .updateTable("properties")
        .set({ version: 2 })
        .where("id", "in", ["a", "b"])
        .executeTakeFirstOrThrow(),
    );
    expect(numUpdatedRows).toBe(2n);
    const returned = await database.write((tx) =>
      tx
        .updateTable("properties")
        .set({ last_ticket: 7 })
        .where("id", "=", "c")
        .returning("last_ticket")
        .execute(),
    );
    expect(returned).toEqual([{ last_ticket: 7 }]);
    const row = await database.read
      .selectFrom("properties")
      .selectAll()
      .where("id", "=", "c")
      .executeTakeFirst();
    expect(row).toMatchObject({ widget_seen_at: null, widget_seen_origin: null, version: 1 });
  });

  it("dates, booleans and undefined, which SQLite has no types for, are stored as text, 0 or 1, and null", async () => {
    const database = await open();
    if (database.engine === "postgres") return;
    const date = new Date(Date.UTC(2026, 10, 23, 12));
    const { rows } =
      await sql`select ${date} as date, ${true} as yes, ${false} as no, ${undefined} as missing`.execute(
        database.read,
      );
    expect(rows).toEqual([{ date: "2026-11-23T12:00:00.000Z", yes: 1, no: 0, missing: null }]);
  });
});

it("R17: each scratch database is migrated and empty, whatever was written into the one before", async () => {
  const home = await folder();
  const tables: string[][] = [];
  for (const name of ["first", "second", "third"]) {
    const scratch = await openScratch(join(home, name));
    tables.push((await scratch.read.introspection.getTables()).map((table) => table.name));
    expect(await scratch.read.selectFrom("properties").select("id").execute()).toEqual([]);
    const shop = { id: "shop000001", settings: defaultSettings("Shop", "UTC"), now: 1 };
    await scratch.write((tx) => insertProperty(tx, shop));
    await scratch.close();
  }
  expect(tables[0]).toContain("visitors");
  expect(new Set(tables.map(String)).size).toBe(1);
});
