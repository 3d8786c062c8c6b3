import { CsvFileError } from "./csv-error.ts";
import { createUtf8Decoder, type Utf8Decoder } from "./decode-to-utf8.ts";
import { type Delimiter, detectDelimiter, parseSepLine } from "./detect-delimiter.ts";
import { detectUtf16, type Encoding, findByteOrderMark, rejectKnownFormats } from "./detect-encoding.ts";
import { type CsvRow, RowParser } from "./row-parser.ts";

/** A CSV file whose header has been read. */
export interface CsvTable {
  /** Final when all rows were read: UTF-8 as long as all bytes were ASCII. */
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly header: CsvRow;
  /**
   * The rows that are not blank, in batches: as many as a chunk of the source completes. Can be iterated once.
   *
   * @throws CsvFileError while it is iterated
   */
  readonly rows: AsyncIterable<readonly CsvRow[]>;
}

/** How much is read before the encoding and the delimiter are detected, bytes. */
const HEAD_SIZE = 64 * 1024;
const MAX_COLUMNS = 1_000;

/**
 * Reads a CSV file of unknown origin (R16): UTF-8, UTF-16 or Windows-1252, with or without a byte order mark, delimited
 * by comma, semicolon or tab, with quoted line breaks and any line ending. Memory is bounded for any input.
 *
 * @throws CsvFileError
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
  const decoder = createUtf8Decoder(mark?.encoding ?? detectUtf16(head));
  const start = decoder.push(head.subarray(mark?.length ?? 0), 1);
  rejectHtml(start);
  const sepLine = parseSepLine(start.toString("latin1", 0, 10));
  const delimiter = sepLine?.delimiter ?? detectDelimiter(start.toString());
  const parser = new RowParser(delimiter, sepLine ? 2 : 1);
  const batches = readBatches(start.subarray(sepLine?.length ?? 0), chunks, decoder, parser);

  const first = await batches.next();
  const [header, ...rest] = first.done ? [] : first.value;
  if (!header) throw new CsvFileError("csv_empty", 1);
  checkHeader(header);
  return {
    get encoding() {
      return decoder.encoding;
    },
    delimiter,
    header,
    rows: readRows(header, rest, batches, chunks),
  };
}

/** @param rest the rows of the header's batch */
async function* readRows(
  header: CsvRow,
  rest: readonly CsvRow[],
  batches: AsyncIterable<readonly CsvRow[]>,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<readonly CsvRow[], void, undefined> {
  let hasRows = rest.length > 0;
  try {
    if (hasRows) yield rest;
    for await (const batch of batches) {
      hasRows = true;
      yield batch;
    }
  } finally {
    // closes the file when the reader stops early or fails
    await chunks.return?.();
  }
  if (!hasRows) throw new CsvFileError("csv_no_rows", header.line);
}

async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Buffer> {
  const head: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD_SIZE) {
    const { done, value } = await chunks.next();
    if (done) break;
    head.push(value);
    size += value.length;
  }
  return Buffer.concat(head);
}

function rejectHtml(start: Buffer): void {
  if (/^\s*<(!doctype html|html|head|body)\b/i.test(start.toString("latin1", 0, 1_000)))
    throw new CsvFileError("csv_html", 1);
}

/**
 * A phone or an e-mail. The expression must not backtrack: a cell may have a million characters, and no part of it can
 * be matched in two ways.
 */
const DATA = /^('?\+[\d\s().-]{6,}|[^\s@]+@[^\s@.]+(\.[^\s@.]+)+)$/;

/** Whether a cell is an e-mail or a phone, so that it cannot be the name of a column. */
export function looksLikeData(cell: string): boolean {
  return DATA.test(cell.trim());
}

/** @throws CsvFileError `csv_too_many_columns`, `csv_no_header` */
function checkHeader({ cells, line }: CsvRow): void {
  if (cells.length > MAX_COLUMNS)
    throw new CsvFileError("csv_too_many_columns", line, cells.length.toLocaleString("en"));
  const data = cells.find(looksLikeData);
  if (data !== undefined) throw new CsvFileError("csv_no_header", line, `“${data.trim().slice(0, 100)}”`);
}

async function* readBatches(
  start: Buffer,
  chunks: AsyncIterator<Uint8Array>,
  decoder: Utf8Decoder,
  parser: RowParser,
): AsyncGenerator<CsvRow[], void, undefined> {
  const first = await parser.push(start);
  if (first.length) yield first;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    const bytes = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    const batch = await parser.push(decoder.push(bytes, parser.line()));
    if (batch.length) yield batch;
  }
  const last = [...(await parser.push(decoder.end(parser.line()))), ...(await parser.end())];
  if (last.length) yield last;
}
