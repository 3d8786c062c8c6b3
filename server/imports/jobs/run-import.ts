import type { ImportReport } from "../../../shared/import.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import { ENTERED_TOGETHER, enterWords } from "../../contacts/search/bulk-index.ts";
import type { Tx } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import { DrawnIds } from "../rows/visitor-id-pool.ts";
import { takeRows } from "../rows/write-rows.ts";
import { importFiles, removeFiles } from "./import-files.ts";
import { chunksOf, type Job, leftOut, note } from "./import-job.ts";
import { findImport } from "./import-store.ts";
import { addToReport, emptyReport } from "./report.ts";

/**
 * Imports the rows that are not imported yet, some at a time, each time with how far it is in the same transaction: a
 * restart goes on where it was, and writes no row twice (R18).
 *
 * @throws CsvFault, LostImport
 */
export async function runImport(job: Job): Promise<void> {
  const { deps, row } = job;
  const attributes = await listAttributes(deps.database.read, row.property_id);
  const run = {
    property: row.property_id,
    importId: row.id,
    at: row.started_at ?? deps.now(),
    ids: new DrawnIds(deps.random),
    newId: () => newId(deps),
    labels: new Map(attributes.map(({ key, label }) => [key, label])),
    base: null,
  };
  // as it stands: what is erased while the import runs goes from it too (R26)
  const reportNow = async (tx: Tx) => {
    const { report } = await findImport(tx, row.property_id, row.id);
    return report === null ? emptyReport(leftOut(row)) : (JSON.parse(report) as ImportReport);
  };
  let waiting = 0;
  for await (const { read, bytes, lastLine } of chunksOf(job, attributes)) {
    await deps.database.write(async (tx) => {
      const report = addToReport(await reportNow(tx), await takeRows(tx, run, read));
      await note(tx, job, { report, bytes_done: bytes, line_done: lastLine });
    });
    waiting += read.length;
    if (waiting < ENTERED_TOGETHER) continue;
    await enterWords(deps.database, (tx) => note(tx, job, {}));
    waiting = 0;
  }
  await enterWords(deps.database, (tx) => note(tx, job, {}));
  await deps.database.write(async (tx) =>
    note(tx, job, { state: "done", report: await reportNow(tx), runner: null, finished_at: deps.now() }),
  );
  await removeFiles(importFiles(deps, row.id).upload);
}
