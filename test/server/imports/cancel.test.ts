import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { COMMAND_LINE } from "../../../server/accounts/audit-log.ts";
import { listContacts } from "../../../server/contacts/search/list-contacts.ts";
import { ImportRunner } from "../../../server/imports/jobs/import-runner.ts";
import {
  cancelImport,
  startCheck,
  startImport,
  startUndo,
} from "../../../server/imports/jobs/import-states.ts";
import { undoHooks } from "../../../server/people/undo-hooks.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { ImportHarness } from "./support.ts";

const ROWS = 500;
const FILE = [
  "Name,E-mail",
  ...Array.from({ length: ROWS }, (_, at) => `Person${at},p${at}@example.com`),
].join("\n");

describeEachDatabase("R18: cancelling an import", (open) => {
  let harness: ImportHarness;
  let properties = 0;
  const begin = async () => {
    harness = await ImportHarness.make(await open(), `shop${String(++properties).padStart(6, "0")}`);
  };
  afterEach(() => harness.remove());

  const key = (id: string) => ({ property: harness.property, id });

  /** Runs the pending step in a process during which somebody cancels it, after a number of its transactions. */
  async function cancelAfter(transactions: number, id: string) {
    const { deps } = harness;
    let count = 0;
    const write: Database["write"] = async (work) => {
      const result = await deps.database.write(work);
      if (++count === transactions) await cancelImport(deps, key(id));
      return result;
    };
    const database: Database = Object.create(deps.database, { write: { value: write } });
    await new ImportRunner({ ...deps, database }, undoHooks(deps)).run(harness.property, id);
    return harness.info(id);
  }
  const names = async (q = "") =>
    (
      await listContacts(harness.deps.database.read, {
        property: harness.property,
        filter: { q },
        cursor: null,
      })
    ).items;

  it("a dry run that is cancelled is as if it had not begun, and can be started again", async () => {
    await begin();
    const id = await harness.upload(FILE);
    const { mapping } = await harness.info(id);
    await startCheck(harness.deps, key(id), mapping);
    expect(await cancelAfter(1, id)).toMatchObject({
      state: "uploaded",
      check: null,
      progress: 0,
      finishedAt: null,
    });
    await startCheck(harness.deps, key(id), mapping);
    expect(await harness.work(id)).toMatchObject({ state: "checked", check: { rows: ROWS } });
  });

  it("an import that is cancelled keeps the rows so far, says how many, finds them, and can be undone", async () => {
    await begin();
    const { id } = await harness.check(FILE);
    await startImport(harness.deps, key(id), COMMAND_LINE);
    const cancelled = await cancelAfter(2, id);
    expect(cancelled).toMatchObject({ state: "cancelled", finishedAt: harness.deps.now() });
    const done = cancelled.report?.rows ?? 0;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(ROWS);
    expect(await harness.contacts()).toHaveLength(done);
    expect(await names("person0"), "it is in the search index").toHaveLength(1);
    expect(existsSync(join(harness.data, "imports", `${id}.csv`)), "the file is not needed any more").toBe(
      false,
    );
    expect(await harness.work(id), "nobody goes on with it").toMatchObject({ state: "cancelled" });
    expect(await harness.undo(id)).toMatchObject({ state: "undone" });
    expect(await harness.contacts()).toEqual([]);
  });

  it("an undo that is cancelled keeps what it reverted, and can be continued", async () => {
    await begin();
    const { id } = await harness.import(FILE);
    await startUndo(harness.deps, key(id), COMMAND_LINE);
    const cancelled = await cancelAfter(2, id);
    expect(cancelled.state).toBe("undo_cancelled");
    expect(cancelled.progress).toBeGreaterThan(0);
    expect(cancelled.progress).toBeLessThan(1);
    const left = (await harness.contacts()).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(ROWS);
    expect(await harness.undo(id)).toMatchObject({ state: "undone" });
    expect(await harness.contacts()).toEqual([]);
  });
});
