import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";
import { GuideContent } from "../../../server/guides/guide-content.tsx";
import { GUIDE_GROUPS } from "../../../server/guides/guides.ts";
import { type Guide, readGuide } from "../../../server/guides/read-guide.ts";
import { createGuideSearch } from "../../../server/guides/search-guides.ts";
import { ROOT } from "../../architecture/modules.ts";
import { testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const FOLDER = join(ROOT, "server/docs");
const NAMES = GUIDE_GROUPS.flatMap(({ guides }) => guides);
const markdownOf = (name: string) => readFileSync(join(FOLDER, `${name}.md`), "utf8");
const GUIDES = NAMES.map((name) => readGuide(name, markdownOf(name)));
const draw = (guide: Guide, base = "") =>
  renderToString(h(GuideContent, { guide, base, tokens: guide.tokens }));

it("every guide of server/docs is in the navigation, once", () => {
  const files = readdirSync(FOLDER).map((file) => file.replace(/\.md$/, ""));
  expect([...NAMES].sort()).toEqual(files.sort());
});

it.each(NAMES)("every link of %s to another guide or section leads there", (name) => {
  const html = draw(readGuide(name, markdownOf(name)));
  const links = [...html.matchAll(/href="(?:\/docs\/([\w-]+))?(?:#([^"]+))?"/g)];
  for (const [link, guide = name, fragment] of links) {
    if (guide === "api") continue; // the reference of the API
    const target = GUIDES.find((one) => one.name === guide);
    expect(target, link).toBeDefined();
    if (fragment)
      expect(
        target?.sections.map(({ id }) => id),
        link,
      ).toContain(fragment);
  }
});

it("no link of a guide leads to a file", () => {
  for (const guide of GUIDES) expect(draw(guide), guide.name).not.toMatch(/href="[^"#]+\.(md|ts)/);
});

describe("the examples of the guides", () => {
  const examples = NAMES.flatMap((name) => {
    const blocks = [...markdownOf(name).matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```/gm)];
    return blocks.map(
      ([, , language = "", code = ""], index) => [`${name}, ${index + 1}`, language, code] as const,
    );
  });
  /** Throws if a text is no script of that type. */
  const parse = (file: string, code: string) => {
    const { errors } = parseSync(file, code);
    if (errors.length) throw new Error(errors[0]?.message);
  };

  it.each(examples)("example of %s is well formed (%s)", (_, language, code) => {
    switch (language) {
      case "json":
        return void JSON.parse(code);
      case "js":
      case "ts":
      case "tsx":
        return parse(`example.${language}`, code);
      case "html": {
        for (const [, script = ""] of code.matchAll(/<script(?: type="module")?>([\s\S]*?)<\/script>/g))
          parse("example.js", script);
        return;
      }
      case "sh":
        return void execFileSync("bash", ["-n"], { input: code });
      default:
        expect(["nginx", "php", "python", "vue", "svelte", "http", "css", "text"]).toContain(language);
    }
  });
});

describe("a guide's Markdown", () => {
  const read = (text: string) => readGuide("a", `# A\n\n${text}`);

  it.each([
    ["HTML is shown as text", "<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)>"],
    ["HTML in a line is too", "A <b>word</b>", "<p>A &lt;b>word&lt;/b></p>"],
    ["code is shown as it is", "```js\na < b && '\"'\n```", "a &lt; b &amp;&amp; '&quot;'"],
    ["a link to a guide", "[B](b-c.md#d)", '<a href="/chat/docs/b-c#d">B</a>'],
    [
      "a link to a site",
      "[B](https://example.com/?a=1&b=2)",
      '<a href="https://example.com/?a=1&amp;b=2">B</a>',
    ],
    ["a heading has an address", "## Was ist `neu`?", '<h2 id="was-ist-neu"><a href="#was-ist-neu">'],
  ])("%s", (_, text, html) => {
    expect(draw(read(text), "/chat")).toContain(html);
  });

  it("headings of the same words have different addresses", () => {
    const ids = read("## One\n\n## One\n\n### One").sections.map(({ id }) => id);
    expect(ids).toEqual(["", "one", "one-2", "one-3"]);
  });

  it("a table and a list are searched by their words", () => {
    const { sections } = read("| a | b |\n| --- | --- |\n| `x` | y |\n\n- one\n- two **three**");
    expect(sections[0]?.text).toBe("a b\nx y\none\ntwo three\n");
  });

  it("one without a title is refused", () => {
    expect(() => readGuide("a", "text")).toThrow("The guide a has no title");
  });
});

describe("the search", () => {
  const search = createGuideSearch(GUIDES);
  const first = (query: string) => {
    const [found] = search(query);
    return found && `${found.guide.name}#${found.section.id}`;
  };

  it.each([
    ["a title", "rotate the secret", "identity#rotate-the-secret"],
    ["the beginning of a word", "idempot", "rest-api#"],
    ["a misspelt word", "identity verifcation", "identity#"],
    ["a setting", "FOYER_DKIM_SELECTOR", "self-hosting#settings"],
    ["words in any order and case", "POLICY content security", "script-tag#content-security-policy"],
  ])("finds %s: %s", (_, query, expected) => {
    expect(first(query)).toMatch(new RegExp(`^${expected}`));
  });

  it.each(["", " ", "zzzzqqq", "$^|+<>", "\u0000", "(".repeat(100)])("finds nothing for %j", (query) => {
    expect(search(query)).toEqual([]);
  });

  it("shows the words in the text around them", () => {
    const [found] = search("bearer");
    expect(found?.excerpt.filter((_, index) => index % 2).map((word) => word.toLowerCase())).toContain(
      "bearer",
    );
    expect(found?.excerpt.join("").length).toBeLessThan(300);
  });
});

describeEachDatabase("the pages", (openDatabase) => {
  const open = async (config: { publicUrl?: string } = {}) => {
    const { app } = await testApp(await openDatabase(), config);
    return async (path: string) => {
      const response = await app.request(`http://localhost:8787${path}`);
      return { response, html: await response.text() };
    };
  };

  it("each guide has one, and /docs is the first", async () => {
    const get = await open();
    for (const path of ["/docs", ...NAMES.map((name) => `/docs/${name}`)]) {
      const { response, html } = await get(path);
      expect(response.status, path).toBe(200);
      expect(response.headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; script-src 'self';/,
      );
      expect(html.match(/<h1/g), path).toHaveLength(1);
    }
    expect((await get("/docs/rest-api")).html).toContain('<a href="/docs/rest-api" aria-current="page">');
    expect((await get("/docs/none")).response.status).toBe(404);
    expect((await get("/docs/api")).html).toContain("api-docs-1.js");
  });

  it("the examples have the server's own address", async () => {
    expect((await (await open())("/docs/start")).html).toContain("http://localhost:8787/w/PROPERTY.js");
    const get = await open({ publicUrl: "https://example.com/chat" });
    const { html } = await get("/docs/start");
    expect(html).toContain("https://example.com/chat/w/PROPERTY.js");
    expect(html).toContain('href="/chat/docs/identity"');
  });

  it("attack: what somebody searches for is text in the page", async () => {
    const get = await open();
    const typed = encodeURIComponent('"><script>alert(1)</script>');
    const { html } = await get(`/docs/search?q=${typed}`);
    expect(html).not.toContain("<script>alert");
    expect(html).toContain("Nothing found.");
    expect((await get("/docs/search")).html).toContain("Enter a word.");
    const long = await get(`/docs/search?q=${"identity ".repeat(1_000)}`);
    expect(long.response.status).toBe(200);
  });
});
