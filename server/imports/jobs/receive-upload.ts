import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { newId } from "../../platform/ids.ts";
import { readProperty } from "../../properties/read-property.ts";
import { CsvFileError } from "../csv/csv-error.ts";
import { detectReading } from "../formats/open-file.ts";
import { unpackGzip } from "../formats/unpack-gzip.ts";
import { guessCountry } from "../rows/countries.ts";
import { type DescribedFile, describeFile } from "./describe-file.ts";
import { importFiles, makeImportFolder, removeFiles } from "./import-files.ts";
import type { ImportDeps } from "./import-job.ts";

/** The largest file, bytes: some ten million rows. */
const MAX_FILE = 1024 ** 3;

/** An incoming file. */
export interface Upload {
  readonly property: string;
  /** The agent who sends it, or the program, as `programAuthorId` has it; null: the command line. */
  readonly agent: string | null;
  readonly name: string;
  /** The languages of the browser that sends it, as `Accept-Language` has them; empty: unknown. */
  readonly languages?: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** The announced length, bytes, which the body must have; null: unknown. */
  readonly length: number | null;
}

/** The name of a file as it is shown. @param name as it was sent; empty: it has none */
export const fileNameOf = (name: string): string => name.replace(/\p{C}/gu, "").trim() || "contacts.csv";

/** A file that has arrived, and can be read. */
export interface StoredUpload {
  /** The ID of the import that it becomes. */
  readonly id: string;
  /** Makes the import. */
  readonly insert: (tx: Tx) => Promise<void>;
  /** Removes the file, if it does not become an import. */
  readonly discard: () => Promise<void>;
}

/**
 * Makes an import of a file of contacts.
 *
 * @returns the ID of the new import
 * @throws ApiError as `storeUpload`
 */
export async function receiveUpload(deps: ImportDeps, upload: Upload): Promise<string> {
  const stored = await storeUpload(deps, upload);
  try {
    await deps.database.write(stored.insert);
  } catch (error) {
    await stored.discard();
    throw error;
  }
  return stored.id;
}

/**
 * Stores a file of contacts, reads its first rows and matches its columns.
 *
 * @throws ApiError `import_unreadable` with the line and the reason, `file_too_large`, `file_incomplete`,
 *   `storage_unavailable`
 */
export async function storeUpload(deps: ImportDeps, upload: Upload): Promise<StoredUpload> {
  const id = newId(deps);
  const { upload: path } = importFiles(deps, id);
  const discard = () => removeFiles(path, `${path}.unpacked`);
  await makeImportFolder(deps);
  try {
    if ((upload.length ?? 0) > MAX_FILE) throw new ApiError("file_too_large");
    await pipeline(Readable.from(upload.body), limitSize(), createWriteStream(path)).catch(
      (cause: unknown) => {
        if (cause instanceof ApiError) throw cause;
        throw new ApiError(isDiskError(cause) ? "storage_unavailable" : "file_incomplete", { cause });
      },
    );
    const received = await stat(path);
    if (upload.length !== null && received.size !== upload.length) throw new ApiError("file_incomplete");
    const size = await unpackGzip(path, MAX_FILE);
    const attributes = await listAttributes(deps.database.read, upload.property);
    const { settings } = await readProperty(deps.database.read, upload.property);
    const country = guessCountry(settings.timeZone, upload.languages ?? "");
    const described = await describeFile(path, await detectReading(path), { attributes, country });
    return { id, insert: (tx) => insertImport(tx, deps, { ...upload, id, size, described }), discard };
  } catch (error) {
    await discard();
    if (error instanceof CsvFileError) throw unreadable(error);
    throw error;
  }
}

/** A stream that fails with `file_too_large` when more than `MAX_FILE` bytes pass. */
function limitSize(): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      done(size > MAX_FILE ? new ApiError("file_too_large") : null, chunk);
    },
  });
}

function isDiskError(error: unknown): boolean {
  const { code = "" } = error as NodeJS.ErrnoException;
  return ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EIO"].includes(code);
}

/** The failure of a request whose file cannot be read. */
export function unreadable(error: CsvFileError): ApiError {
  return new ApiError("import_unreadable", {
    detail: `Line ${error.line}: ${error.message}`,
    faults: [{ path: `line ${error.line}`, code: error.code, message: error.message }],
    cause: error,
  });
}

interface Received extends Upload {
  readonly id: string;
  readonly size: number;
  readonly described: DescribedFile;
}

async function insertImport(tx: Tx, { now }: ImportDeps, received: Received): Promise<void> {
  const { reading, preset, columns, mapping, repairs } = received.described;
  await tx
    .insertInto("imports")
    .values({
      property_id: received.property,
      id: received.id,
      agent_id: received.agent,
      file_name: received.name.slice(0, 255),
      size: received.size,
      reading: JSON.stringify(reading),
      preset,
      columns: JSON.stringify(columns),
      mapping: JSON.stringify(mapping),
      repairs: JSON.stringify(repairs),
      edits: "[]",
      editable_rows: "[]",
      check_report: null,
      report: null,
      fault: null,
      state: "uploaded",
      bytes_done: 0,
      line_done: 0,
      runner: null,
      lease_until: 0,
      created_at: now(),
      started_at: null,
      finished_at: null,
    })
    .execute();
}
