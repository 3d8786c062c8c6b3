/** Why a file cannot be read as CSV, in words for the person who chose it. `{what}` is filled in. */
export const CSV_ERRORS = {
  csv_empty: "The file is empty.",
  csv_not_text: "This is not a CSV file but {what}. Open it in its program and save it as CSV.",
  csv_binary: "This is not a CSV file: it contains bytes that no text contains.",
  csv_html: "This is a web page, not a CSV file. Perhaps its address requires signing in.",
  csv_encoding:
    "The text is not {what} throughout. Choose another encoding, or save the file as CSV in UTF-8.",
  csv_too_long: "A row is longer than {what}. Perhaps a quotation mark is missing before it.",
  csv_unclosed_quote: "A quotation mark is opened here and never closed.",
  csv_too_many_columns: "There are {what} columns; at most 1,000 can be read.",
  csv_too_large: "A file of this format can be read up to {what}. Save it as CSV; those can be larger.",
  csv_workbook: "The workbook cannot be opened: it is damaged, or has a password. Save it again, or as CSV.",
  csv_no_sheet: "The workbook has no sheet {what}.",
  csv_json: "The file is not a list of contacts in JSON: objects whose properties are texts.",
  csv_no_rows: "The file has a line with column names, but no row after it.",
} as const;

export type CsvErrorCode = keyof typeof CSV_ERRORS;

/** The file cannot be read as CSV, or only up to a line. */
export class CsvFileError extends Error {
  override name = "CsvFileError" as const;
  readonly code: CsvErrorCode;
  /** The line of the file, from 1, as an editor counts them. */
  readonly line: number;

  constructor(code: CsvErrorCode, line: number, what = "", cause?: unknown) {
    super(CSV_ERRORS[code].replace("{what}", what), { cause });
    this.code = code;
    this.line = line;
  }
}
