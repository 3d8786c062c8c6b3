/** A file type that may be sent: its media type, and its extensions, of which the first is the default. */
export interface FileKind {
  readonly type: string;
  readonly extensions: readonly string[];
  /** Whether it is a raster picture that every browser can show. */
  readonly picture?: true;
}

/** Nothing that a browser or an operating system executes: no SVG, HTML, macros, installers or scripts. */
const KINDS: readonly FileKind[] = [
  { type: "image/png", extensions: ["png", "apng"], picture: true },
  { type: "image/jpeg", extensions: ["jpg", "jpeg", "jfif"], picture: true },
  { type: "image/gif", extensions: ["gif"], picture: true },
  { type: "image/webp", extensions: ["webp"], picture: true },
  { type: "image/avif", extensions: ["avif"] },
  { type: "image/heic", extensions: ["heic", "heif"] },
  { type: "image/heif", extensions: ["heif", "heic"] },
  { type: "image/bmp", extensions: ["bmp"] },
  { type: "image/tiff", extensions: ["tif", "tiff"] },
  { type: "application/pdf", extensions: ["pdf"] },
  { type: "application/rtf", extensions: ["rtf"] },
  { type: "application/x-cfb", extensions: ["doc", "xls", "ppt", "msg"] },
  { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", extensions: ["docx"] },
  { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", extensions: ["xlsx"] },
  { type: "application/vnd.openxmlformats-officedocument.presentationml.presentation", extensions: ["pptx"] },
  { type: "application/vnd.oasis.opendocument.text", extensions: ["odt"] },
  { type: "application/vnd.oasis.opendocument.spreadsheet", extensions: ["ods"] },
  { type: "application/vnd.oasis.opendocument.presentation", extensions: ["odp"] },
  { type: "application/zip", extensions: ["zip"] },
  { type: "audio/mpeg", extensions: ["mp3"] },
  { type: "audio/wav", extensions: ["wav"] },
  { type: "audio/ogg", extensions: ["ogg", "oga", "opus"] },
  { type: "audio/mp4", extensions: ["m4a", "mp4"] },
  { type: "audio/x-m4a", extensions: ["m4a"] },
  { type: "audio/aac", extensions: ["aac"] },
  { type: "audio/flac", extensions: ["flac"] },
  { type: "video/mp4", extensions: ["mp4", "m4v"] },
  { type: "video/x-m4v", extensions: ["m4v", "mp4"] },
  { type: "video/webm", extensions: ["webm"] },
  { type: "video/ogg", extensions: ["ogv", "ogg"] },
  { type: "video/quicktime", extensions: ["mov", "qt"] },
  { type: "video/matroska", extensions: ["mkv"] },
  { type: "video/3gpp", extensions: ["3gp"] },
];

const BY_TYPE: ReadonlyMap<string, FileKind> = new Map(KINDS.map((kind) => [kind.type, kind]));

/** Formats that are texts in themselves. */
const TEXT_FORMATS: ReadonlySet<string> = new Set(["application/pdf", "application/rtf"]);

export const isTextFormat = (type: string | undefined): boolean =>
  type !== undefined && TEXT_FORMATS.has(type);

/** Extensions of text files with which no system runs them. A name with another one gets the kind's first. */
const TEXT_EXTENSIONS = (
  "txt csv tsv tab json jsonl ndjson geojson log md ics vcf vtt srt xml eml asc yaml yml toml tex bib ris " +
  "po gpx kml edi ofx qif sta mt940 dxf stp step p7m"
).split(" ");

/** A text file in UTF-8 is served as plain text, which browsers do not execute. */
export const TEXT: FileKind = { type: "text/plain; charset=utf-8", extensions: TEXT_EXTENSIONS };

/** Bytes to save: stored unchanged, and no browser shows them. */
const BYTES = "application/octet-stream";

/** A text file in an encoding that is not known for sure. */
export const ENCODED_TEXT: FileKind = { type: BYTES, extensions: TEXT_EXTENSIONS };

/** XML data, such as an electronic invoice. */
export const XML: FileKind = { type: BYTES, extensions: ["xml", ...TEXT_EXTENSIONS] };

/** Signed data, such as an Italian invoice (`.xml.p7m`). */
export const SIGNED: FileKind = { type: BYTES, extensions: ["p7m", "p7s", "p7c"] };

/** The kind for a media type of `file-type`; undefined: such files are refused. */
export function kindOf(found: string): FileKind | undefined {
  const [type = ""] = found.split(";");
  return BY_TYPE.get(type === "image/apng" ? "image/png" : type);
}

/** The media type with which a stored file is sent: bytes to save, unless it is one of the types above. */
export const sentType = (stored: string): string =>
  stored === TEXT.type || BY_TYPE.has(stored) ? stored : BYTES;
