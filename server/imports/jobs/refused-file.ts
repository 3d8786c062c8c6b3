import { type FileHandle, open } from "node:fs/promises";
import { unescapeCell } from "../../../shared/rules/escape-cell.ts";
import { BYTE_ORDER_MARK, formatCsv } from "../export/format-csv.ts";
import type { Chunk } from "./import-job.ts";
import type { RowResult } from "./import-report.ts";

interface RefusedFileFormat {
  readonly headers: readonly string[];
  /** The delimiter of the upload. */
  readonly delimiter: string;
}

/**
 * The refused rows as a CSV file whose last column is the reason (R17). It can be corrected and imported as it is: it has the
 * columns and the delimiter of the upload.
 */
export class RefusedFile {
  readonly #file: FileHandle;
  readonly #headers: readonly string[];
  readonly #delimiter: string;

  private constructor(file: FileHandle, { headers, delimiter }: RefusedFileFormat) {
    this.#file = file;
    this.#headers = headers;
    this.#delimiter = delimiter;
  }

  static async create(path: string, format: RefusedFileFormat): Promise<RefusedFile> {
    const file = new RefusedFile(await open(path, "w"), format);
    try {
      await file.#append(BYTE_ORDER_MARK, [[...format.headers, "Reason"]]);
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
      return result?.outcome === "refused" ? [this.#withReason(cells, result.reason)] : [];
    });
    if (rows.length) await this.#append("", rows);
  }

  /** May be called twice. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  /** A row with its reason below the last header. Cells beyond the columns, which are a reason themselves, follow it. */
  #withReason(cells: readonly string[], reason: string): string[] {
    const own = this.#headers.map((_, at) => unescapeCell((cells[at] ?? "").trim()));
    return [...own, reason, ...cells.slice(own.length)];
  }

  async #append(mark: string, rows: readonly (readonly string[])[]): Promise<void> {
    await this.#file.appendFile(mark + formatCsv(rows, this.#delimiter));
  }
}
