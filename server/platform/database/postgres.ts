import { type Dialect, PostgresDialect } from "kysely";
import { withoutNul } from "./without-nul.ts";

/** PostgreSQL through `pg`, loaded only when a database address asks for it. */
export async function postgresDialect(url: string): Promise<Dialect> {
  const { default: pg } = await import("pg");
  // by default, bigint is read as text; Foyer's are times in ms and counts, well below 2^53
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000 });
  // without listeners, a connection that the server drops would end the process; the next query reports the error
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("connect", (client) => {
    const query: (...call: unknown[]) => unknown = client.query.bind(client);
    Object.assign(client, {
      query: (sql: unknown, parameters?: unknown, ...more: unknown[]) =>
        query(sql, Array.isArray(parameters) ? parameters.map(withoutNul) : parameters, ...more),
    });
  });
  return new PostgresDialect({ pool });
}
