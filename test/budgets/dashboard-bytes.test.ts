import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withProperty } from "../support/prepared-data.ts";
import { getRaw } from "../support/raw.ts";
import { type ServerProcess, startServer } from "../support/server.ts";

/** The script of each screen after gzip, with everything that it imports: 1 KB is 1,000 bytes. */
const LIMIT = { signIn: 45_000, inbox: 61_500, conversation: 21_000 } as const;
/** No other screen adds more than this to what the inbox and a conversation have loaded. */
const SCREEN = 17_000;
/** The code that draws the plots of the reports, with its library. */
const PLOTS = 25_000;

let server: ServerProcess;
let entry = "";
const sizes = new Map<string, number>();
const texts = new Map<string, string>();

async function fetchScript(name: string): Promise<void> {
  const { body, headers } = await getRaw(`${server.url}/dashboard/assets/${name}`, {
    "accept-encoding": "gzip",
  });
  expect(headers["content-encoding"], name).toBe("gzip");
  sizes.set(name, body.length);
  texts.set(name, gunzipSync(body).toString());
}

/** The files that a file imports when it runs, or on demand. */
function importsOf(name: string, when: "static" | "dynamic"): readonly string[] {
  const pattern =
    when === "static" ? /(?:from|import)\s*["']\.\/([^"']+\.js)["']/g : /import\(\s*["'`]\.\/([^"'`]+\.js)/g;
  return [...(texts.get(name) ?? "").matchAll(pattern)].map(([, file = ""]) => file);
}

/** The bytes of files and of everything that they import. */
function weigh(names: readonly string[]): number {
  const found = new Set(names);
  for (const one of found) for (const next of importsOf(one, "static")) found.add(next);
  return [...found].reduce((sum, name) => sum + (sizes.get(name) ?? Number.NaN), 0);
}

/** The one file of a screen. */
function chunk(screen: string): string {
  const found = [...sizes.keys()].find((name) => new RegExp(`^${screen}-[\\w-]{8}\\.js$`).test(name));
  if (!found) throw new Error(`No file of ${screen} is loaded`);
  return found;
}

beforeAll(async () => {
  server = await startServer({}, withProperty());
  const page = await getRaw(`${server.url}/dashboard/sign-in`);
  entry = /src="\/dashboard\/assets\/([^"]+)"/.exec(page.body.toString())?.[1] ?? "";
  const left = [entry];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (sizes.has(name)) continue;
    await fetchScript(name);
    left.push(...importsOf(name, "static"), ...importsOf(name, "dynamic"));
  }
});
afterAll(() => server.stop());

describe("what an agent's browser loads", () => {
  it(`for the sign-in page, at most ${LIMIT.signIn} bytes of script`, () => {
    expect(weigh([entry])).toBeLessThanOrEqual(LIMIT.signIn);
  });

  it(`for the inbox, at most ${LIMIT.inbox} bytes of script`, () => {
    const inbox = [entry, chunk("property-screens"), chunk("inbox")];
    expect(weigh(inbox)).toBeLessThanOrEqual(LIMIT.inbox);
  });

  it(`for the first conversation, at most ${LIMIT.conversation} bytes more`, () => {
    const inbox = [entry, chunk("property-screens"), chunk("inbox")];
    const added = weigh([...inbox, chunk("selected-conversation")]) - weigh(inbox);
    expect(added).toBeLessThanOrEqual(LIMIT.conversation);
  });

  it.each([
    "contacts",
    "contact",
    "import-screen",
    "settings",
    "merge",
    "visitors",
    "organizations",
    "reports",
  ])(`for the screen "%s", at most ${SCREEN} bytes more`, (screen) => {
    const base = [entry, chunk("property-screens"), chunk("inbox"), chunk("selected-conversation")];
    const added = weigh([...base, chunk(screen)]) - weigh(base);
    expect(added).toBeGreaterThan(0);
    expect(added).toBeLessThanOrEqual(SCREEN);
  });

  it(`for the plots of the reports, at most ${PLOTS} bytes more`, () => {
    const base = [entry, chunk("property-screens"), chunk("inbox"), chunk("selected-conversation")];
    const screen = [...base, chunk("reports")];
    expect(weigh([...screen, chunk("draw-plot")]) - weigh(screen)).toBeLessThanOrEqual(PLOTS);
    for (const text of [...base, chunk("reports")].map((name) => texts.get(name)))
      expect(text).not.toContain("u-legend");
  });

  it("no source map", () => {
    for (const [name, text] of texts) expect(text, name).not.toContain("sourceMappingURL");
  });
});
