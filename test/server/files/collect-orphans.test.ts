import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { collectOrphanFiles } from "../../../server/files/collect-orphans.ts";
import { orphanFiles } from "../../../server/files/orphan-files.ts";
import { runHousekeeping } from "../../../server/housekeeping.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { filesIn, png, testFolder } from "../../support/files.ts";
import { Sender } from "../../support/uploads.ts";

const HOUR = 3_600_000;

describeEachDatabase("collecting orphan files", (open) => {
  const data = testFolder();
  let test: TestApp;
  let property: string;
  let sender: Sender;
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    property = await addProperty(test.deps);
    sender = await Sender.come(test.app, property);
    await sender.open();
  });
  const ids = async () => (await rowsOf(test, "files")).map(({ id }) => id).sort();
  const onDisk = () => filesIn(join(data, "files")).map((path) => path.split("/").at(-1));

  it("removes files that no message contained within a day, bytes and row, and no others", async () => {
    const named = await sender.upload({ body: png() });
    await sender.say(sender.message([named.id]));
    const forgotten = await sender.upload({ body: png() });
    test.clock.pass(23 * HOUR);
    const fresh = await sender.upload({ body: png() });
    await runHousekeeping(test.deps);
    expect(await ids()).toEqual([named.id, forgotten.id, fresh.id].sort());
    test.clock.pass(2 * HOUR);
    await runHousekeeping(test.deps);
    expect(await ids()).toEqual([named.id, fresh.id].sort());
    expect(onDisk().sort()).toEqual([named.id, fresh.id].sort());
    expect((await sender.get(forgotten.id)).status).toBe(404);
    expect(await sender.say(sender.message([forgotten.id]))).toEqual(["not_found"]);
  });

  it("removes orphaned files at once, each row after its bytes", async () => {
    const info = await sender.upload({ body: png() });
    await test.deps.database.write((tx) => orphanFiles(tx, property, { files: [info.id] }));
    const away = { ...test.deps.files, delete: () => Promise.reject(new Error("the store is away")) };
    await expect(collectOrphanFiles({ ...test.deps, files: away })).rejects.toThrow("away");
    expect(await ids()).toContain(info.id);
    await collectOrphanFiles(test.deps);
    expect(await ids()).not.toContain(info.id);
    expect(onDisk()).not.toContain(info.id);
  });

  it("removes the remains of an upload that a crash cut off, and no upload in progress", async () => {
    const saved = await sender.upload({ body: png() });
    const incoming = join(data, "incoming");
    mkdirSync(incoming, { recursive: true });
    const left = (name: string, age: number) => {
      writeFileSync(join(incoming, name), "x");
      const at = (test.clock.now() - age) / 1_000;
      utimesSync(join(incoming, name), at, at);
    };
    const orphan = "018f0000-0000-7000-8000-0000000000ab";
    const arriving = "018f0000-0000-7000-8000-0000000000cd";
    const bytes = join(data, "files", property, "ab");
    mkdirSync(bytes, { recursive: true });
    writeFileSync(join(bytes, orphan), "bytes whose row was never written");
    left(`${property}_${orphan}`, 2 * HOUR);
    left(`${property}_${orphan}.part`, 2 * HOUR);
    left(`${property}_${saved.id}`, 2 * HOUR);
    left(`${property}_${arriving}`, HOUR / 2);
    left(`${property}_${arriving}.part`, HOUR / 2);
    await collectOrphanFiles(test.deps);
    expect(filesIn(incoming)).toEqual([`${property}_${arriving}`, `${property}_${arriving}.part`]);
    expect(onDisk()).not.toContain(orphan);
    expect((await sender.get(saved.id)).status).toBe(200);
  });
});
