import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Deps } from "../../deps.ts";
import { type CsvTable, readCsv } from "../csv/read-csv.ts";

/** Where the files of an import are, all below the data folder. */
export function importFiles({ config }: Pick<Deps, "config">, id: string) {
  const at = (ending: string) => join(config.data, "imports", `${id}.${ending}`);
  return {
    folder: join(config.data, "imports"),
    /** As it was uploaded; until the import is done. */
    upload: at("csv"),
    /** The refused rows with their reasons. */
    refused: at("refused.csv"),
    /** The database of a dry run, while it runs. */
    scratch: at("scratch.db"),
  };
}

/** Makes the folder of all imports' files. */
export async function makeImportFolder(deps: Pick<Deps, "config">): Promise<void> {
  await mkdir(importFiles(deps, "").folder, { recursive: true });
}

/** Removes files; those that are not there are no fault. */
export async function removeFiles(...paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true });
}

/**
 * Opens an uploaded file as a table.
 *
 * @param onBytes told how many bytes were read in all, with each chunk
 * @throws CsvFault
 */
export function openTable(
  path: string,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<CsvTable> {
  async function* counted() {
    let bytes = 0;
    for await (const chunk of createReadStream(path)) {
      bytes += (chunk as Buffer).length;
      onBytes(bytes);
      yield chunk as Buffer;
    }
  }
  return readCsv(counted());
}
