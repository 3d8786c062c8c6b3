import { mkdir, open, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ApiError } from "../http/api-error.ts";
import { checkedKey, type FileStore, type LocalFile, storageFailure } from "./store.ts";

/** The limits of a body, in bytes. */
export interface BodyRule {
  readonly max: number;
  /** The announced length; null: none. */
  readonly announced: number | null;
  /** The error for a larger body. */
  readonly tooLarge: () => ApiError;
}

/**
 * Receives bodies for the file store, through a local file, where they are counted and inspected before they are stored.
 *
 * An empty marker file, named by the key, exists from before the first byte until a database row names the key. After a
 * crash, the markers show what was left behind, so that the store never has to be listed.
 */
export interface Incoming {
  /**
   * Receives a body and passes it to `keep`, which inspects it, stores it, and writes the row that names it. If `keep`
   * fails, the file is removed.
   *
   * @throws ApiError that of `tooLarge`, `file_incomplete`, `storage_unavailable`, and those of `keep`
   */
  receive<T>(
    key: string,
    body: ReadableStream<Uint8Array> | null,
    rule: BodyRule,
    keep: (file: LocalFile) => Promise<T>,
  ): Promise<T>;
  /** Removes a key that no row names any more: at once or, if the store is unreachable, by `removeAbandoned`. */
  discard(key: string): Promise<void>;
  /**
   * Removes files whose markers are older than a moment, unless a row names them.
   *
   * @param before ms since 1970
   */
  removeAbandoned(before: number, isNamed: (key: string) => Promise<boolean>): Promise<void>;
}

/** @param folder on the same file system as the data folder; created when first needed */
export function createIncoming(folder: string, store: FileStore): Incoming {
  const markOf = (key: string) => join(folder, checkedKey(key).replace("/", "_"));
  const mark = async (key: string) => {
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(markOf(key), "");
    } catch (error) {
      throw storageFailure(error);
    }
  };
  const discard = async (key: string) => {
    await store.delete(key);
    await rm(markOf(key), { force: true });
  };

  return {
    async receive(key, body, rule, keep) {
      await mark(key);
      const path = `${markOf(key)}.part`;
      try {
        const result = await keep({ path, size: await write(path, body, rule) });
        await rm(markOf(key), { force: true });
        return result;
      } catch (error) {
        // if the store is unreachable too, the marker stays for `removeAbandoned`; the first error is the one to report
        await discard(key).catch(() => undefined);
        throw error;
      } finally {
        await rm(path, { force: true });
      }
    },
    async discard(key) {
      await mark(key);
      await discard(key);
    },
    async removeAbandoned(before, isNamed) {
      for (const name of await namesIn(folder)) {
        const changedAt = await timeOf(join(folder, name));
        if (changedAt === null || changedAt >= before) continue;
        if (name.endsWith(".part")) {
          await rm(join(folder, name), { force: true });
          continue;
        }
        const key = name.replace("_", "/");
        if (await isNamed(key)) await rm(join(folder, name), { force: true });
        else await discard(key);
      }
    },
  };
}

/** The modification time of a file, ms since 1970; null: it is gone, like the marker of a finished upload. */
async function timeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Writes a body to a new file, chunk by chunk. @returns its bytes */
async function write(
  path: string,
  body: ReadableStream<Uint8Array> | null,
  { max, announced, tooLarge }: BodyRule,
): Promise<number> {
  const file = await open(path, "wx").catch((error: unknown) => {
    throw storageFailure(error);
  });
  let size = 0;
  try {
    for await (const chunk of whole(body)) {
      size += chunk.length;
      if (size > max) throw tooLarge();
      await file.appendFile(chunk).catch((error: unknown) => {
        throw storageFailure(error);
      });
    }
  } finally {
    await file.close();
  }
  if (!size) throw new ApiError("file_incomplete", { detail: "This file is empty." });
  if (announced !== null && size !== announced) throw new ApiError("file_incomplete");
  return size;
}

/** The chunks of a body. @throws ApiError `file_incomplete` if the connection breaks */
async function* whole(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  const next = () =>
    reader.read().catch((cause: unknown) => {
      throw new ApiError("file_incomplete", { cause });
    });
  try {
    for (let part = await next(); !part.done; part = await next()) yield part.value;
  } finally {
    // for a caller that stops early; a broken body cannot be cancelled
    await reader.cancel().catch(() => undefined);
  }
}
