import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROPERTY, withProperty } from "../support/prepared-data.ts";
import { getRaw } from "../support/raw.ts";
import { type ServerProcess, startServer } from "../support/server.ts";

/** DESIGN.md, section 4, in bytes after gzip: until a form in a page is usable, and what sends it. */
const LIMIT = { usable: 16_000, sending: 10_000 } as const;

/** The locales are those of the panel; `bytes.test.ts` has a limit for each. */
const LOCALES = readdirSync(fileURLToPath(new URL("../../dist/panel", import.meta.url))).filter((name) =>
  /^[a-z]{2}(-[A-Z]\w+)?\.js$/.test(name),
);

let server: ServerProcess;
let folder: string;
beforeAll(async () => {
  server = await startServer({}, withProperty());
  const script = await text(`${PROPERTY}/forms.js`);
  folder = /assets\/[\w-]+\//.exec(script)?.[0] ?? "";
});
afterAll(() => server.stop());

async function fetchFile(path: string): Promise<Buffer> {
  const { body, headers } = await getRaw(`${server.url}/w/${path}`, { "accept-encoding": "gzip" });
  expect(headers["content-encoding"], path).toBe("gzip");
  return body;
}
const text = async (path: string) => gunzipSync(await fetchFile(path)).toString();
const sizeOf = async (path: string) => (await fetchFile(path)).length;

describe("what a visitor's browser loads for a form in a page", () => {
  it(`until it is usable it is at most ${LIMIT.usable} bytes, in every language`, async () => {
    const common = (await sizeOf(`${PROPERTY}/forms.js`)) + (await sizeOf(`${folder}forms.js`));
    const form = (await getRaw(`${server.url}/w/${PROPERTY}/forms/offline.json`)).body.length;
    const sizes = await Promise.all(LOCALES.map((name) => sizeOf(folder + name)));
    expect(LOCALES.length).toBeGreaterThan(3);
    expect(common + form + Math.max(...sizes)).toBeLessThanOrEqual(LIMIT.usable);
  });

  it(`what sends it, with a proof of work (R37), is at most ${LIMIT.sending} bytes`, async () => {
    expect(await sizeOf(`${folder}forms-send.js`)).toBeLessThanOrEqual(LIMIT.sending);
  });

  it("there is no other file, no schema library, and nothing of the panel", async () => {
    const built = readdirSync(fileURLToPath(new URL("../../dist/forms", import.meta.url)));
    expect(built.sort()).toEqual(["forms-send.js", "forms.js"]);
    for (const name of built) {
      const code = await text(folder + name);
      expect(code).not.toMatch(/ZodMini|\$ZodType|_zod\b|sourceMappingURL/);
      const imports = [...code.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)].map(([, one]) => one);
      expect(imports.filter((one) => one !== "forms.js")).toEqual([]);
    }
  });
});
