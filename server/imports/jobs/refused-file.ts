import { type FileHandle, open } from "node:fs/promises";
import { stringify } from "csv-stringify/sync";
import type { ImportColumn } from "../../../shared/import.ts";
import { escapeCell } from "../../../shared/rules/escape-cell.ts";
import type { Chunk } from "./import-job.ts";
import type { RowResult } from "./import-report.ts";

/** The refused rows as a CSV file with a reason column (R17). It can be corrected and imported as it is. */
export class RefusedFile {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string, columns: readonly ImportColumn[]): Promise<RefusedFile> {
    const file = new RefusedFile(await open(path, "w"));
    try {
      await file.#append([[...columns.map(({ header }) => header), "Reason"]]);
    } catch (error) {
      await file.close();
      throw error;
    }
    return file;
  }

  /** @param results the outcome of each row of the chunk */
  async write(
    { raw }: Pick<Chunk, "raw">,
    results: readonly Pick<RowResult, "outcome" | "reason">[],
  ): Promise<void> {
    const rows = raw.flatMap(({ cells }, at) => {
      const result = results[at];
      return result?.outcome === "refused" ? [[...cells, result.reason]] : [];
    });
    if (rows.length) await this.#append(rows);
  }

  /** May be called twice. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  async #append(rows: readonly (readonly string[])[]): Promise<void> {
    await this.#file.appendFile(stringify(rows.map((cells) => cells.map(escapeCell))));
  }
}
