import { join } from "node:path";
import type { Config } from "../config.ts";
import { folderStore } from "./folder.ts";
import { s3Store } from "./s3.ts";
import type { FileStore } from "./store.ts";

/** A hundred megabytes over a slow line. */
const S3_TIMEOUT = 120_000;

/** The store that the operator chose: the data folder, or what speaks S3. Opening it touches neither. */
export function openFileStore(
  config: Pick<Config, "data" | "s3">,
  deps: { readonly fetch: typeof fetch; readonly now: () => number },
): FileStore {
  return config.s3
    ? s3Store(config.s3, { ...deps, timeout: S3_TIMEOUT })
    : folderStore(join(config.data, "files"));
}
