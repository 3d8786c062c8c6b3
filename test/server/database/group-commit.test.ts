import { type Kysely, sql, type Transaction } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { groupCommit } from "../../../server/platform/database/group-commit.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import type { Schema } from "../../../server/platform/database/schema.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { describeEachDatabase } from "../../support/databases.ts";

type Scratch = { scratch: { id: number; text: string } };
type Tables = Schema & Scratch;

/** Makes a job that inserts a row and returns its ID. */
const insert =
  (id: number, text = "") =>
  async (tx: Transaction<Tables>) => {
    await tx.insertInto("scratch").values({ id, text }).execute();
    return id;
  };

describeEachDatabase("group commit", (open) => {
  let database: Database;
  let reader: Kysely<Tables>;
  const write = <T>(run: (tx: Transaction<Tables>) => Promise<T>) =>
    database.write((tx) => run(tx.withTables<Scratch>()));
  const rows = async () => {
    const found = await reader.selectFrom("scratch").select("id").orderBy("id").execute();
    return found.map(({ id }) => id);
  };

  beforeAll(async () => {
    database = await open();
    reader = database.read.withTables<Scratch>();
    await sql`create table scratch (id integer primary key, text text not null)`.execute(database.writer);
    await sql`create table parents (id integer primary key)`.execute(database.writer);
    await sql`create table children (parent integer references parents (id) deferrable initially deferred)`.execute(
      database.writer,
    );
  });

  it("each caller gets its own result, after a reader can see its data", async () => {
    const seen = await Promise.all(
      [101, 102, 103].map(async (id) => {
        expect(await write(insert(id))).toBe(id);
        return rows();
      }),
    );
    seen.forEach((ids, at) => {
      expect(ids).toContain(101 + at);
    });
  });

  it("readers see only committed data, and no caller's promise resolves before the commit", async () => {
    const settled: string[] = [];
    const first = write(insert(201)).then(() => settled.push("first"));
    const second = write(async (tx) => {
      await insert(202)(tx);
      expect(await rows()).not.toContain(201);
      expect(await rows()).not.toContain(202);
      expect(
        (await tx.selectFrom("scratch").select("id").where("id", "in", [201, 202]).execute()).length,
      ).toBe(2);
      expect(settled).toEqual([]);
    });
    await Promise.all([first, second]);
    expect(await rows()).toEqual(expect.arrayContaining([201, 202]));
  });

  it("a failed job is rolled back alone, whatever it wrote and however it failed", async () => {
    const results = await Promise.allSettled([
      write(insert(301)),
      write(async (tx) => {
        await insert(302)(tx);
        throw new Error("changed its mind");
      }),
      write(async (tx) => {
        await insert(303)(tx);
        await insert(301)(tx); // exists already
      }),
      write((tx) => sql`select no_such_column from scratch`.execute(tx)),
      write(() => {
        throw new Error("threw at once");
      }),
      write(insert(304)),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    expect(results[1]).toMatchObject({ reason: { message: "changed its mind" } });
    const there = (await rows()).filter((id) => id > 300 && id < 400);
    expect(there).toEqual([301, 304]);
  });

  it("jobs run in the order of the calls, and each sees the data of earlier jobs", async () => {
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 600 }, (_, at) =>
        write(async (tx) => {
          const { count } = await tx
            .selectFrom("scratch")
            .select((eb) => eb.fn.countAll<number>().as("count"))
            .where("text", "=", "in order")
            .executeTakeFirstOrThrow();
          order.push(Number(count));
          await insert(1_000 + at, "in order")(tx);
        }),
      ),
    );
    expect(order).toEqual(Array.from({ length: 600 }, (_, at) => at));
  });

  it("when the commit itself fails, all its callers get the error, nothing is stored, and the next write works", async () => {
    const results = await Promise.allSettled([
      write(insert(401)),
      write((tx) => sql`insert into children (parent) values (999)`.execute(tx)),
      write(insert(402)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect((await rows()).filter((id) => id > 400 && id < 500)).toEqual([]);
    await write(insert(403));
    expect(await rows()).toContain(403);
  });

  it("a thousand writes at once are all stored, in far fewer transactions", async () => {
    let transactions = 0;
    const { write: counted, settled } = groupCommit(database.writer.withTables<Scratch>(), {
      begin: async () => void transactions++,
    });
    const ids = Array.from({ length: 1_000 }, (_, at) => 5_000 + at);
    expect(await Promise.all(ids.map((id) => counted(insert(id))))).toEqual(ids);
    await settled();
    expect((await rows()).filter((id) => id >= 5_000 && id < 6_000)).toEqual(ids);
    expect(transactions).toBeLessThanOrEqual(5);
  });

  it("writes that begin during a commit share the next transaction", async () => {
    let transactions = 0;
    const { write: counted } = groupCommit(database.writer.withTables<Scratch>(), {
      begin: async () => void transactions++,
    });
    await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        for (let round = 0; round < 10; round++) await counted(insert(7_000 + at * 10 + round));
      }),
    );
    expect(transactions).toBeLessThan(100);
    expect((await rows()).filter((id) => id >= 7_000 && id < 7_200).length).toBe(200);
  });

  it("a transaction that can't begin rejects its callers with the reason", async () => {
    const { write: broken } = groupCommit(database.writer.withTables<Scratch>(), {
      begin: async () => {
        throw new Error("no lock to be had");
      },
    });
    await expect(Promise.all([broken(insert(601)), broken(insert(602))])).rejects.toThrow(
      "no lock to be had",
    );
    expect(await rows()).not.toContain(601);
    await write(insert(603));
  });

  it("publishes the events in the order of the jobs, after a reader can see the data and before any caller's promise resolves", async () => {
    const observed: unknown[] = [];
    const pending: Promise<unknown>[] = [];
    const { write: publishing } = groupCommit<Tables, number>(database.writer.withTables<Scratch>());
    const publish = (event: number) => {
      observed.push(event);
      pending.push(rows().then((ids) => expect(ids).toEqual(expect.arrayContaining([801, 802, 803]))));
    };
    const writes = [801, 802, 803].map(async (id) => {
      await publishing(async (tx) => {
        tx.publish(id);
        await insert(id)(tx);
        tx.publish(id + 0.5);
        expect(observed).toEqual([]);
      }, publish);
      observed.push(`caller of ${id}`);
    });
    await Promise.all(writes);
    const callers = [801, 802, 803].map((id) => `caller of ${id}`);
    expect(observed).toEqual([801, 801.5, 802, 802.5, 803, 803.5, ...callers]);
    await Promise.all(pending);
  });

  it("publishes no event of a failed job, and none if the commit fails", async () => {
    const published: FoyerEvent[] = [];
    const publishing = database.publishingTo((event) => void published.push(event));
    const event = (property: string) => ({ kind: "settings" as const, property });
    await Promise.allSettled([
      publishing.write(async (tx) => tx.publish(event("first"))),
      publishing.write(async (tx) => {
        tx.publish(event("failed"));
        throw new Error("failed");
      }),
      publishing.write(async (tx) => tx.publish(event("last"))),
    ]);
    expect(published).toEqual([event("first"), event("last")]);
    const failures: PromiseSettledResult<unknown>[] = await Promise.allSettled([
      publishing.write(async (tx) => {
        tx.publish(event("alone"));
        throw new Error("failed");
      }),
    ]);
    failures.push(
      ...(await Promise.allSettled([
        publishing.write(async (tx) => tx.publish(event("not committed"))),
        publishing.write((tx) => sql`insert into children (parent) values (999)`.execute(tx)),
      ])),
    );
    expect(failures.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(published).toHaveLength(2);
  });

  it("an event published after its job has ended is an error, not silently lost", async () => {
    const finished = await database.write(async (tx) => tx);
    expect(() => finished.publish({ kind: "settings", property: "late" })).toThrow(TypeError);
  });

  it("closing waits for earlier writes; later writes are rejected and do not hang", async () => {
    const other = await open();
    await sql`create table scratch (id integer primary key, text text not null)`.execute(other.writer);
    const asked = Array.from({ length: 50 }, (_, at) =>
      other.write((tx) => insert(at)(tx.withTables<Scratch>())),
    );
    await other.close();
    expect(await Promise.all(asked)).toHaveLength(50);
    await expect(other.write((tx) => insert(99)(tx.withTables<Scratch>()))).rejects.toThrow();
  });
});
