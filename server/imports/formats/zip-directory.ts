import { CsvFileError } from "../csv/csv-error.ts";
import { tooLarge } from "./read-bounded.ts";

/** The records of a zip archive (APPNOTE.TXT 4.3), with the positions of the fields in them. */
const END = { signature: 0x06054b50, length: 22, entries: 10, directoryStart: 16 } as const;
const ENTRY = {
  signature: 0x02014b50,
  length: 46,
  compressed: 20,
  unpacked: 24,
  nameLength: 28,
  extraLength: 30,
  commentLength: 32,
} as const;
/** The longest comment behind the end record, bytes. */
const MAX_COMMENT = 65_535;
const MAX_ENTRIES = 10_000;

/**
 * Lists the files of a zip archive, and adds up what they unpack to, before anything is unpacked.
 *
 * @returns the names of the files
 * @throws CsvFileError `csv_workbook` for a damaged archive or false sizes, `csv_too_large`
 */
export function checkZip(bytes: Buffer, maxUnpacked: number): readonly string[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end < bytes.length - END.length - MAX_COMMENT || end + END.length > bytes.length)
    throw damaged();
  const count = bytes.readUInt16LE(end + END.entries);
  if (count > MAX_ENTRIES) throw damaged();
  let at = bytes.readUInt32LE(end + END.directoryStart);
  let unpacked = 0;
  const names: string[] = [];
  for (let entry = 0; entry < count; entry++) {
    if (at + ENTRY.length > bytes.length || bytes.readUInt32LE(at) !== ENTRY.signature) throw damaged();
    const size = bytes.readUInt32LE(at + ENTRY.unpacked);
    // an unpacker takes a size of zero as unknown, and unpacks without a limit
    if (size === 0 && bytes.readUInt32LE(at + ENTRY.compressed) > 2) throw damaged();
    unpacked += size;
    const nameLength = bytes.readUInt16LE(at + ENTRY.nameLength);
    names.push(bytes.toString("utf8", at + ENTRY.length, at + ENTRY.length + nameLength));
    at +=
      ENTRY.length +
      nameLength +
      bytes.readUInt16LE(at + ENTRY.extraLength) +
      bytes.readUInt16LE(at + ENTRY.commentLength);
  }
  if (unpacked > maxUnpacked) throw tooLarge(maxUnpacked);
  return names;
}

function damaged(): CsvFileError {
  return new CsvFileError("csv_workbook", 1);
}
