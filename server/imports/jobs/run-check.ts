import { listAttributes } from "../../contacts/crm/attributes.ts";
import { openScratch } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import { VisitorIdPool } from "../rows/visitor-id-pool.ts";
import { writeRows } from "../rows/write-rows.ts";
import { EditableRowList } from "./editable-rows.ts";
import { importFiles, removeFiles } from "./import-files.ts";
import { type ImportJob, readChunks, saveProgress, unmappedHeadersOf } from "./import-job.ts";
import { addToReport, emptyReport } from "./import-report.ts";
import { parseColumns, parseReading, parseRepairs } from "./import-store.ts";
import { RefusedFile } from "./refused-file.ts";

/** How often the progress of a dry run is saved, ms. */
const PROGRESS_INTERVAL = 500;

/**
 * The dry run (R17): runs the import into a scratch database over the real one, and deletes the scratch database
 * afterwards. So its report is exactly what the import will do. It writes nothing else but the file of refused rows.
 *
 * @throws CsvFileError, ImportInterrupted
 */
export async function runCheck(job: ImportJob): Promise<void> {
  const { deps, row } = job;
  const attributes = await listAttributes(deps.database.read, row.property_id);
  const files = importFiles(deps, row.id);
  await removeFiles(files.scratch, files.refused);
  const refused = await RefusedFile.create(files.refused, {
    headers: parseColumns(row).map(({ header }) => header),
    delimiter: parseReading(row).options.delimiter ?? ",",
  });
  const scratch = await openScratch(files.scratch);
  try {
    const run = {
      property: row.property_id,
      importId: row.id,
      at: deps.now(),
      ids: new VisitorIdPool(deps.random),
      newId: () => newId(deps),
      labels: new Map(attributes.map(({ key, label }) => [key, label])),
      invalidValues: parseRepairs(row).invalidValues,
      base: deps.database.read,
    };
    let report = emptyReport(unmappedHeadersOf(row));
    const editable = new EditableRowList();
    let savedAt = deps.now();
    for await (const chunk of readChunks(job, attributes)) {
      const results = await scratch.write((tx) => writeRows(tx, run, chunk.rows));
      report = addToReport(report, results);
      await refused.write(chunk, results);
      editable.add(chunk, results);
      if (deps.now() - savedAt < PROGRESS_INTERVAL) continue;
      await deps.database.write((tx) => saveProgress(tx, job, { bytes_done: chunk.bytes }));
      savedAt = deps.now();
    }
    await refused.close();
    await deps.database.write((tx) =>
      saveProgress(tx, job, {
        state: "checked",
        checkReport: report,
        editableRows: editable.rows,
        runner: null,
        bytes_done: 0,
      }),
    );
  } finally {
    await refused.close();
    await scratch.close();
    await removeFiles(files.scratch);
  }
}
