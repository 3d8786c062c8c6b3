import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindOf, TEXT } from "../../../server/files/file-kinds.ts";
import { disposition, fileName } from "../../../server/files/file-name.ts";
import { inspectFile } from "../../../server/files/inspect-file.ts";
import { readRange } from "../../../server/files/send-file.ts";
import { ApiError } from "../../../server/platform/http/api-error.ts";
import { anyText } from "../../support/any-text.ts";
import { gif, jpeg, png, testFolder, webp, zip } from "../../support/files.ts";

const folder = testFolder();
let written = 0;
/** @returns the type and pixels, or the code of the refusal */
async function inspect(content: string | Uint8Array) {
  const path = join(folder, `${++written}`);
  writeFileSync(path, content);
  try {
    const { kind, picture } = await inspectFile(path);
    return picture ? `${kind.type} ${picture.width}x${picture.height}` : kind.type;
  } catch (error) {
    if (error instanceof ApiError) return error.problem.code;
    throw error;
  }
}

const bytes = (...values: number[]) => Uint8Array.from(values);
const DOCX_TYPE = '<?xml version="1.0"?><Types><Override ContentType="application/vnd.openxmlformats-';

describe("the type of a file, by its content", () => {
  it.each<[string, string | Uint8Array, string]>([
    ["a PNG", png(3, 2), "image/png 3x2"],
    ["a JPEG", jpeg(40, 30), "image/jpeg 40x30"],
    ["a JPEG from a camera held upright", jpeg(40, 30, 6), "image/jpeg 30x40"],
    ["a JPEG upside down", jpeg(40, 30, 3), "image/jpeg 40x30"],
    ["a GIF", gif(7, 5), "image/gif 7x5"],
    ["a WebP", webp(9, 8), "image/webp 9x8"],
    ["a PNG of more pixels than a page should draw", png(10_000, 5_001), "image/png"],
    ["a PNG of no pixels", png(0, 5), "image/png"],
    ["a PNG of two thousand million lines", png(1, 2 ** 32 - 1), "image/png"],
    ["a JPEG cut off in its header", jpeg().subarray(0, 20), "image/jpeg"],
    ["a PDF", "%PDF-1.7\n%âãÏÓ\n1 0 obj", "application/pdf"],
    ["a ZIP", zip(), "application/zip"],
    ["a ZIP that holds a web page", zip("index.html", "<script>alert(1)</script>"), "application/zip"],
    [
      "a Word document",
      zip("[Content_Types].xml", `${DOCX_TYPE}officedocument.wordprocessingml.document.main+xml"/></Types>`),
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ],
    ["text", "Dear all,\nthis is it.", TEXT.type],
    ["text in any script, with a byte order mark", "\ufeffПривет, 世界 🌍", TEXT.type],
    ["CSV", "name,phone\nAnna,+49301234\n", TEXT.type],
    ["JSON", '{"a":"<b>"}', TEXT.type],
    ["a calendar entry", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", TEXT.type],
    ["text with a heart", "<3 thanks", TEXT.type],
    ["MP3", Buffer.concat([bytes(0xff, 0xfb, 0x90, 0x64), Buffer.alloc(500)]), "audio/mpeg"],
  ])("%s is accepted", async (_, content, type) => {
    expect(await inspect(content)).toBe(type);
  });

  it.each<[string, string | Uint8Array]>([
    ["SVG", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ["SVG with an XML declaration", '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ["SVG after a comment", "<!-- a picture --><svg onload=alert(1)>"],
    ["HTML", "<!doctype html><title>x</title>"],
    ["HTML after a byte order mark and 200,000 spaces", `\ufeff${" ".repeat(200_000)}\n<html>`],
    ["a fragment of HTML", "<img src=x onerror=alert(1)>"],
    ["HTML in UTF-16", Buffer.from("\ufeff<html></html>", "utf16le")],
    ["a script with an interpreter", "#!/bin/sh\nrm -rf /"],
    ["a Windows program", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)])],
    ["a Linux program", bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
    ["a Windows shortcut", bytes(0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46)],
    ["WebAssembly", bytes(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
    ["a Java archive", zip("META-INF/MANIFEST.MF", "Manifest-Version: 1.0")],
    [
      "a Word document with macros",
      zip(
        "[Content_Types].xml",
        '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
      ),
    ],
    ["text with a NUL in it", "some text\0<script>"],
    ["a few bytes of nothing", bytes(1, 0, 2, 3)],
  ])("%s is refused", async (_, content) => {
    expect(await inspect(content)).toBe("file_type_refused");
  });

  it("has a result for any bytes, and for the beginning of a known file followed by any bytes", async () => {
    const beginnings = [png(), jpeg(), gif(), webp(), zip(), Buffer.from("%PDF-1.7"), Buffer.from("ID3")];
    const content = fc
      .tuple(
        fc.constantFrom(Buffer.alloc(0), ...beginnings),
        fc.nat(60),
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
      )
      .map(([start, cut, rest]) => Buffer.concat([start.subarray(0, cut), rest]));
    await fc.assert(
      fc.asyncProperty(content, async (any) => {
        const answer = await inspect(any);
        const [type = ""] = answer.split(/;| \d/);
        const isKnown = ["text/plain", "application/octet-stream"].includes(type) || !!kindOf(type);
        expect(answer === "file_type_refused" || isKnown).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a file's name", () => {
  const PNG = kindOf("image/png") ?? TEXT;
  it.each([
    ["holiday.png", "holiday.png"],
    ["Holiday.PNG", "Holiday.PNG"],
    ["holiday", "holiday.png"],
    ["page.html", "page.html.png"],
    ["a/b\\c.png", "c.png"],
    ["../../etc/passwd", "passwd.png"],
    ["C:\\fakepath\\me.png", "me.png"],
    ["..", "file.png"],
    ["", "file.png"],
    [".png", "png.png"],
    ["...hidden.png", "hidden.png"],
    ["a\r\nSet-Cookie: x=1\0.png", "aSet-Cookie: x=1.png"],
    ["photo\u202egnp.exe", "photognp.exe.png"],
    ["\u2066x\u2069.png", "x.png"],
    ["e\u0301t\u00e9 👩‍👩‍👧.png", "été 👩‍👩‍👧.png"],
    ["<script>alert(1)</script>.png", "script>.png"],
  ])("for %j is %j", (given, expected) => {
    expect(fileName(encodeURIComponent(given), PNG)).toBe(expected);
  });

  it("has a default if it is malformed or missing", () => {
    expect(fileName("%E0%A4%A.png", PNG)).toBe("%E0%A4%A.png");
    expect(fileName(undefined, TEXT)).toBe("file.txt");
    expect(fileName("run.bat", TEXT)).toBe("run.bat.txt");
  });

  it("is processed in little time, however long it is", () => {
    const started = performance.now();
    expect(fileName(`a${".".repeat(60_000)}x`, PNG)).toMatch(/^a\.+png$/);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(fileName("data.csv", TEXT)).toBe("data.csv");
  });

  it("has at most 150 characters and keeps its extension", () => {
    const long = fileName(encodeURIComponent(`${"🌍".repeat(400)}.png`), PNG);
    expect([...long]).toHaveLength(150);
    expect(long.endsWith("🌍.png")).toBe(true);
  });

  it("cannot break a header", () => {
    const name = anyText({ maxLength: 300 }).map((text) => text.replace(/\p{Cs}/gu, ""));
    fc.assert(
      fc.property(name, (any) => {
        const name = fileName(encodeURIComponent(any), PNG);
        expect(name).not.toMatch(/[\\/]|\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/u);
        expect(disposition("attachment", name)).toMatch(/^attachment; filename\*=UTF-8''[\w%.~!-]+$/);
      }),
    );
  });
});

describe("a range of bytes", () => {
  it.each<[string | undefined, ReturnType<typeof readRange>]>([
    ["bytes=0-3", { first: 0, last: 3 }],
    ["bytes=4-", { first: 4, last: 9 }],
    ["bytes=-2", { first: 8, last: 9 }],
    ["bytes=-20", { first: 0, last: 9 }],
    ["bytes=8-99", { first: 8, last: 9 }],
    [undefined, undefined],
    ["bytes=10-", undefined],
    ["bytes=-0", undefined],
    ["bytes=5-4", undefined],
    ["bytes=0-1,3-4", undefined],
    ["bytes=-", undefined],
    ["lines=0-1", undefined],
    ["bytes=99999999999999999999-", undefined],
  ])("%s of ten bytes", (header, range) => {
    expect(readRange(header, 10)).toEqual(range);
  });
});
