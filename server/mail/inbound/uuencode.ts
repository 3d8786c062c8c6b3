/** A file that a text contains in uuencode. */
export interface EncodedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BEGIN = /^begin [0-7]{3,4} (\S.{0,254})$/;

/**
 * Separates the files in uuencode (POSIX.1-2017, `uuencode`) from a text, as old Outlooks and Unix programs write them
 * into it. What begins like a file and does not end like one stays text.
 */
export function separateEncodedFiles(text: string): { text: string; files: readonly EncodedFile[] } {
  if (!text.includes("begin ")) return { text, files: [] };
  const lines = text.split(/\r?\n/);
  const rest: string[] = [];
  const files: EncodedFile[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, name] = BEGIN.exec(lines[at] ?? "") ?? [];
    const file = name ? readFile(lines, at + 1) : null;
    if (name && file) {
      files.push({ name: name.trim(), bytes: Buffer.concat(file.chunks) });
      at = file.end;
    } else rest.push(lines[at] ?? "");
  }
  return files.length > 0 ? { text: rest.join("\n"), files } : { text, files };
}

/** The lines from `start` up to `end`; null if one of them is not in the encoding. */
function readFile(lines: readonly string[], start: number): { chunks: Uint8Array[]; end: number } | null {
  const chunks: Uint8Array[] = [];
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.trim() === "end") return { chunks, end: at };
    const chunk = decodeLine(line);
    if (!chunk) return null;
    chunks.push(chunk);
  }
  return null;
}

/** A line: its length in bytes, then four characters for each three bytes. Spaces at its end may have been lost. */
function decodeLine(line: string): Uint8Array | null {
  if (!/^[ -`]*$/.test(line)) return null;
  const six = (at: number): number => ((line.charCodeAt(at) || 32) - 32) & 63;
  const length = line ? six(0) : 0;
  if (line.length > 1 + Math.ceil(length / 3) * 4 + 1) return null;
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) {
    const [group, part] = [1 + Math.floor(at / 3) * 4, at % 3];
    const [high, low] = [six(group + part), six(group + part + 1)];
    bytes[at] = (high << (2 + 2 * part)) | (low >> (4 - 2 * part));
  }
  return bytes;
}
