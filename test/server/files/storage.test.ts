import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../../server/platform/http/api-error.ts";
import { folderStore } from "../../../server/platform/storage/folder.ts";
import { createIncoming } from "../../../server/platform/storage/incoming.ts";
import { s3Store } from "../../../server/platform/storage/s3.ts";
import type { FileStore, LocalFile } from "../../../server/platform/storage/store.ts";
import { filesIn, testFolder } from "../../support/files.ts";
import { startS3, type TestS3 } from "../../support/s3.ts";

const KEY = "shop000001/018f0000-0000-7000-8000-0000000000ab";
const OTHER = "pictures/018f0000-0000-7000-8000-0000000000cd";

const folder = testFolder();
let written = 0;
function localFile(content: string | Buffer): LocalFile {
  const path = join(folder, `local-${++written}`);
  writeFileSync(path, content);
  return { path, size: Buffer.byteLength(content) };
}
const read = async (stream: ReadableStream<Uint8Array> | null) =>
  stream && Buffer.from(await new Response(stream).arrayBuffer()).toString("latin1");
const unavailable = expect.objectContaining({
  problem: expect.objectContaining({ code: "storage_unavailable" }),
});

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
beforeEach(() => {
  s3.mood = "well";
});
afterAll(() => s3.close());
const onS3 = (more: { endpoint?: string; secretKey?: string } = {}) =>
  s3Store({ ...s3.settings, ...more }, { fetch, now: Date.now, timeout: 500 });

describe.each<[string, () => FileStore]>([
  ["a folder", () => folderStore(join(folder, "store"))],
  ["S3", () => onS3()],
])("a file store in %s", (_, make) => {
  let store: FileStore;
  beforeAll(() => {
    store = make();
  });

  it("returns what was put, whole and in ranges", async () => {
    const content = Buffer.alloc(300_000, "0123456789");
    await store.put(KEY, localFile(content));
    expect(await read(await store.get(KEY))).toBe(content.toString("latin1"));
    expect(await read(await store.get(KEY, { first: 0, last: 4 }))).toBe("01234");
    expect(await read(await store.get(KEY, { first: 299_998, last: 299_999 }))).toBe("89");
  });

  it("stores each key separately, and the last file that was put under it", async () => {
    await store.put(KEY, localFile("one"));
    await store.put(OTHER, localFile("two"));
    await store.put(KEY, localFile("three"));
    expect(await read(await store.get(KEY))).toBe("three");
    expect(await read(await store.get(OTHER))).toBe("two");
  });

  it("has nothing under a key that was deleted or never put; deleting twice is allowed", async () => {
    await store.put(KEY, localFile("gone"));
    await store.delete(KEY);
    await store.delete(KEY);
    expect(await store.get(KEY)).toBeNull();
    expect(await store.get("shop000001/018f0000-0000-7000-8000-000000000000")).toBeNull();
  });

  it("fails with a code, and stores nothing, if the local file is missing", async () => {
    const key = "shop000001/018f0000-0000-7000-8000-0000000000ef";
    await expect(store.put(key, { path: join(folder, "nowhere"), size: 3 })).rejects.toThrow(ApiError);
    expect(await store.get(key)).toBeNull();
  });

  it("refuses keys that could lead outside the store", async () => {
    for (const key of ["../etc/passwd", "shop000001/../../x", "shop000001/A", `${KEY}/x`, "a/b\0"]) {
      await expect(async () => store.get(key)).rejects.toThrow();
      await expect(async () => store.delete(key)).rejects.toThrow();
      await expect(async () => store.put(key, localFile("x"))).rejects.toThrow();
    }
  });
});

describe("a folder", () => {
  it("that can't be made or written is storage_unavailable", async () => {
    const { path } = localFile("a file, not a folder");
    const store = folderStore(path);
    await expect(store.put(KEY, localFile("x"))).rejects.toEqual(unavailable);
    await expect(store.get(KEY)).rejects.toEqual(unavailable);
  });

  it("spreads its files by the end of their IDs", async () => {
    const root = join(folder, "spread");
    await folderStore(root).put(KEY, localFile("x"));
    expect(filesIn(root)).toEqual(["shop000001/ab/018f0000-0000-7000-8000-0000000000ab"]);
  });
});

describe("S3", () => {
  it("is addressed by path", async () => {
    await onS3().put(KEY, localFile("x"));
    expect([...s3.objects.keys()]).toContain(`/foyer-files/${KEY}`);
  });

  it.each(["failing", "silent", "cutting"] as const)(
    "that is %s is storage_unavailable, and stores nothing partly",
    async (mood) => {
      const store = onS3();
      await store.delete(KEY);
      s3.mood = mood;
      await expect(store.put(KEY, localFile(Buffer.alloc(2_000_000)))).rejects.toEqual(unavailable);
      if (mood !== "cutting") {
        await expect(store.get(KEY)).rejects.toEqual(unavailable);
        await expect(store.delete(KEY)).rejects.toEqual(unavailable);
      }
      s3.mood = "well";
      expect(await store.get(KEY)).toBeNull();
    },
  );

  it("that is unreachable, or refuses the access key, is storage_unavailable", async () => {
    const socket = createServer();
    const port = await new Promise<number>((resolve) =>
      socket.listen(0, "127.0.0.1", () => resolve((socket.address() as { port: number }).port)),
    );
    await new Promise((resolve) => socket.close(resolve));
    const away = onS3({ endpoint: `http://127.0.0.1:${port}` });
    await expect(away.put(KEY, localFile("x"))).rejects.toEqual(unavailable);
    await expect(away.get(KEY)).rejects.toEqual(unavailable);
    const wrong = onS3({ secretKey: "guess" });
    await expect(wrong.put(KEY, localFile("x"))).rejects.toEqual(unavailable);
    await expect(wrong.get(KEY)).rejects.toEqual(unavailable);
    await expect(wrong.delete(KEY)).rejects.toEqual(unavailable);
  });
});

it("removing abandoned uploads continues when one of them ends meanwhile", async () => {
  const marks = join(folder, "incoming");
  mkdirSync(marks);
  const ids = ["a", "b", "c"].map((end) => `018f0000-0000-7000-8000-00000000000${end}`);
  for (const id of ids) writeFileSync(join(marks, `shop000001_${id}`), "");
  const incoming = createIncoming(marks, folderStore(join(folder, "settled")));
  const asked: string[] = [];
  await incoming.removeAbandoned(Date.now() + 1_000, async (key) => {
    asked.push(key);
    for (const name of filesIn(marks)) if (!name.endsWith(key.slice(-36))) rmSync(join(marks, name));
    return true;
  });
  expect(asked).toHaveLength(1);
  expect(filesIn(marks)).toEqual([]);
});
