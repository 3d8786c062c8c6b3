import { Kysely, Migrator, sql } from "kysely";
import { expect, it } from "vitest";
import { MIGRATIONS } from "../../../server/platform/database/migrate.ts";
import { openDatabase } from "../../../server/platform/database/open.ts";
import { postgresDialect } from "../../../server/platform/database/postgres.ts";
import { openSqlite, sqliteDialect } from "../../../server/platform/database/sqlite.ts";
import { sortKey } from "../../../server/platform/sort-key.ts";
import { describeEachEngine } from "../../support/databases.ts";

const BEFORE = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name < "0022"));

describeEachEngine("the upgrade to sorted names", (place, engine) => {
  it("gives every contact and organization that exists its sort key, and queues all contacts for the index", async () => {
    const { location } = await place({ empty: true });
    const dialect =
      engine === "postgres"
        ? await postgresDialect(location)
        : sqliteDialect(await openSqlite(location, "write"));
    const old = new Kysely<never>({ dialect });
    await new Migrator({ db: old, provider: { getMigrations: async () => BEFORE } }).migrateToLatest();
    const names = ["Ärmel", "bob", "Żaneta", "", "김"];
    for (const [at, name] of names.entries())
      await sql`insert into visitors (property_id, id, attached_to, attached_proven, contact_since, name, browser, os,
          device_kind, language, time_zone, screen, last_page, referrer, visit_count, first_seen_at, last_seen_at)
        with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 300)
        select case when n % 2 = 0 then 'one' else 'two' end, ${at} || '-' || n, null, 0, 1,
          ${name || null}, '', '', '', '', '', '', '', '', 1, 1, 1 from numbers`.execute(old);
    await sql`insert into organizations (property_id, id, name, key, domain, created_at)
      values ('one', 'o', 'Öl AG', 'öl ag', null, 1)`.execute(old);
    await old.destroy();
    const database = await openDatabase(location);
    const rows = await database.read.selectFrom("visitors").select(["id", "name", "sort_name"]).execute();
    expect(rows).toHaveLength(1_500);
    for (const { name, sort_name } of rows) expect(sort_name).toBe(sortKey(name ?? ""));
    expect(await database.read.selectFrom("organizations").select("sort_name").execute()).toEqual([
      { sort_name: sortKey("Öl AG") },
    ]);
    const queued = await database.read.selectFrom("contacts_to_index").select("backlog").execute();
    expect(queued.filter(({ backlog }) => backlog === 1)).toHaveLength(1_500);
    await database.close();
  });
});
