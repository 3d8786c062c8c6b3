import { type FileHandle, open } from "node:fs/promises";
import { stringify } from "csv-stringify/sync";
import type { ImportColumn } from "../../../shared/import.ts";
import { escapeCell } from "../../../shared/rules/escape-cell.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import { openScratch } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import { DrawnIds } from "../rows/visitor-id-pool.ts";
import { takeRows } from "../rows/write-rows.ts";
import { importFiles, removeFiles } from "./import-files.ts";
import { type Chunk, chunksOf, type Job, leftOut, note } from "./import-job.ts";
import { addToReport, type Counted, emptyReport } from "./report.ts";

/** How often the progress of a dry run is noted, ms. */
const NOTED_EVERY = 500;

/**
 * The dry run (R17): the import itself, into a database of its own that lies over the real one and is thrown away. So it
 * says what the import will do, and writes nothing but the file of refused rows.
 *
 * @throws CsvFault, LostImport
 */
export async function runCheck(job: Job): Promise<void> {
  const { deps, row } = job;
  const attributes = await listAttributes(deps.database.read, row.property_id);
  const files = importFiles(deps, row.id);
  await removeFiles(files.scratch, files.refused);
  const refused = await RefusedFile.open(files.refused, JSON.parse(row.columns) as ImportColumn[]);
  const scratch = await openScratch(files.scratch);
  try {
    const run = {
      property: row.property_id,
      importId: row.id,
      at: deps.now(),
      ids: new DrawnIds(deps.random),
      newId: () => newId(deps),
      labels: new Map(attributes.map(({ key, label }) => [key, label])),
      base: deps.database.read,
    };
    let report = emptyReport(leftOut(row));
    let notedAt = deps.now();
    for await (const chunk of chunksOf(job, attributes)) {
      const counted = await scratch.write((tx) => takeRows(tx, run, chunk.read));
      report = addToReport(report, counted);
      await refused.write(chunk, counted);
      if (deps.now() - notedAt < NOTED_EVERY) continue;
      await deps.database.write((tx) => note(tx, job, { bytes_done: chunk.bytes }));
      notedAt = deps.now();
    }
    await refused.close();
    await deps.database.write((tx) =>
      note(tx, job, { state: "checked", checkReport: report, runner: null, bytes_done: 0 }),
    );
  } finally {
    await refused.close();
    await scratch.close();
    await removeFiles(files.scratch);
  }
}

/** The refused rows as a CSV with a reason column, which can be mended and imported as it is. */
export class RefusedFile {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string, columns: readonly ImportColumn[]): Promise<RefusedFile> {
    const file = new RefusedFile(await open(path, "w"));
    try {
      await file.#add([[...columns.map(({ header }) => header), "Reason"]]);
    } catch (error) {
      await file.close();
      throw error;
    }
    return file;
  }

  /** @param counted what became of the rows of the chunk */
  async write(
    { raw }: Pick<Chunk, "raw">,
    counted: readonly Pick<Counted, "verdict" | "reason">[],
  ): Promise<void> {
    const rows = raw.flatMap(({ cells }, at) => {
      const one = counted[at];
      return one?.verdict === "refused" ? [[...cells, one.reason]] : [];
    });
    if (rows.length) await this.#add(rows);
  }

  /** Done twice it is done once. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  async #add(rows: readonly (readonly string[])[]): Promise<void> {
    await this.#file.appendFile(stringify(rows.map((cells) => cells.map(escapeCell))));
  }
}
