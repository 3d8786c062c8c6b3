import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { fileName } from "../../../server/files/file-name.ts";
import { inspectFile } from "../../../server/files/inspect-file.ts";
import { ApiError } from "../../../server/platform/http/api-error.ts";
import { testFolder } from "../../support/files.ts";

const folder = testFolder();
let written = 0;
/** @returns the name and the type that a file is stored with, or the code of its refusal */
async function store(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, `${++written}`);
  writeFileSync(path, content);
  try {
    const { kind, picture } = await inspectFile(path);
    return `${fileName(encodeURIComponent(name), kind)} ${kind.type} ${picture ? "picture" : ""}`.trimEnd();
  } catch (error) {
    if (error instanceof ApiError) return error.problem.code;
    throw error;
  }
}
const BYTES = "application/octet-stream";
const TEXT = "text/plain; charset=utf-8";
const encoded = (text: string, encoding: string, addBOM = false) => iconv.encode(text, encoding, { addBOM });

const SVG = "http://www.w3.org/2000/svg";
const XHTML = "http://www.w3.org/1999/xhtml";
const XSLT = "http://www.w3.org/1999/XSL/Transform";
const INVOICE =
  '<ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>4711</ID></ubl:Invoice>';
const CII =
  '<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>';
const MAIL = "From: Jörg <j@example.com>\r\nSubject: Hallo\r\n\r\n<html>Grüße</html>\r\n";
const CARD = "BEGIN:VCARD\nFN:Jürgen Müller\nEND:VCARD\n";
const SHEET = "Name;Straße\nMüller;Königsallee €\n";

describe("a text file that browsers cannot show is stored as bytes to save, with its name", () => {
  it.each<[string, string, string | Uint8Array]>([
    ["CSV of a German Excel", "Kunden.csv", encoded(SHEET, "windows-1252")],
    ["CSV in UTF-16 of a Mac", "Kunden.csv", encoded(SHEET, "utf-16be", true)],
    ["“Unicode text” of Excel", "Kunden.txt", encoded(SHEET, "utf-16le", true)],
    ["UTF-16 without a byte order mark", "Kunden.txt", encoded(SHEET, "utf-16le")],
    ["a text of DOS", "liesmich.txt", Buffer.concat([encoded("Grüße\r\n", "cp437"), Buffer.from([0x1a])])],
    ["a Russian text", "письмо.txt", encoded("Здравствуйте, где мой заказ?", "windows-1251")],
    ["a Japanese table", "顧客.csv", encoded("名前,電話\n山田太郎,+81312345678\n", "shift_jis")],
    ["a Japanese mail", "a.eml", encoded("Subject: Hi\n\n山田", "shift_jis")],
    ["a text that ends in half a character", "cut.log", Buffer.from([0x61, 0xf0, 0x9f, 0x8c])],
    ["a text that begins like MP3", "y.txt", encoded("ÿûre, said the man", "windows-1252")],
    ["a mail of another encoding", "Anfrage.eml", encoded(MAIL, "iso-8859-1")],
    ["a vCard of an old phone", "Kontakt.vcf", encoded(CARD, "windows-1252")],
    ["a calendar entry", "Termin.ics", encoded("BEGIN:VCALENDAR\nSUMMARY:Gespräch\n", "iso-8859-15")],
    ["JSON", "daten.json", encoded('{"a":"ä"}', "utf-16le", true)],
    ["a log", "server.log", encoded("Fehler: Gerät\x1b[0m", "windows-1252")],
    ["an XRechnung", "xrechnung.xml", `<?xml version="1.0" encoding="UTF-8"?>\n${INVOICE}`],
    ["a ZUGFeRD invoice", "factur-x.xml", `<?xml version='1.0' encoding='UTF-8'?><!-- x -->${CII}`],
    ["XML with a byte order mark", "a.XML", `\ufeff<?xml version="1.0"?><a/>`],
    ["XML without a declaration", "a.xml", INVOICE],
    ["XML in UTF-16", "a.xml", encoded('<?xml version="1.0" encoding="UTF-16"?><a/>', "utf-16le", true)],
    ["XML in UTF-16 without a mark", "a.xml", encoded('<?xml version="1.0"?><a/>', "utf-16be")],
    ["XML in Windows-1252", "a.xml", encoded('<?xml version="1.0"?><Straße>ä</Straße>', "windows-1252")],
    [
      "a FatturaPA that names its stylesheet",
      "IT01234567890_FPA01.xml",
      '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="fatturapa_v1.2.xsl"?><p:FatturaElettronica/>',
    ],
    [
      "XML with a document type",
      "a.xml",
      '<?xml version="1.0"?><!DOCTYPE a SYSTEM "a.dtd" [<!ELEMENT a ANY>]><a/>',
    ],
    [
      "XML that quotes a page",
      "a.xml",
      "<feed><entry>&lt;html&gt;<![CDATA[<script>x()</script>]]></entry></feed>",
    ],
    ["a GPS track", "tour.gpx", '<?xml version="1.0"?><gpx version="1.1"/>'],
    ["a table of an XML element that HTML has too", "a.xml", '<?xml version="1.0"?><table><tr/></table>'],
    ["a chat log that looks like markup", "irc.log", "<Ann> hello\n<Ben> hi"],
    [
      "a signed FatturaPA",
      "IT01234567890_FPA01.xml.p7m",
      Buffer.from(`30820f3206092a864886f70d010702a0820f23${"00".repeat(200)}`, "hex"),
    ],
  ])("%s", async (_, name, content) => {
    expect(await store(name, content)).toBe(`${name} ${BYTES}`);
  });

  it.each<[string, string, string]>([
    ["a car list that begins like a bitmap", "autos.csv", "BMW;320d\nVW;Golf\n"],
    ["a text that begins like a program", "notes.txt", "MZ was here, and nobody else."],
    ["a text that begins like MP3", "notes.txt", "ID3 is a school in town."],
    ["a text that begins like Flash", "notes.txt", "FWS, FLV and SWF"],
    ["a text that begins like a database", "notes.txt", "SQLite format"],
    ["an encrypted text", "message.asc", "-----BEGIN PGP MESSAGE-----\n\nabc"],
    ["a mail in ASCII", "mail.eml", "From: a@example.com\nSubject: Hi\n\nHello"],
    ["a calendar entry", "date.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"],
  ])("%s in UTF-8 is text, whatever its first letters are", async (_, name, content) => {
    expect(await store(name, content)).toBe(`${name} ${TEXT}`);
  });

  it("is accepted in every encoding, whatever it says, and never shown", async () => {
    const word = fc.constantFrom(
      "Müller",
      "Straße",
      "naïve",
      "año",
      "1.234,56",
      "a<b",
      "R&D",
      "łódź",
      "%PDF",
    );
    const text = fc.array(word, { minLength: 1, maxLength: 300 }).map((words) => `x ${words.join(";\r\n")}`);
    const way = fc.constantFrom(
      "utf8",
      "windows-1252",
      "iso-8859-2",
      "utf-16le",
      "utf-16be",
      "macintosh",
      "cp850",
    );
    await fc.assert(
      fc.asyncProperty(text, way, fc.boolean(), async (text, way, mark) => {
        const answer = await store("a.csv", encoded(text, way, mark));
        expect([`a.csv ${TEXT}`, `a.csv ${BYTES}`]).toContain(answer);
      }),
      { numRuns: 60 },
    );
  });

  it.each(["invoice.html", "x.svg", "run.hta", "a.wsf", "a.url", "a.reg", "a.bat", "a.xht", "a.mht", "a"])(
    "%s, a name with which a system could run it, gets another extension",
    async (name) => {
      expect(await store(name, INVOICE)).toBe(`${name}.xml ${BYTES}`);
      expect(await store(name, encoded(SHEET, "windows-1252"))).toBe(`${name}.txt ${BYTES}`);
    },
  );
});

describe("a text that a browser or a shell would run is refused, whatever its name and encoding", () => {
  const pages: readonly string[] = [
    "<svg onload=alert(1)>",
    `<svg xmlns="${SVG}"><script>alert(1)</script></svg>`,
    `<s:svg xmlns:s="${SVG}" onload="alert(1)"/>`,
    `<?xml version="1.0"?><svg xmlns="${SVG}"/>`,
    `<?xml version="1.0"?><!-- ${"x".repeat(500)} --><!DOCTYPE svg><svg/>`,
    `<?xml version="1.0"?><!DOCTYPE svg [<!ELEMENT a ANY>]><a/>`,
    "<!doctype html><title>x</title>",
    "<HTML><body>",
    `<?xml version="1.0"?><html xmlns="${XHTML}"><script>alert(1)</script></html>`,
    `<h:html xmlns:h="${XHTML}"/>`,
    "<!-- an invoice --><html>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror="alert(1)"/>',
    "<iframe src='javascript:alert(1)'></iframe>",
    `<Invoice xmlns:h="${XHTML}"><h:script>alert(1)</h:script></Invoice>`,
    `<?xml version="1.0"?><Invoice>${"x".repeat(200_000)}<script xmlns='${XHTML}'>alert(1)</script></Invoice>`,
    '<Invoice><s xmlns="http://www.w3.org/2000&#47;svg"/></Invoice>',
    '<Invoice><s xmlns="http://www.w3.org/1999&#x2F;xhtm&#108;"/></Invoice>',
    '<Invoice><s xmlns="http://www.w3.org/1999/x&#x068;tml"/></Invoice>',
    '<Invoice><s xmlns="http://www.w3.org/1999/x&#x00000000000000000000000000068;tml"/></Invoice>',
    '<!DOCTYPE a [<!ENTITY x "http://www.w3.org/1999/xht">]><a xmlns="&x;ml"/>',
    `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#s"?><a><s xmlns="${XSLT}"/></a>`,
    '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" title=">" href="data:text/xml,%3Cx%3E"?><a/>',
    "<?php system($_GET[0]); ?><a/>",
    "<?xml version='1.0'?>",
    "#!/bin/sh\nrm -rf /",
  ];
  it.each(pages.map((page) => [page.slice(0, 90), page] as const))("%s", async (_, page) => {
    for (const name of ["invoice.xml", "a.txt", "a.csv", "me.png", "a.eml"])
      expect(await store(name, page)).toBe("file_type_refused");
  });

  it("also behind space and marks, in other encodings, and with a byte that is no UTF-8", async () => {
    const way = fc.constantFrom("utf8", "windows-1252", "utf-16le", "utf-16be", "iso-8859-15", "shift_jis");
    const before = fc.constantFrom("", "\n", " ".repeat(70_000), "\r\n\t\r\n");
    const after = fc.constantFrom("", "\nä", "\n\u00ff");
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...pages), way, before, after, async (page, way, before, after) => {
        if (page.startsWith("#!") || page.startsWith("<?xml")) before = "";
        expect(await store("a.xml", encoded(before + page + after, way, true))).toBe("file_type_refused");
      }),
      { numRuns: 120 },
    );
    const marked = Buffer.concat([Buffer.from(`\ufeff\n<html xmlns="${XHTML}">`), Buffer.from([0xff])]);
    expect(await store("a.xml", marked)).toBe("file_type_refused");
  });

  it("whichever chunk of a large file the namespace falls into", async () => {
    const start = "<Invoice><Note>";
    for (let cut = 0; cut < 40; cut++) {
      const note = "n".repeat(65_536 - start.length - cut);
      expect(await store("a.xml", `${start}${note}<a xmlns="${XHTML}"/>`)).toBe("file_type_refused");
    }
  });
});
