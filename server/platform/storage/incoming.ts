import { mkdir, open, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ApiError } from "../http/api-error.ts";
import { checkedKey, type FileStore, type LocalFile, storageFailure } from "./store.ts";

/** What a body must keep to; bytes. */
export interface BodyRule {
  readonly max: number;
  /** What the sender announced; null: nothing. */
  readonly announced: number | null;
  /** What who sends more hears. */
  readonly tooLarge: () => ApiError;
}

/**
 * The way of bytes into the store: through a file of this machine, where they are counted and looked at before
 * anything is kept.
 *
 * Beside them stands an empty mark named by their key, from before the first byte until everything that was to name
 * them does. So whatever a crash leaves behind is found by the mark, and a store need never be listed.
 */
export interface Incoming {
  /**
   * Takes a body in and hands it to `keep`, which looks at it, puts it in the store and writes who names it. If
   * `keep` fails, nothing stays.
   *
   * @throws Failure what `tooLarge` says, `file_incomplete`, `storage_unavailable`, and what `keep` throws
   */
  receive<T>(
    key: string,
    body: ReadableStream<Uint8Array> | null,
    rule: BodyRule,
    keep: (file: LocalFile) => Promise<T>,
  ): Promise<T>;
  /** Removes what a key holds and nothing names any more: now or, if the store is away, by `settle`. */
  discard(key: string): Promise<void>;
  /**
   * Removes from the store what was left under marks made before a moment, ms since 1970.
   *
   * @param isNamed whether something names the key
   */
  settle(before: number, isNamed: (key: string) => Promise<boolean>): Promise<void>;
}

/** @param folder on the same file system as the data folder; made when it is first needed */
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
        const kept = await keep({ path, size: await write(path, body, rule) });
        await rm(markOf(key), { force: true });
        return kept;
      } catch (error) {
        // when the store is away too, the mark stays and `settle` does it later: the first reason is the one to tell
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
    async settle(before, isNamed) {
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

/** When a file was written, ms since 1970; null: it is gone, as a mark is whose upload has just ended. */
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

/** The chunks of a body; a line that breaks is the sender's matter, not a fault of ours. */
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
    // who stops early reads no more of it; a body that broke can't be cancelled, and need not be
    await reader.cancel().catch(() => undefined);
  }
}
