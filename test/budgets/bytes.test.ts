import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROPERTY, withProperty } from "../support/prepared-data.ts";
import { getRaw } from "../support/raw.ts";
import { type ServerProcess, startServer } from "../support/server.ts";

/** DESIGN.md, section 4, in bytes after gzip, as they travel: 1 KB is 1,000 bytes. */
const LIMIT = { embed: 3_750, watch: 1_700, form: 16_900, widget: 40_000 } as const;

let server: ServerProcess;
let embed: Buffer;
/** The built files by their names, as the embed asks for them: `assets/HASH/panel.js`. */
const sizes = new Map<string, number>();
const texts = new Map<string, string>();

/** Fetches a file as a browser that takes gzip, and everything that it imports at once. */
async function fetchWithImports(path: string): Promise<Buffer> {
  const { body, headers } = await getRaw(`${server.url}/w/${path}`, { "accept-encoding": "gzip" });
  expect(headers["content-encoding"], path).toBe("gzip");
  const text = gunzipSync(body).toString();
  sizes.set(path, body.length);
  texts.set(path, text);
  return body;
}

/** The files that a file imports when it runs (`from "./x.js"`), or later (`import("./x.js")`). */
function importsOf(path: string, when: "at once" | "later"): readonly string[] {
  const pattern =
    when === "at once" ? /(?:from|import)\s*["']\.\/([^"']+)["']/g : /import\(\s*["'`]\.\/([^"'`$]+)["'`]/g;
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return [...(texts.get(path) ?? "").matchAll(pattern)].map(([, name]) => folder + name);
}

/** A file with all that it needs to run. */
function closure(path: string): ReadonlySet<string> {
  const found = new Set([path]);
  for (const one of found) for (const next of importsOf(one, "at once")) found.add(next);
  return found;
}
const weigh = (paths: Iterable<string>) =>
  [...new Set(paths)].reduce((sum, path) => sum + (sizes.get(path) ?? NaN), 0);

interface Named {
  readonly panel: string;
  readonly watch: string;
  readonly locales: Readonly<Record<string, string>>;
}
let named: Named;

beforeAll(async () => {
  server = await startServer({}, withProperty());
  embed = await fetchWithImports(`${PROPERTY}.js`);
  const script = gunzipSync(embed).toString();
  const files = /files:`(assets\/[\w-]+\/)`/.exec(script)?.[1] ?? "";
  const launcher = /launcher:{(.*?)}/.exec(script)?.[1] ?? "";
  const languages = [...launcher.matchAll(/(\w\w):`/g)].map(([, language = ""]) => language);
  named = {
    panel: `${files}panel.js`,
    watch: `${files}page-watch.js`,
    locales: Object.fromEntries(languages.map((language) => [language, `${files}${language}.js`])),
  };
  const left = [named.panel, named.watch, ...Object.values(named.locales)];
  for (let path = left.pop(); path; path = left.pop()) {
    if (sizes.has(path)) continue;
    await fetchWithImports(path);
    left.push(...importsOf(path, "at once"), ...importsOf(path, "later"));
  }
});
afterAll(() => server.stop());

describe("what a visitor's browser loads", () => {
  it(`a visitor who never chats loads at most ${LIMIT.embed} bytes: code and settings in one response`, () => {
    expect(embed.length).toBeLessThanOrEqual(LIMIT.embed);
    expect(importsOf(`${PROPERTY}.js`, "at once")).toEqual([]);
  });

  it(`what watches the page, which is loaded when the browser is idle, is at most ${LIMIT.watch} bytes`, () => {
    expect(weigh(closure(named.watch))).toBeLessThanOrEqual(LIMIT.watch);
  });

  it("the embed names the panel and four locales, and each exists", () => {
    expect(Object.keys(named.locales).sort()).toEqual(["ar", "de", "en", "fr"]);
    expect(sizes.get(named.panel)).toBeGreaterThan(1_000);
  });

  it.each(["en", "de", "fr", "ar"])(
    `until the form is usable in "%s" it is at most ${LIMIT.form} bytes`,
    (language) => {
      const needed = [...closure(named.panel), ...closure(named.locales[language] ?? "")];
      expect(embed.length + weigh(needed)).toBeLessThanOrEqual(LIMIT.form);
    },
  );

  it.each(["en", "de", "fr", "ar"])(
    `the whole widget in "%s" is at most ${LIMIT.widget} bytes`,
    (language) => {
      const isOther = (path: string) => /\/\w\w(-chat)?\.js$/.test(path) && !path.includes(`/${language}`);
      // the chat is among it, and comes beside the form, never before it
      expect(importsOf(named.panel, "later").map((path) => path.split("/").at(-1))).toEqual([
        "chat-bundle.js",
      ]);
      const whole = [...sizes.keys()].filter((path) => path.startsWith("assets/") && !isOther(path));
      expect(whole.map((path) => path.split("/").at(-1)).sort()).toEqual(
        ["chat-bundle.js", `${language}-chat.js`, `${language}.js`, "page-watch.js", "panel.js"].sort(),
      );
      expect(embed.length + weigh(whole)).toBeLessThanOrEqual(LIMIT.widget);
    },
  );

  it("no schema library and no source map is loaded", () => {
    for (const [path, text] of texts) {
      expect(text, path).not.toMatch(/ZodMini|\$ZodType|_zod\b/);
      expect(text, path).not.toContain("sourceMappingURL");
    }
  });

  it("hashed files are cached for ever, the embed for a minute, and both are revalidated by their ETag", async () => {
    for (const [path, cache] of [
      [named.panel, "public, max-age=31536000, immutable"],
      [`${PROPERTY}.js`, "public, max-age=60, stale-while-revalidate=600"],
    ] as const) {
      const first = await getRaw(`${server.url}/w/${path}`, { "accept-encoding": "br, gzip" });
      expect(first.headers["cache-control"]).toBe(cache);
      expect(first.headers["content-encoding"]).toBe("br");
      const again = await getRaw(`${server.url}/w/${path}`, { "if-none-match": String(first.headers.etag) });
      expect(again.status).toBe(304);
      expect(again.body.length).toBe(0);
    }
  });
});
