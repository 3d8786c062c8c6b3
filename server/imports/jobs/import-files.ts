import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Deps } from "../../deps.ts";

/** The paths of an import's files. */
export function importFiles({ config }: Pick<Deps, "config">, id: string) {
  const at = (ending: string) => join(config.data, "imports", `${id}.${ending}`);
  return {
    folder: join(config.data, "imports"),
    /** The uploaded file. It is deleted when the import has ended. */
    upload: at("csv"),
    /** The refused rows with their reasons (CSV). */
    refused: at("refused.csv"),
    /** The database of a running dry run. */
    scratch: at("scratch.db"),
  };
}

/** Creates the folder of all imports' files. */
export async function makeImportFolder(deps: Pick<Deps, "config">): Promise<void> {
  await mkdir(importFiles(deps, "").folder, { recursive: true });
}

/** Deletes files; missing ones are ignored. */
export async function removeFiles(...paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true });
}
