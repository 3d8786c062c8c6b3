import { describe, expect, it, test } from "vitest";
import { planQuota } from "../../../server/files/quotas.ts";
import { addProperty, rowsOf, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const MB = 1_048_576;
const NONE = { files: 0, bytes: 0 };

describe("R37: how large a file may be by the quotas", () => {
  it.each([
    ["a visitor who never wrote", { ofVisitor: NONE, hasWritten: false }, 20 * MB],
    ["… with 15 MB", { ofVisitor: { files: 2, bytes: 15 * MB }, hasWritten: false }, 5 * MB],
    ["… with ten files", { ofVisitor: { files: 10, bytes: 5 }, hasWritten: false }, 0],
    ["one who has", { ofVisitor: { files: 5, bytes: 15 * MB }, hasWritten: true }, 485 * MB],
    [
      "one with more than there was room for",
      { ofVisitor: { files: 9, bytes: 900 * MB }, hasWritten: true },
      0,
    ],
    [
      "a property that is almost full",
      { ofVisitor: NONE, hasWritten: true, ofProperty: { files: 9, bytes: 998 * MB } },
      2 * MB,
    ],
    ["an agent there", { ofVisitor: null, ofProperty: { files: 9, bytes: 998 * MB } }, 2 * MB],
    ["an agent of a full one", { ofVisitor: null, ofProperty: { files: 9, bytes: 1_200 * MB } }, 0],
  ])("%s", (_, facts, most) => {
    const whole = { ofProperty: NONE, hasWritten: false, propertyQuota: 1_000 * MB, ...facts };
    expect(planQuota(whole, 10 * MB)).toBe(most);
  });
});

describe("R37: a visitor who never wrote", () => {
  it("may send one file of the largest size that the owner allows", () => {
    const facts = { ofProperty: NONE, ofVisitor: NONE, hasWritten: false, propertyQuota: 1_000 * MB };
    expect(planQuota(facts, 50 * MB)).toBe(50 * MB);
  });
});

describeEachDatabase("R37: the quotas of files", (open) => {
  const upload = (t: Awaited<ReturnType<typeof testApp>>, visitor: BrowserVisitor, bytes: number) =>
    t.app.request(`/w/${visitor.property}/files`, {
      method: "POST",
      headers: {
        ...visitor.headers,
        authorization: `Bearer ${visitor.token}`,
        "x-foyer-name": "a.txt",
        "content-length": String(bytes),
      },
      body: "x".repeat(bytes),
    });
  const codeOf = async (response: Response) =>
    response.ok ? "stored" : ((await response.json()) as { code: string }).code;

  test("visitors who never wrote store little, each and together; writing gives more room", async () => {
    const t = await testApp(await open(), { trustedProxies: 1 });
    const property = await addProperty(t.deps);
    const results: string[] = [];
    for (let n = 0; n < 4; n++) {
      const visitor = new BrowserVisitor(t.app, property, { headers: { "x-forwarded-for": "192.0.2.1" } });
      await visitor.visit();
      for (let file = 0; file < 11; file++) results.push(await codeOf(await upload(t, visitor, 100)));
    }
    expect(results.slice(0, 11)).toEqual([...Array(10).fill("stored"), "file_quota_reached"]);
    expect(results.slice(-11)).toEqual(Array(11).fill("too_many_requests"));
    expect(results.filter((one) => one === "stored").length).toBeLessThanOrEqual(30);
    const writer = new BrowserVisitor(t.app, property, { headers: { "x-forwarded-for": "192.0.2.1" } });
    await writer.visit();
    await writer.submit({ name: "Ana", email: "ana@example.com", message: "Here they are" });
    for (let file = 0; file < 6; file++) expect(await codeOf(await upload(t, writer, 100))).toBe("stored");
  });

  test("uploads at the same time have one quota together", async () => {
    const t = await testApp(await open(), { filesQuota: 1 });
    const property = await addProperty(t.deps);
    const visitor = new BrowserVisitor(t.app, property);
    await visitor.visit();
    const size = 300_000;
    const results = await Promise.all(
      Array.from({ length: 8 }, async () => codeOf(await upload(t, visitor, size))),
    );
    expect(results.sort()).toEqual([...Array(5).fill("file_quota_reached"), ...Array(3).fill("stored")]);
    expect(await rowsOf(t, "files")).toHaveLength(3);
  });

  test("a property that is full takes no file, and says why", async () => {
    const t = await testApp(await open(), { filesQuota: 1 });
    const property = await addProperty(t.deps);
    const visitor = new BrowserVisitor(t.app, property);
    await visitor.visit();
    expect(await codeOf(await upload(t, visitor, MB - 10))).toBe("stored");
    expect(await codeOf(await upload(t, visitor, 100))).toBe("file_quota_reached");
    expect(await codeOf(await upload(t, visitor, 10))).toBe("stored");
    const full = await upload(t, visitor, 1);
    expect(((await full.json()) as { detail: string }).detail).toContain("FOYER_FILES_QUOTA");
    expect(await rowsOf(t, "files")).toHaveLength(2);
  });
});
