import { join } from "node:path";
import type { Config } from "../config.ts";
import { folderStore } from "./folder.ts";
import { s3Store } from "./s3.ts";
import type { FileStore } from "./store.ts";

/** Long enough for 100 MB over a slow connection, ms. */
const S3_TIMEOUT = 120_000;

/** The file store that the operator configured: the data folder or S3. Opening it accesses neither. */
export function openFileStore(
  config: Pick<Config, "data" | "s3">,
  deps: { readonly fetch: typeof fetch; readonly now: () => number },
): FileStore {
  return config.s3
    ? s3Store(config.s3, { ...deps, timeout: S3_TIMEOUT })
    : folderStore(join(config.data, "files"));
}
