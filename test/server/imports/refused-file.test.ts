import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { RefusedFile } from "../../../server/imports/jobs/refused-file.ts";
import { testFolder } from "../../support/files.ts";

const folder = testFolder();
const FORMAT = { headers: ["Name", "E-mail"], delimiter: ";" };
const RAW = [
  { line: 2, cells: ["=Ann", "a;=b", "too", "many"] },
  { line: 3, cells: ["Ben", ""] },
  { line: 4, cells: ["'=Cid"] },
];
const RESULTS = [
  { outcome: "refused", reason: "=No" },
  { outcome: "new", reason: "" },
  { outcome: "refused", reason: "No" },
] as const;

it("R17, R19: the refused rows have the upload's delimiter, a byte order mark, the reason below the last header, and no formula", async () => {
  const path = join(folder, "refused.csv");
  const file = await RefusedFile.create(path, FORMAT);
  await file.write({ raw: RAW }, RESULTS);
  await file.close();
  await file.close();
  expect(readFileSync(path, "utf8").split("\n")).toEqual([
    '\ufeff"Name";"E-mail";"Reason"',
    `"'=Ann";"a;'=b";"'=No";"too";"many"`,
    `"'=Cid";;"No"`,
    "",
  ]);
});

it("a full disk fails the dry run, not the server", async () => {
  await expect(RefusedFile.create("/dev/full", FORMAT)).rejects.toMatchObject({ code: "ENOSPC" });
});
