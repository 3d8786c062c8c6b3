import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makePrivate } from "../../../server/platform/storage/private-folder.ts";
import { testFolder } from "../../support/files.ts";

const folder = testFolder();
const modeOf = (path: string) => (statSync(join(folder, path)).mode & 0o7777).toString(8);
const write = (path: string, mode: number) => {
  mkdirSync(join(folder, path, ".."), { recursive: true, mode: 0o755 });
  writeFileSync(join(folder, path), "x");
  chmodSync(join(folder, path), mode);
};

it("all that is in the data folder is for its owner only, and what belongs to others is left alone", () => {
  const data = join(folder, "data");
  const own = [
    "foyer.db",
    "foyer.db-wal",
    "foyer.db-shm",
    "files/shop/ab/1",
    "incoming/1.part",
    "imports/1.csv",
  ];
  for (const path of own) write(`data/${path}`, 0o644);
  write("data/notes.txt", 0o664);
  write("outside", 0o644);
  symlinkSync(join(folder, "outside"), join(data, "files/link"));
  chmodSync(data, 0o755);

  expect(makePrivate(data)).toEqual([]);

  expect(["data", "data/files", "data/files/shop", "data/imports"].map(modeOf)).toEqual(Array(4).fill("700"));
  expect(own.map((path) => modeOf(`data/${path}`))).toEqual(own.map(() => "600"));
  expect(["data/notes.txt", "outside"].map(modeOf)).toEqual(["664", "644"]);
});

it("a folder in which everybody may create files stays one", () => {
  write("shared/foyer.db", 0o644);
  chmodSync(join(folder, "shared"), 0o1777);
  makePrivate(join(folder, "shared"));
  expect(["shared", "shared/foyer.db"].map(modeOf)).toEqual(["1777", "600"]);
});
