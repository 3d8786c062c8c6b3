import { CsvError, type Options, Parser } from "csv-parse";
import { CsvFileError } from "./csv-error.ts";
import { countLineBreaks, createUtf8Decoder, type Utf8Decoder } from "./decode-to-utf8.ts";
import { type Delimiter, detectDelimiter, parseSepLine } from "./detect-delimiter.ts";
import { detectUtf16, type Encoding, findByteOrderMark, rejectKnownFormats } from "./detect-encoding.ts";

/** One row of the table. */
export interface CsvRow {
  /** The line of the file that it begins in, from 1, as an editor counts them. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file as far as its first line tells, and what follows. */
export interface CsvTable {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly header: CsvRow;
  /**
   * The rows that are not blank, some at a time: as many as a chunk of the source holds. To be walked once.
   *
   * @throws CsvFault while it is walked
   */
  readonly rows: AsyncIterable<readonly CsvRow[]>;
}

/** So much is looked at before anything is decided, bytes. */
const HEAD_SIZE = 64 * 1024;
/** One row, bytes. Without a bound, one quotation mark too many would read a whole file into one cell. */
export const MAX_ROW_BYTES = 1024 * 1024;
export const MAX_COLUMNS = 1_000;

/**
 * Reads a table from a file of unknown origin (R16): UTF-8, UTF-16 or Windows-1252, with or without a byte order mark,
 * divided by comma, semicolon or tab, with quoted line breaks and any line ending. Memory stays bounded whatever comes.
 *
 * @throws CsvFault
 */
export async function readCsv(source: AsyncIterable<Uint8Array>): Promise<CsvTable> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    return await readTable(chunks);
  } catch (error) {
    await chunks.return?.();
    throw error;
  }
}

async function readTable(chunks: AsyncIterator<Uint8Array>): Promise<CsvTable> {
  const head = await readHead(chunks);
  rejectKnownFormats(head);
  const mark = findByteOrderMark(head);
  const text = createUtf8Decoder(mark?.encoding ?? detectUtf16(head));
  const start = text.push(head.subarray(mark?.length ?? 0), 1);
  rejectHtml(start);
  const named = parseSepLine(start.toString("latin1", 0, 10));
  const delimiter = named?.delimiter ?? detectDelimiter(start.toString());
  const lines = new RowParser(delimiter, named ? 2 : 1);
  const batches = readBatches(start.subarray(named?.length ?? 0), chunks, text, lines);

  const first = await batches.next();
  const [header, ...rest] = first.done ? [] : first.value;
  if (!header) throw new CsvFileError("csv_empty", 1);
  checkHeader(header);
  async function* rows() {
    let any = rest.length > 0;
    try {
      if (any) yield rest;
      for await (const batch of batches) {
        any = true;
        yield batch;
      }
    } finally {
      // who has seen enough, or fails, leaves no file open
      await chunks.return?.();
    }
    if (!any) throw new CsvFileError("csv_no_rows", header?.line ?? 1);
  }
  return {
    get encoding() {
      return text.encoding;
    },
    delimiter,
    header,
    rows: rows(),
  };
}

async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Buffer> {
  const taken: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD_SIZE) {
    const { done, value } = await chunks.next();
    if (done) break;
    taken.push(value);
    size += value.length;
  }
  return Buffer.concat(taken);
}

function rejectHtml(start: Buffer): void {
  if (/^\s*<(!doctype html|html|head|body)\b/i.test(start.toString("latin1", 0, 1_000)))
    throw new CsvFileError("csv_html", 1);
}

/** A phone, or an e-mail. No part can be told apart in two ways: a cell may have a million characters. */
const DATA = /^('?\+[\d\s().-]{6,}|[^\s@]+@[^\s@.]+(\.[^\s@.]+)+)$/;

/** Whether a cell is an e-mail or a phone, so that it can't be the name of a column. */
export function looksLikeData(cell: string): boolean {
  return DATA.test(cell.trim());
}

/** @throws CsvFault `csv_too_many_columns`, `csv_no_header` */
function checkHeader({ cells, line }: CsvRow): void {
  if (cells.length > MAX_COLUMNS)
    throw new CsvFileError("csv_too_many_columns", line, cells.length.toLocaleString("en"));
  const data = cells.find(looksLikeData);
  if (data !== undefined) throw new CsvFileError("csv_no_header", line, `“${data.trim().slice(0, 100)}”`);
}

async function* readBatches(
  start: Buffer,
  chunks: AsyncIterator<Uint8Array>,
  text: Utf8Decoder,
  lines: RowParser,
): AsyncGenerator<CsvRow[], void, undefined> {
  const some = await lines.push(start);
  if (some.length) yield some;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    const bytes = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    const batch = await lines.push(text.push(bytes, lines.line()));
    if (batch.length) yield batch;
  }
  const last = [...(await lines.push(text.end(lines.line()))), ...(await lines.end())];
  if (last.length) yield last;
}

/** csv-parse with honest line numbers: its own count a quoted \r\n twice, and know only where a row ends. */
class RowParser {
  readonly #parser: Parser;
  #rows: CsvRow[] = [];
  /** The line after the last row, if no empty line follows. */
  #next: number;
  #counted = { lines: 0, emptyLines: 0, bytes: 0 };
  /** What came since the last row ended, and the byte at which it begins. */
  #since: Buffer[] = [];
  #sinceByte = 0;
  #pushed = 0;

  constructor(delimiter: Delimiter, line: number) {
    this.#next = line;
    const options: Options = {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW_BYTES,
      on_record: (cells, { lines, empty_lines, bytes }) => {
        this.#take(cells as unknown as string[], { lines, emptyLines: empty_lines, bytes });
        return null;
      },
    };
    this.#parser = new Parser(options);
    // errors come with the callback of the write that met them
    this.#parser.on("error", () => undefined);
  }

  /** @returns the rows that it completes */
  async push(text: Buffer): Promise<CsvRow[]> {
    if (!text.length) return [];
    const before = this.#counted.bytes;
    await this.#run((done) => this.#parser.write(text, done));
    if (this.#counted.bytes !== before) {
      this.#since = [text];
      this.#sinceByte = this.#pushed;
    } else {
      this.#since.push(text);
    }
    this.#pushed += text.length;
    return this.#taken();
  }

  async end(): Promise<CsvRow[]> {
    await this.#run((done) => {
      this.#parser.once("error", done);
      this.#parser.end(() => done(null));
      this.#parser.resume();
    });
    return this.#taken();
  }

  /** The line that what comes next begins in. */
  line(): number {
    const text = Buffer.concat(this.#since).subarray(Math.max(0, this.#counted.bytes - this.#sinceByte));
    return this.#next + countLineBreaks(text);
  }

  #taken(): CsvRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #take(cells: readonly string[], counted: { lines: number; emptyLines: number; bytes: number }): void {
    const empty = counted.emptyLines - this.#counted.emptyLines;
    const line = this.#next + empty;
    const inside =
      counted.lines - this.#counted.lines > 1 + empty
        ? cells.reduce((sum, cell) => sum + (cell.match(/\r\n?|\n/g)?.length ?? 0), 0)
        : 0;
    this.#next = line + 1 + inside;
    this.#counted = counted;
    if (cells.some((cell) => cell.trim() !== "")) this.#rows.push({ line, cells });
  }

  async #run(work: (done: (error?: Error | null) => void) => void): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        work((error) => (error ? reject(error) : resolve()));
      });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED";
      throw new CsvFileError(isOpen ? "csv_unclosed_quote" : "csv_too_long", this.#next, "1 MB", error);
    }
  }
}
