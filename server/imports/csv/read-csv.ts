import type { Delimiter, Encoding } from "../../../shared/read-options.ts";
import { createUtf8Decoder, type Utf8Decoder } from "./decode-to-utf8.ts";
import { parseSepLine } from "./detect-delimiter.ts";
import { findByteOrderMark } from "./detect-encoding.ts";
import { repairRows } from "./repair-rows.ts";
import { type CsvRow, RowParser } from "./row-parser.ts";

/** How the text is read. */
export interface CsvOptions {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
}

/** How much is read before the first row is parsed, bytes: a byte order mark and Excel's `sep=` line. */
const HEAD_SIZE = 1_024;

/**
 * Reads the rows of a CSV file that are not blank (R16), with or without a byte order mark, with quoted line breaks and
 * any line ending, in batches: as many as a chunk of the source completes. Memory is bounded for any input.
 *
 * @throws CsvFileError while it is iterated
 */
export async function* readCsv(
  source: AsyncIterable<Uint8Array>,
  options: CsvOptions,
): AsyncGenerator<CsvRow[], void, undefined> {
  yield* repairRows(parseRows(source, options), options.delimiter);
}

async function* parseRows(
  source: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: CsvOptions,
): AsyncGenerator<CsvRow[], void, undefined> {
  const decoder = createUtf8Decoder(encoding);
  let parser: RowParser | null = null;
  for await (const bytes of withWholeHead(source)) {
    const text = parser ? bytes : withoutMark(bytes);
    const decoded = decoder.push(text, parser?.line() ?? 1);
    const sepLine = parser ? null : parseSepLine(decoded.toString("latin1", 0, 20));
    parser ??= new RowParser(delimiter, sepLine ? 2 : 1);
    const rows = await parser.push(decoded.subarray(sepLine?.length ?? 0));
    if (rows.length) yield rows;
  }
  if (parser) yield* lastRows(parser, decoder);
}

async function* lastRows(parser: RowParser, decoder: Utf8Decoder): AsyncGenerator<CsvRow[], void, undefined> {
  const last = [...(await parser.push(decoder.end(parser.line()))), ...(await parser.end())];
  if (last.length) yield last;
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(findByteOrderMark(bytes)?.length ?? 0);
}

/** The same bytes, so that the first chunk has `HEAD_SIZE` at least. */
async function* withWholeHead(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (!head) {
      yield bytes;
      continue;
    }
    head = Buffer.concat([head, bytes]);
    if (head.length < HEAD_SIZE) continue;
    yield head;
    head = null;
  }
  if (head?.length) yield head;
}
