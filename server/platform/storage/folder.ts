import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { checkedKey, type FileStore, storageFailure } from "./store.ts";

/**
 * A file store in a folder, with 256 subfolders by the last digits of the IDs (the first digits are the time).
 *
 * @param root created when first needed; `put` needs files on the same file system
 */
export function folderStore(root: string): FileStore {
  const pathOf = (key: string) => {
    const [owner = "", id = ""] = checkedKey(key).split("/");
    return join(root, owner, id.slice(-2), id);
  };
  return {
    put: (key, { path }) =>
      guarded(async () => {
        const target = pathOf(key);
        await mkdir(dirname(target), { recursive: true });
        await synced(path);
        await rename(path, target);
        await synced(dirname(target));
      }),
    get: (key, range) =>
      guarded(async () => {
        const file = await openIfThere(pathOf(key));
        if (!file) return null;
        const part = range && { start: range.first, end: range.last };
        return Readable.toWeb(file.createReadStream(part)) as ReadableStream<Uint8Array>;
      }),
    delete: (key) => guarded(() => rm(pathOf(key), { force: true })),
  };
}

/** Flushes a file's bytes, or a folder's entries, to the disk. */
async function synced(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openIfThere(path: string) {
  try {
    return await open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageFailure(error);
  }
}
