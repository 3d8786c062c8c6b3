import { readdirSync, readFileSync } from "node:fs";
import { Kysely, sql } from "kysely";
import { describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../../server/platform/database/migrate.ts";
import { type Database, openDatabase } from "../../../server/platform/database/open.ts";
import { postgresDialect } from "../../../server/platform/database/postgres.ts";
import { openSqlite, sqliteDialect } from "../../../server/platform/database/sqlite.ts";
import { StartupError } from "../../../server/platform/startup-error.ts";
import { describeEachEngine, postgresPlace } from "../../support/databases.ts";

type Columns = Record<string, readonly string[]>;

/** Tables and columns (with `?` where null is allowed) as the database has them. */
async function columnsOf(database: Database): Promise<Columns> {
  const tables = await database.read.introspection.getTables();
  return Object.fromEntries(
    tables
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, columns }) => [
        name,
        columns.map((column) => (column.isNullable ? `${column.name}?` : column.name)).sort(),
      ]),
  );
}

/** The same according to the types of the schema, which all queries are checked with. */
function columnsInTypes(): Columns {
  const folder = new URL("../../../server/platform/database/", import.meta.url);
  const source = readdirSync(folder)
    .filter((name) => /^schema[\w-]*\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
  const interfaces = new Map(
    [...source.matchAll(/interface (\w+)(?:\s+extends\s+[\w,\s]+)?\s*\{([^}]*)\}/g)].map(
      ([, name, body = ""]) => [name, body],
    ),
  );
  const tables = [...interfaces]
    .filter(([name]) => name?.endsWith("Schema"))
    .map(([, body]) => body)
    .join("\n");
  const entries = [...tables.matchAll(/^ {2}(\w+): (\w+);$/gm)].map(([, table = "", type]) => {
    const fields = [...(interfaces.get(type) ?? "").matchAll(/^ {2}(\w+): ([^;]+);$/gm)];
    return [
      table,
      fields.map(([, name, of]) => (of?.endsWith("| null") ? `${name}?` : `${name}`)).sort(),
    ] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The names of the migrations that the database has recorded. */
async function stepsOf(database: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(
    database.read,
  );
  return rows.map(({ name }) => name);
}

describeEachEngine("migrations", (place) => {
  it("create the whole schema in an empty database, with the columns of the types", async () => {
    const database = await openDatabase((await place({ empty: true })).location);
    expect(await columnsOf(database)).toEqual(columnsInTypes());
    expect(Object.keys(columnsInTypes()).length).toBeGreaterThan(15);
    await database.close();
  });

  it("are listed in order, and each runs once, at the first start", async () => {
    const { location } = await place({ empty: true });
    const first = await openDatabase(location);
    const listed = Object.keys(MIGRATIONS);
    expect(listed).toEqual([...listed].sort());
    const numbers = listed.map((name) => /^(\d{4})-[a-z-]+$/.exec(name)?.[1]);
    expect(numbers).not.toContain(undefined);
    expect(new Set(numbers).size).toBe(listed.length);
    expect(await stepsOf(first)).toEqual(listed);
    await first.write((tx) => tx.insertInto("server_secrets").values(SECRET).execute());
    await first.close();
    const second = await openDatabase(location);
    expect(await stepsOf(second)).toEqual(listed);
    expect(await second.read.selectFrom("server_secrets").selectAll().execute()).toEqual([SECRET]);
    await second.close();
  });

  it("refuse a database of a newer Foyer, and leave it unchanged", async () => {
    const { location } = await place();
    const database = await openDatabase(location);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2030')`.execute(
      database.writer,
    );
    const before = await columnsOf(database);
    await database.close();
    const error = await openDatabase(location).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartupError);
    expect(error).toMatchObject({ code: "database_newer" });
    expect(String(error)).toContain("9999-from-the-future");
    await expectUntouched(location, before);
  });
});

const SECRET = { id: "a", purpose: "test", secret: "s", created_at: Date.UTC(2026, 0) };

/** Removes the unknown migration, as a restored backup would, and checks that nothing else has changed. */
async function expectUntouched(location: string, before: Columns): Promise<void> {
  const dialect = location.startsWith("postgres")
    ? await postgresDialect(location)
    : sqliteDialect(await openSqlite(location, "write"));
  const db = new Kysely<never>({ dialect });
  await sql`delete from kysely_migration where name = '9999-from-the-future'`.execute(db);
  await db.destroy();
  const database = await openDatabase(location);
  expect(await columnsOf(database)).toEqual(before);
  await database.close();
}

describe("migrations on a PostgreSQL that several processes share", () => {
  it("create the schema once when two processes start at once", async () => {
    const { location, remove } = await postgresPlace({ empty: true });
    const databases = await Promise.all([1, 2, 3].map(() => openDatabase(location)));
    for (const database of databases) expect(await columnsOf(database)).toEqual(columnsInTypes());
    for (const database of databases) await database.close();
    await remove();
  });
});
