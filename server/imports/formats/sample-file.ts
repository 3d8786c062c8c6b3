import { createReadStream } from "node:fs";

/** The size of the head and of each further part, bytes. */
const PART_SIZE = 64 * 1024;
/** Further parts that are kept. */
const MAX_PARTS = 3;
const LINE_FEED = 0x0a;

/** Parts of a file, for the detection of its format and encoding. */
export interface FileSample {
  /** The first bytes. */
  readonly head: Buffer;
  /** The head, and lines from the rest of the file with bytes that are not ASCII. */
  readonly sample: Buffer;
}

/** Reads samples of a file. A file that is all ASCII is read to its end. */
export async function sampleFile(path: string): Promise<FileSample> {
  const parts: Buffer[] = [];
  let head: Buffer | null = null;
  for await (const chunk of createReadStream(path, { highWaterMark: PART_SIZE })) {
    const bytes = chunk as Buffer;
    if (!head) {
      head = bytes;
      continue;
    }
    // the regular expression engine is faster than a loop over the bytes
    if (!/[^\0-\x7f]/.test(bytes.toString("latin1"))) continue;
    parts.push(wholeLines(bytes));
    if (parts.length === MAX_PARTS) break;
  }
  head ??= Buffer.alloc(0);
  const isWholeFile = parts.length === 0;
  return { head, sample: isWholeFile ? head : Buffer.concat([upToLastLine(head), ...parts]) };
}

/** Without the incomplete lines at both ends, which can begin or end within a character. */
function wholeLines(bytes: Buffer): Buffer {
  const start = bytes.indexOf(LINE_FEED) + 1;
  return upToLastLine(bytes.subarray(start));
}

function upToLastLine(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(LINE_FEED);
  return end < 0 ? bytes : bytes.subarray(0, end + 1);
}
