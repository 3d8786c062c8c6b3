import { convert } from "html-to-text";
import { fromHtml, ParseError } from "hucre";
import iconv from "iconv-lite";
import type { Encoding } from "../../../shared/read-options.ts";
import { CsvFileError } from "../csv/csv-error.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { readBounded } from "./read-bounded.ts";

/** The largest page, bytes. */
const MAX_BYTES = 16 * 1024 * 1024;
/** A longer cell stays as it is: decoding its entities could take long. */
const MAX_CELL = 10_000;

/**
 * Reads the rows of the table of a web page, which some programs write with the ending .xls. Their lines are their
 * numbers in the table.
 *
 * @throws CsvFileError `csv_html` if it has no table, `csv_too_large`
 */
export async function* readHtml(
  path: string,
  encoding: Encoding,
  onBytes: (bytes: number) => void,
): AsyncGenerator<readonly CsvRow[], void, undefined> {
  const bytes = await readBounded(path, MAX_BYTES);
  const rows = tableRows(iconv.decode(bytes, encoding));
  onBytes(bytes.length);
  if (rows.length) yield rows;
}

/** The text of a cell: the library knows only the entities of XML, not those of HTML. */
function withoutEntities(cell: string): string {
  if (cell.length > MAX_CELL || !/&[a-z]{2,8};/i.test(cell)) return cell;
  return convert(cell.replace(/</g, "&lt;"), { wordwrap: false });
}

function tableRows(text: string): CsvRow[] {
  try {
    return fromHtml(text, { typeInference: false, classes: false }).rows.flatMap((values, at) => {
      const cells = values.map((value) => (value === null ? "" : withoutEntities(String(value))));
      return cells.some((cell) => cell.trim() !== "") ? [{ line: at + 1, cells }] : [];
    });
  } catch (cause) {
    if (cause instanceof ParseError) throw new CsvFileError("csv_html", 1, "", cause);
    throw cause;
  }
}
