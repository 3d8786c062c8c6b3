import { describe, expect, it } from "vitest";
import { storageKind, sumKinds, type TypeUsage } from "../../../server/files/storage-use.ts";
import { planFiles } from "../../../server/mail/intake/plan-files.ts";
import { StorageUse, storageLevel } from "../../../shared/storage.ts";
import { addColleague, setUpFoyer } from "../../support/agent.ts";
import { testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { png, zip } from "../../support/files.ts";
import { ar, de, en, fr } from "../../support/locales.ts";
import { Sender } from "../../support/uploads.ts";

const MB = 1_048_576;

describe("R37: the view of the storage", () => {
  it.each([
    ["image/png", "pictures"],
    ["image/heic", "pictures"],
    ["audio/mpeg", "recordings"],
    ["video/mp4", "recordings"],
    ["application/pdf", "documents"],
    ["application/x-cfb", "documents"],
    ["application/vnd.oasis.opendocument.text", "documents"],
    ["text/plain; charset=utf-8", "texts"],
    ["application/octet-stream", "texts"],
    ["message/rfc822", "mails"],
    ["application/zip", "other"],
    ["something/else", "other"],
  ])("counts %s as %s", (type, kind) => {
    expect(storageKind(type)).toBe(kind);
  });

  it("adds up the kinds, the largest first", () => {
    const use = (type: string, bytes: number): TypeUsage => ({ type, bytes, files: 1 });
    expect(sumKinds([use("image/png", 5), use("application/pdf", 9), use("image/gif", 6)])).toEqual([
      { kind: "pictures", bytes: 11, files: 2 },
      { kind: "documents", bytes: 9, files: 1 },
    ]);
    expect(sumKinds([])).toEqual([]);
  });

  it.each([
    [0, "enough"],
    [799, "enough"],
    [800, "low"],
    [999, "low"],
    [1_000, "full"],
    [1_200, "full"],
  ])("warns from 80 %% of the quota on: %d of 1,000 is %s", (bytes, level) => {
    expect(storageLevel({ bytes, quota: 1_000 })).toBe(level);
  });
});

describe("R37: the files of a received mail", () => {
  const file = (size: number, name = "a.pdf") => ({
    name,
    type: "application/pdf",
    disposition: "attachment" as const,
    contentId: null,
    isShown: false,
    bytes: new Uint8Array(size),
  });
  const plan = (quotaLeft: number, ...sizes: number[]) => {
    const { stored, omitted } = planFiles(
      sizes.map((size) => file(size)),
      { allowed: true, maxMegabytes: 10, quotaLeft },
    );
    return [
      ...stored.map(({ bytes }) => bytes.byteLength),
      ...omitted.map(({ size, reason }) => `${size} ${reason}`),
    ];
  };

  it("are within the quotas together; what has no room is in the original only", () => {
    expect(plan(100, 60, 50, 40)).toEqual([60, 40, "50 quota"]);
    expect(plan(0, 1)).toEqual(["1 quota"]);
    expect(plan(100, 100)).toEqual([100]);
  });
});

describe("R37: a visitor whose quota is used up", () => {
  it.each(Object.entries({ ar, de, en, fr }))("is told so in %s", (_, { refusals }) => {
    expect(refusals.file_quota_reached).toMatch(/\p{L}{3}/u);
    expect(refusals.file_quota_reached).not.toBe(refusals.file_too_large);
  });
});

describeEachDatabase("R37: the storage of a property", (open) => {
  it("is what its files and messages are, for its admins only", async () => {
    const test = await testApp(await open(), { filesQuota: 3 });
    const { browser, property } = await setUpFoyer(test);
    const read = () => browser.ok(StorageUse, "GET", `/api/properties/${property}/storage`);
    expect(await read()).toMatchObject({ quota: 3 * MB, bytes: 0, files: 0, kinds: [], messages: 0 });
    const sender = await Sender.come(test.app, property);
    for (const body of [png(), zip(), "text"]) await sender.upload({ body, name: "a" });
    const use = await read();
    const sizes = { pictures: png().length, other: zip().length, texts: 4 };
    expect(use.bytes).toBe(sizes.pictures + sizes.other + sizes.texts);
    expect(use.files).toBe(3);
    expect(Object.fromEntries(use.kinds.map(({ kind, bytes }) => [kind, bytes]))).toEqual(sizes);
    expect(use.messages).toBeGreaterThan(0);
    expect(use.perVisitor).toEqual({ stranger: 20 * MB, writer: 500 * MB });
    const { browser: agent } = await addColleague(test, { browser, property }, "rosa@x.example", "agent");
    expect(await agent.refused("GET", `/api/properties/${property}/storage`)).toMatchObject({
      code: "forbidden",
    });
  });
});
