import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitLinks } from "../../shared/rules/links.ts";

/** The links of a text. */
const linksIn = (text: string) => splitLinks(text).filter((_, index) => index % 2);

describe("web addresses in a text", () => {
  test.each([
    ["see https://a.example/x.", ["https://a.example/x"]],
    ["see https://a.example/x?y=1.", ["https://a.example/x?y=1"]],
    ["(http://a.example)", ["http://a.example"]],
    ["(https://a.example/y_(z))", ["https://a.example/y_(z)"]],
    ["https://a.example/y_(z), and more", ["https://a.example/y_(z)"]],
    ["HTTP://A.example/?q=1&b=2!", ["HTTP://A.example/?q=1&b=2"]],
    ["“https://a.example/x”, ‘https://b.example’", ["https://a.example/x", "https://b.example"]],
    ["https://a.example/it's https://b.example/x…", ["https://a.example/it's", "https://b.example/x"]],
    ["[https://a.example] {https://b.example}", ["https://a.example", "https://b.example"]],
    ['<a href="https://a.example">', ["https://a.example"]],
    ["https://a.example\nhttps://b.example", ["https://a.example", "https://b.example"]],
    ["https://münchen.example/ä", ["https://münchen.example/ä"]],
    ["javascript:alert(1) data:text/html,x //a.example mailto:a@b.example ftp://a.example", []],
    ["请看https://a.example/x。谢谢", ["https://a.example/x"]],
    ["https://a.example/x，https://b.example/y！", ["https://a.example/x", "https://b.example/y"]],
    ["「https://a.example/x」、『http://b.example』", ["https://a.example/x", "http://b.example"]],
    ["【https://a.example】《https://b.example》", ["https://a.example", "https://b.example"]],
    ["（https://a.example/x）を見て", ["https://a.example/x"]],
    ["https://a.example/東京（曖昧さ回避）。", ["https://a.example/東京（曖昧さ回避）"]],
    ["https://a.example/旧（https://b.example/新）", ["https://a.example/旧", "https://b.example/新"]],
    ["https://a.example/x（未完", ["https://a.example/x"]],
    ["https://a.example/x？ https://b.example/y；", ["https://a.example/x", "https://b.example/y"]],
    ["هل رأيت https://a.example/x؟", ["https://a.example/x"]],
    ["https://a.example/x، https://b.example/y؛", ["https://a.example/x", "https://b.example/y"]],
    ["https://a.example/x।https://b.example/y॥", ["https://a.example/x", "https://b.example/y"]],
    [
      "https://a.example/x។ https://b.example/y። https://c.example/z։",
      ["https://a.example/x", "https://b.example/y", "https://c.example/z"],
    ],
    [
      "«https://a.example/x» „https://b.example/y“ ‹https://c.example›",
      ["https://a.example/x", "https://b.example/y", "https://c.example"],
    ],
    ["https://a.example/x—see https://b.example/y–", ["https://a.example/x—see", "https://b.example/y"]],
    [
      "https://a.example/Michelson–Morley https://a.example/L’Étranger’",
      ["https://a.example/Michelson–Morley", "https://a.example/L’Étranger"],
    ],
    [
      "\u2066https://a.example/x\u2069 https://b.example/y\u200f\u200b",
      ["https://a.example/x", "https://b.example/y"],
    ],
    [
      "https://a.example/x[1] https://b.example/{y}, [https://c.example/z[1]]",
      ["https://a.example/x[1]", "https://b.example/{y}", "https://c.example/z[1]"],
    ],
    ["https:// nothing, https://... http://)", []],
  ])("%j", (text, links) => expect(linksIn(text)).toEqual(links));

  test("no character of a text is lost, and every link has a web page's scheme", () => {
    const words = fc.array(
      fc.constantFrom(
        ...["https://a.example/b", " ", "http://", "x", ".", "(", ")", "[", "]", "\u202E", "<b>", "é", "'"],
        ...["（", "）", "。", "」", "؟", "।", "’", "…"],
      ),
    );
    const texts = fc.oneof(
      fc.string(),
      words.map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(splitLinks(text).join("")).toBe(text);
        for (const link of linksIn(text)) expect(new URL(link).protocol).toMatch(/^https?:$/);
      }),
    );
  });

  test.each([
    ["dots", `https://x${".".repeat(100_000)}`],
    ["dots with a letter after them", `https://x${".".repeat(100_000)}y ${"!".repeat(100_000)}`],
    ["opening parentheses", `https://${"(".repeat(100_000)}`],
    ["closing parentheses", `https://x${")".repeat(100_000)}`],
    ["addresses", "https://a.".repeat(10_000)],
    ["schemes", "http://".repeat(10_000)],
    ["ideographic full stops", "https://a。".repeat(10_000)],
    ["full-width parentheses that nothing closes", "https://a（".repeat(10_000)],
    ["full-width parentheses", `https://a${"（".repeat(200_000)}`],
    ["pairs of full-width parentheses", `https://a${"（b）".repeat(150_000)}`],
    ["closing brackets of three kinds", `https://x${")]}".repeat(150_000)}`],
    ["letters", `https://${"字".repeat(500_000)}`],
  ])("the time grows with the length only: %s", (_, text) => {
    const started = process.cpuUsage();
    expect(splitLinks(text).join("")).toBe(text);
    // processor time, because other programs may be running; 200 ms
    expect(process.cpuUsage(started).user).toBeLessThan(200_000);
  });
});
