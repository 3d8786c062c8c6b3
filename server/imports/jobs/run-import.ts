import { listAttributes } from "../../contacts/crm/attributes.ts";
import { BULK_SIZE, runBulkIndex } from "../../contacts/search/bulk-index.ts";
import type { Tx } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import { VisitorIdPool } from "../rows/visitor-id-pool.ts";
import { writeRows } from "../rows/write-rows.ts";
import { importFiles, removeFiles } from "./import-files.ts";
import { type ImportJob, readChunks, saveProgress, unmappedHeadersOf } from "./import-job.ts";
import { addToReport, emptyReport } from "./import-report.ts";
import { findReport, parseRepairs } from "./import-store.ts";

/**
 * Imports the rows that are not imported yet, chunk by chunk. Each chunk's transaction saves the progress too, so a
 * restart continues with the next row and writes no row twice (R18).
 *
 * @throws CsvFileError, ImportInterrupted
 */
export async function runImport(job: ImportJob): Promise<void> {
  const { deps, row } = job;
  const attributes = await listAttributes(deps.database.read, row.property_id);
  const run = {
    property: row.property_id,
    importId: row.id,
    at: row.started_at ?? deps.now(),
    ids: new VisitorIdPool(deps.random),
    newId: () => newId(deps),
    labels: new Map(attributes.map(({ key, label }) => [key, label])),
    invalidValues: parseRepairs(row).invalidValues,
    base: null,
  };
  // read anew each time: erasing a person while the import runs changes it (R26)
  const loadReport = async (tx: Tx) =>
    (await findReport(tx, row.property_id, row.id)) ?? emptyReport(unmappedHeadersOf(row));
  const indexRows = () => runBulkIndex(deps.database, job.row.property_id, (tx) => saveProgress(tx, job, {}));

  let unindexed = 0;
  for await (const { rows, bytes, lastLine } of readChunks(job, attributes)) {
    await deps.database.write(async (tx) => {
      const report = addToReport(await loadReport(tx), await writeRows(tx, run, rows));
      await saveProgress(tx, job, { report, bytes_done: bytes, line_done: lastLine });
    });
    unindexed += rows.length;
    if (unindexed < BULK_SIZE) continue;
    await indexRows();
    unindexed = 0;
  }
  await indexRows();
  await deps.database.write(async (tx) =>
    saveProgress(tx, job, {
      state: "done",
      report: await loadReport(tx),
      runner: null,
      finished_at: deps.now(),
    }),
  );
  await removeFiles(importFiles(deps, row.id).upload);
}
