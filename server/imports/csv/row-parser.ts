import { CsvError, type Options, Parser } from "csv-parse";
import type { Delimiter } from "../../../shared/read-options.ts";
import { CsvFileError } from "./csv-error.ts";
import { countLineBreaks } from "./decode-to-utf8.ts";

/** One row of the table. */
export interface CsvRow {
  /** The line of the file where it begins, from 1, as an editor counts them. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The longest row, bytes. Without a limit, one quotation mark too many would read a whole file into one cell. */
export const MAX_ROW_BYTES = 1024 * 1024;

interface ParserCounts {
  readonly lines: number;
  readonly emptyLines: number;
  readonly bytes: number;
}

/**
 * Parses rows with csv-parse and counts their lines. csv-parse's own line numbers are not usable: it counts a quoted
 * \r\n twice, and knows only the line where a row ends.
 */
export class RowParser {
  readonly #parser: Parser;
  #rows: CsvRow[] = [];
  /** The line after the last row, unless empty lines follow. */
  #nextLine: number;
  #counts: ParserCounts = { lines: 0, emptyLines: 0, bytes: 0 };
  /** The chunks since the last row ended, and the position of the first of them, in bytes. */
  #pending: Buffer[] = [];
  #pendingStart = 0;
  #pushedBytes = 0;

  /** @param line the line where the text begins */
  constructor(delimiter: Delimiter, line: number) {
    this.#nextLine = line;
    const options: Options = {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW_BYTES,
      on_record: (cells, { lines, empty_lines, bytes }) => {
        this.#addRow(cells as unknown as string[], { lines, emptyLines: empty_lines, bytes });
        return null;
      },
    };
    this.#parser = new Parser(options);
    // errors are reported to the callback of the write that caused them; an unheard event would end the process
    this.#parser.on("error", () => undefined);
  }

  /**
   * @param text UTF-8
   * @returns the rows that it completes, without blank ones
   * @throws CsvFileError `csv_unclosed_quote`, `csv_too_long`
   */
  async push(text: Buffer): Promise<CsvRow[]> {
    if (!text.length) return [];
    const before = this.#counts.bytes;
    await this.#run((done) => this.#parser.write(text, done));
    if (this.#counts.bytes !== before) {
      this.#pending = [text];
      this.#pendingStart = this.#pushedBytes;
    } else {
      this.#pending.push(text);
    }
    this.#pushedBytes += text.length;
    return this.#takeRows();
  }

  /** Ends the text. @returns the rows that are left @throws CsvFileError as `push` */
  async end(): Promise<CsvRow[]> {
    await this.#run((done) => {
      this.#parser.once("error", done);
      this.#parser.end(() => done(null));
      this.#parser.resume();
    });
    return this.#takeRows();
  }

  /** The line where the next chunk begins. */
  line(): number {
    const start = Math.max(0, this.#counts.bytes - this.#pendingStart);
    return this.#nextLine + countLineBreaks(Buffer.concat(this.#pending).subarray(start));
  }

  #takeRows(): CsvRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #addRow(cells: readonly string[], counts: ParserCounts): void {
    const emptyLines = counts.emptyLines - this.#counts.emptyLines;
    const line = this.#nextLine + emptyLines;
    const hasQuotedBreaks = counts.lines - this.#counts.lines > 1 + emptyLines;
    const quotedBreaks = hasQuotedBreaks
      ? cells.reduce((sum, cell) => sum + (cell.match(/\r\n?|\n/g)?.length ?? 0), 0)
      : 0;
    this.#nextLine = line + 1 + quotedBreaks;
    this.#counts = counts;
    if (cells.some((cell) => cell.trim() !== "")) this.#rows.push({ line, cells });
  }

  async #run(work: (done: (error?: Error | null) => void) => void): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        work((error) => (error ? reject(error) : resolve()));
      });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const isUnclosed = error.code === "CSV_QUOTE_NOT_CLOSED";
      throw new CsvFileError(
        isUnclosed ? "csv_unclosed_quote" : "csv_too_long",
        this.#nextLine,
        "1 MB",
        error,
      );
    }
  }
}
