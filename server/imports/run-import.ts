import type { ImportReport } from "../../shared/import.ts";
import { ENTERED_TOGETHER, enterWords } from "../contacts/enter-words.ts";
import { newId } from "../platform/ids.ts";
import { importFiles, removeFiles } from "./files.ts";
import { DrawnIds } from "./ids.ts";
import { chunksOf, type Job, leftOut, note } from "./job.ts";
import { addToReport, emptyReport } from "./report.ts";
import { takeRows } from "./take-rows.ts";

/**
 * Imports the rows that are not imported yet, some at a time, each time with how far it is in the same transaction: a
 * restart goes on where it was, and writes no row twice (R18).
 *
 * @throws CsvFault, LostImport
 */
export async function runImport(job: Job): Promise<void> {
  const { deps, row } = job;
  const run = {
    property: row.property_id,
    importId: row.id,
    at: row.started_at ?? deps.now(),
    ids: new DrawnIds(deps.random),
    newId: () => newId(deps),
    below: null,
  };
  let waiting = 0;
  let report = row.report ? (JSON.parse(row.report) as ImportReport) : emptyReport(leftOut(row));
  for await (const { read, bytes, lastLine } of chunksOf(job)) {
    report = await deps.database.write(async (tx) => {
      const after = addToReport(report, await takeRows(tx, run, read));
      await note(tx, job, { report: after, bytes_done: bytes, line_done: lastLine });
      return after;
    });
    waiting += read.length;
    if (waiting < ENTERED_TOGETHER) continue;
    await enterWords(deps.database, (tx) => note(tx, job, {}));
    waiting = 0;
  }
  await enterWords(deps.database, (tx) => note(tx, job, {}));
  await deps.database.write((tx) =>
    note(tx, job, { state: "done", report, runner: null, finished_at: deps.now() }),
  );
  await removeFiles(importFiles(deps, row.id).upload);
}
