/** A file type that may be sent: its media type, and its extensions, of which the first is the default. */
export interface FileKind {
  readonly type: string;
  readonly extensions: readonly string[];
  /** Whether it is a raster picture that every browser can show. */
  readonly picture?: true;
}

/** Nothing that a browser or an operating system executes: no SVG, HTML, XML, macros, installers or scripts. */
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

/** Every text file is served as plain text, which browsers do not execute. */
export const TEXT: FileKind = {
  type: "text/plain; charset=utf-8",
  extensions: ["txt", "csv", "tsv", "json", "log", "md", "ics", "vcf", "vtt", "srt"],
};

/** The kind for a media type of `file-type`; undefined: such files are refused. */
export function kindOf(found: string): FileKind | undefined {
  const [type = ""] = found.split(";");
  return BY_TYPE.get(type === "image/apng" ? "image/png" : type);
}
