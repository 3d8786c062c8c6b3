import * as z from "zod/mini";

/** The encodings that a text can have, by their names in the WHATWG standard. */
export const ENCODINGS = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "windows-1257",
  "windows-874",
  "iso-8859-2",
  "macintosh",
  "ibm850",
  "koi8-r",
  "shift_jis",
  "euc-jp",
  "gb18030",
  "big5",
  "euc-kr",
] as const;
export const Encoding = z.enum(ENCODINGS);
export type Encoding = z.infer<typeof Encoding>;

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export const Delimiter = z.enum(DELIMITERS);
export type Delimiter = z.infer<typeof Delimiter>;

/** How a file of contacts is read (R16, R17): detected at the upload, and corrected by the owner. */
export const ReadOptions = z.object({
  /** Null: the format has its own. */
  encoding: z.nullable(Encoding),
  /** Null: the format has none. */
  delimiter: z.nullable(Delimiter),
  /**
   * The line of the file that names the columns, from 1; the rows above it are not read. If it is blank, the next row
   * does. Null: no line names them.
   */
  headerLine: z.nullable(z.int().check(z.gte(1), z.lte(1_000))),
  /** The name of the sheet; null: the format has no sheets. */
  sheet: z.nullable(z.string().check(z.maxLength(255))),
});
export type ReadOptions = z.infer<typeof ReadOptions>;

export const FileFormat = z.enum(["csv", "xlsx", "ods", "html", "json", "vcard"]);
export type FileFormat = z.infer<typeof FileFormat>;

/** A file's format, how it is read, and how else it could be. */
export const FileReading = z.object({
  format: FileFormat,
  /** The options in use. */
  options: ReadOptions,
  /** The encodings that the bytes can have, the likeliest first; none: the format has its own. */
  encodings: z.array(Encoding),
  /** False: another encoding is nearly as likely, so the owner has to look at the first rows. */
  isEncodingSure: z.boolean(),
  /** The names of the sheets; none: the format has no sheets. */
  sheets: z.array(z.string()),
  /** The first rows as the options read them, with those above the header; long cells are cut. */
  firstRows: z.array(z.object({ line: z.number(), cells: z.array(z.string()) })),
});
export type FileReading = z.infer<typeof FileReading>;
