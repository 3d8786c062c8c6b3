import { sql, type Transaction } from "kysely";
import { describe, expect, it } from "vitest";
import type { Database } from "../../../server/platform/database/open.ts";
import { openDatabase } from "../../../server/platform/database/open.ts";
import type { Schema } from "../../../server/platform/database/schema.ts";
import { ApiError, isStorageFault, toApiError } from "../../../server/platform/http/api-error.ts";
import { describeEachDatabase, sqlitePlace } from "../../support/databases.ts";

const secret = (id: string, secret = "s") => ({ id, purpose: "test", secret, created_at: 1 });
const insert = (id: string, text?: string) => (tx: Transaction<Schema>) =>
  tx.insertInto("server_secrets").values(secret(id, text)).execute();
const ids = async (database: Database) =>
  (await database.read.selectFrom("server_secrets").select("id").orderBy("id").execute()).map(({ id }) => id);

/** The errors with which the writes were rejected. */
async function refusals(writes: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  const results = await Promise.allSettled(writes);
  return results.map((result) => (result.status === "rejected" ? result.reason : "was written"));
}

function expectUnavailable(reasons: readonly unknown[]): void {
  for (const reason of reasons) {
    expect(reason).toBeInstanceOf(Error);
    expect(isStorageFault(reason), String(reason)).toBe(true);
    expect(toApiError(reason)).toMatchObject({
      problem: { code: "storage_unavailable", status: 503 },
      headers: { "Retry-After": "5" },
      cause: reason,
    });
  }
}

describe("SQLite on a failing disk", () => {
  async function withDatabase(test: (database: Database) => Promise<void>): Promise<void> {
    const file = await sqlitePlace();
    const database = await openDatabase(file.location);
    await test(database);
    await database.close();
    await file.remove();
  }

  it("full: every write is rejected as storage_unavailable, nothing is partly written, and writing works again once there is space", () =>
    withDatabase(async (database) => {
      await database.write(insert("before"));
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database.writer);
      await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 5}`).execute(database.writer);
      const large = "x".repeat(100_000);
      expectUnavailable(
        await refusals([
          database.write(insert("a")),
          database.write(insert("b", large)),
          database.write(insert("c")),
        ]),
      );
      expect(await ids(database)).toEqual(["before"]);
      await sql`pragma max_page_count = 1000000`.execute(database.writer);
      await database.write(insert("d", large));
      expect(await ids(database)).toEqual(["before", "d"]);
    }));

  it("full, by many small writes: the acknowledged writes are stored, and no others", () =>
    withDatabase(async (database) => {
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database.writer);
      await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 30}`).execute(database.writer);
      const acknowledged: string[] = [];
      const reasons: unknown[] = [];
      for (let round = 0; round < 20; round++)
        await Promise.all(
          Array.from({ length: 10 }, async (_, at) => {
            const id = `${round}-${at}`;
            await database.write(insert(id, "y".repeat(2_000))).then(
              () => acknowledged.push(id),
              (reason: unknown) => reasons.push(reason),
            );
          }),
        );
      expect(acknowledged.length).toBeGreaterThan(0);
      expect(reasons.length).toBeGreaterThan(0);
      expectUnavailable(reasons);
      expect(await ids(database)).toEqual([...acknowledged].sort());
    }));

  it("read-only: every write is rejected as storage_unavailable, and reading still works", () =>
    withDatabase(async (database) => {
      await database.write(insert("before"));
      await sql`pragma query_only = on`.execute(database.writer);
      expectUnavailable(await refusals([database.write(insert("a")), database.write(insert("b"))]));
      expect(await ids(database)).toEqual(["before"]);
      await sql`pragma query_only = off`.execute(database.writer);
      await database.write(insert("c"));
      expect(await ids(database)).toEqual(["before", "c"]);
    }));

  it("busy: another program's lock on the file is a temporary fault", () =>
    withDatabase(async (database) => {
      const { rows } = await sql<{ file: string }>`pragma database_list`.execute(database.writer);
      const other = await openDatabase(rows[0]?.file ?? "");
      await sql`pragma busy_timeout = 20`.execute(database.writer);
      await sql`begin immediate`.execute(other.writer);
      expectUnavailable(await refusals([database.write(insert("a"))]));
      await sql`rollback`.execute(other.writer);
      await other.close();
      await database.write(insert("b"));
      expect(await ids(database)).toEqual(["b"]);
    }));
});

describeEachDatabase("an error of a statement or a connection", (open) => {
  it("a violated constraint or an invalid statement is an internal error", async () => {
    const database = await open();
    await database.write(insert("a"));
    for (const broken of [
      () => database.write(insert("a")),
      () => database.write((tx) => sql`insert into no_such_table values (1)`.execute(tx)),
      () => sql`select no_such_function()`.execute(database.read),
    ]) {
      const reason = await broken().catch((error: unknown) => error);
      expect(isStorageFault(reason)).toBe(false);
      expect(toApiError(reason)).toMatchObject({ problem: { code: "internal", status: 500 } });
    }
  });

  it("a lost connection is a temporary fault, and the next write uses a new one", async () => {
    const database = await open();
    if (database.engine === "sqlite") return;
    expectUnavailable(
      await refusals([
        database.write(insert("a")),
        database.write((tx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)),
        database.write(insert("b")),
      ]),
    );
    await database.write(insert("c"));
    expect(await ids(database)).toEqual(["c"]);
  });

  it("a read-only server is a temporary fault", async () => {
    const database = await open();
    if (database.engine === "sqlite") return;
    expectUnavailable(
      await refusals([
        database.write(async (tx) => {
          await sql`set transaction read only`.execute(tx);
          await insert("a")(tx);
        }),
      ]),
    );
  });
});

describe("the code of an error", () => {
  it.each([10, 8, 13, 14, 5, 6, 10 | (13 << 8), 5 | (2 << 8)])(
    "%i of SQLite is a storage fault",
    (errcode) => {
      expect(isStorageFault(Object.assign(new Error("x"), { errcode, code: "ERR_SQLITE_ERROR" }))).toBe(true);
    },
  );
  it.each([1, 11, 19, 19 | (5 << 8), 20])("%i of SQLite is not a storage fault", (errcode) => {
    expect(isStorageFault(Object.assign(new Error("x"), { errcode, code: "ERR_SQLITE_ERROR" }))).toBe(false);
  });
  it.each([
    "08006",
    "08001",
    "53100",
    "53300",
    "57P01",
    "57P03",
    "58030",
    "25006",
    "ECONNREFUSED",
    "ECONNRESET",
    "EPIPE",
    "ETIMEDOUT",
    "ENOTFOUND",
  ])("%s of PostgreSQL or of a socket is a storage fault", (code) => {
    expect(isStorageFault(Object.assign(new Error("x"), { code }))).toBe(true);
  });
  it.each(["23505", "42P01", "22021", "25P02", "ERR_ASSERTION", undefined])(
    "%s is not a storage fault",
    (code) => {
      expect(isStorageFault(Object.assign(new Error("x"), { code }))).toBe(false);
    },
  );
  it.each([
    "Connection terminated unexpectedly",
    "Connection terminated due to connection timeout",
    "Client has encountered a connection error and is not queryable",
    "timeout exceeded when trying to connect",
  ])("missing, with the message '%s' of pg, is a storage fault", (message) => {
    expect(isStorageFault(new Error(message))).toBe(true);
  });
  it("a value that is not an error is not a storage fault, and an ApiError is returned unchanged", () => {
    for (const thrown of [null, undefined, "full", { errcode: 13 }]) {
      expect(isStorageFault(thrown)).toBe(false);
      expect(toApiError(thrown).problem.code).toBe("internal");
    }
    const failure = new ApiError("not_found");
    expect(toApiError(failure)).toBe(failure);
  });
});
