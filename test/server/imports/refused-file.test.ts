import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { RefusedFile } from "../../../server/imports/jobs/refused-file.ts";
import { testFolder } from "../../support/files.ts";

const folder = testFolder();
const COLUMNS = [{ header: "Name", suggested: null, samples: [] }];
const raw = [
  { line: 2, cells: ["=Ann"] },
  { line: 3, cells: ["Ben"] },
];
const results = [
  { outcome: "refused", reason: "No" },
  { outcome: "new", reason: "" },
] as const;

it("R17: the refused rows are written with their reasons, and the file may be closed twice", async () => {
  const path = join(folder, "refused.csv");
  const file = await RefusedFile.create(path, COLUMNS);
  await file.write({ raw }, results);
  await file.close();
  await file.close();
  expect(readFileSync(path, "utf8")).toBe("Name,Reason\n'=Ann,No\n");
});

it("a full disk fails the dry run, not the server", async () => {
  await expect(RefusedFile.create("/dev/full", COLUMNS)).rejects.toMatchObject({ code: "ENOSPC" });
});
