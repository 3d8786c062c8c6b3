import { type Kysely, type Migration, sql } from "kysely";
import { withoutSecrets } from "../../../../shared/rules/page-address.ts";

/** How many rows are read at once. */
const BATCH = 1_000;

interface Addresses {
  readonly table: string;
  /** The columns of the primary key, all of them text. */
  readonly key: readonly string[];
  /** The columns that hold addresses of pages. */
  readonly columns: readonly string[];
}

const ADDRESSES: readonly Addresses[] = [
  { table: "visits", key: ["id"], columns: ["page", "referrer"] },
  { table: "visitors", key: ["property_id", "id"], columns: ["last_page", "referrer"] },
  { table: "submissions", key: ["property_id", "conversation_id", "id"], columns: ["page"] },
];

/** Addresses of pages that were stored with all their parameters lose secrets and what names people (R24). */
export const pageAddresses: Migration = {
  async up(db) {
    for (const addresses of ADDRESSES) await cleanTable(db, addresses);
  },
};

async function cleanTable(db: Kysely<unknown>, addresses: Addresses): Promise<void> {
  const { table, columns } = addresses;
  const key = sql.join(addresses.key.map((name) => sql.ref(name)));
  const keyOf = (row: Readonly<Record<string, string>>) => addresses.key.map((name) => row[name] ?? "");
  let after: readonly string[] | null = addresses.key.map(() => "");
  while (after) {
    const { rows } = await sql<Readonly<Record<string, string>>>`
      select ${key}, ${sql.join(columns.map((name) => sql.ref(name)))} from ${sql.table(table)}
      where (${key}) > (${sql.join(after)}) order by ${key} limit ${BATCH}
    `.execute(db);
    for (const row of rows) {
      const cleaned = columns.map((name) => withoutSecrets(row[name] ?? "", []));
      if (columns.every((name, at) => cleaned[at] === row[name])) continue;
      const changes = columns.map((name, at) => sql`${sql.ref(name)} = ${cleaned[at]}`);
      await sql`
        update ${sql.table(table)} set ${sql.join(changes)} where (${key}) = (${sql.join(keyOf(row))})
      `.execute(db);
    }
    const last = rows.at(-1);
    after = last && rows.length === BATCH ? keyOf(last) : null;
  }
}
