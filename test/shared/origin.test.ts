import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  entryUnderDomain,
  ORIGIN_ENTRY,
  originAllowed,
  originOf,
  SHARED_DOMAIN,
} from "../../shared/rules/origin.ts";
import { anyText } from "../support/any-text.ts";

const LIST = ["https://example.com", "*.example.org", "https://*.shop.test", "http://localhost:3000"];

describe("allowed origins", () => {
  it.each([
    "https://example.com",
    "https://www.example.org",
    "http://www.example.org",
    "https://a.b.example.org",
    "https://eu.shop.test",
    "http://localhost:3000",
    "HTTPS://EXAMPLE.COM",
    "https://example.com:443",
  ])("%s may use the widget", (origin) => {
    expect(originAllowed(origin, LIST)).toBe(true);
  });

  it.each([
    "http://example.com",
    "https://www.example.com",
    "https://example.com:8443",
    "https://example.com.evil.test",
    "https://evilexample.com",
    "https://example.com@evil.test",
    "https://evil.test/https://example.com",
    "https://evil.test#https://example.com",
    "https://example.org",
    "https://evilexample.org",
    "https://www.example.org.evil.test",
    "https://www.example.org:8443",
    "http://eu.shop.test",
    "https://shop.test",
    "http://localhost",
    "http://localhost:30000",
    "evil://www.example.org",
    "file:///www.example.org",
    "null",
    "",
    "*",
    "*.example.org",
    "https://*.example.org.evil.test",
    "https://exam\u0440le.com",
  ])("%j may not", (origin) => {
    expect(originAllowed(origin, LIST)).toBe(false);
  });

  it("an empty list lets every site use the widget", () => {
    for (const origin of ["https://anything.test", "http://localhost:1", "null"])
      expect(originAllowed(origin, [])).toBe(true);
  });

  it("an entry with the scheme's own port is the origin without it", () => {
    expect(originAllowed("https://example.com", ["https://example.com:443"])).toBe(true);
    expect(originAllowed("http://example.com", ["http://example.com:80"])).toBe(true);
    expect(originAllowed("https://a.example.com", ["https://*.example.com:443"])).toBe(true);
    expect(originAllowed("https://example.com", ["https://example.com:80"])).toBe(false);
  });

  it("a wildcard with a port means that port", () => {
    expect(originAllowed("https://a.example.com:8443", ["*.example.com:8443"])).toBe(true);
    expect(originAllowed("https://a.example.com", ["*.example.com:8443"])).toBe(false);
  });

  it("of two different hosts neither is taken for the other, and no text makes the rule throw", () => {
    const host = fc.domain().filter((name) => !name.includes("xn--"));
    fc.assert(
      fc.property(host, host, (a, b) => {
        expect(originAllowed(`https://${a}`, [`https://${b}`])).toBe(a.toLowerCase() === b.toLowerCase());
      }),
    );
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(originAllowed(text, LIST)).toBe(false);
      }),
    );
  });

  it.each([
    "https://example.com",
    "http://localhost",
    "http://localhost:3000",
    "*.example.com",
    "https://*.example.com",
    "*.example.com:8443",
    "https://xn--bcher-kva.example",
    "http://127.0.0.1:8080",
  ])("%s can be entered in the list", (entry) => {
    expect(ORIGIN_ENTRY.test(entry)).toBe(true);
  });

  it.each([
    "example.com",
    "*",
    "https://*",
    "https://example.com/",
    "https://example.com/path",
    "https://user@example.com",
    "https://-example.com",
    "https://exa mple.com",
    "https://a.*.example.com",
    "ftp://example.com",
    "https://example.com\n",
    "javascript:alert(1)",
    "null",
    "",
  ])("%j can't", (entry) => {
    expect(ORIGIN_ENTRY.test(entry)).toBe(false);
  });
});

describe("origins of apps and browser extensions", () => {
  const ORIGINS = [
    "capacitor://localhost",
    "ionic://localhost",
    "tauri://localhost",
    "app://my.app",
    "com.example.app://start",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
    "safari-web-extension://0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
    "vscode-webview://0abc",
  ];

  it.each(ORIGINS)("%s can be entered, and admits itself and nothing else", (origin) => {
    expect(ORIGIN_ENTRY.test(origin)).toBe(true);
    expect(originOf(`${origin}/index.html?a=1`)).toBe(origin);
    for (const other of [
      ...ORIGINS,
      "https://localhost",
      "http://localhost",
      "null",
      `${origin}.evil`,
      `${origin}:1`,
    ])
      expect(originAllowed(other, [origin]), other).toBe(other === origin);
  });

  it.each(ORIGINS)("%s is not admitted by a wildcard, or by a web site of the same name", (origin) => {
    const host = origin.replace(/^.*:\/\//, "");
    expect(
      originAllowed(origin, [`https://${host}`, `http://${host}`, `*.${host.replace(/^[^.]*\./, "")}`]),
    ).toBe(false);
    expect(originAllowed(`capacitor://a.example.com`, ["*.example.com", "https://*.example.com"])).toBe(
      false,
    );
  });

  it.each([
    "file://host",
    "data://a",
    "javascript://a",
    "ws://a",
    "wss://a",
    "about://a",
    "ftp://a",
    "a://b",
    "1a://b",
    "capacitor://",
    "capacitor:localhost",
    "capacitor://localhost/",
  ])("%s cannot be entered", (entry) => {
    expect(ORIGIN_ENTRY.test(entry)).toBe(false);
  });
});

describe("a domain that several hosts share", () => {
  it.each(["example.com", "shop.example.co.uk", "xn--bcher-kva.example", "a1.example", "3m.com"])(
    "%s can be one",
    (domain) => {
      expect(SHARED_DOMAIN.test(domain)).toBe(true);
    },
  );

  it.each([
    "",
    "localhost",
    "com",
    "127.0.0.1",
    "[::1]",
    ".example.com",
    "example.com.",
    "*.example.com",
    "https://example.com",
    "example.com:8443",
    "example.com/shop",
    "Example.com",
    "bücher.example",
    "-a.example",
    "a-.example",
    "a..example",
    "exam ple.com",
    "example.com\n",
    "example.com; Path=/x",
    `${"a".repeat(64)}.example`,
    `${"a.".repeat(127)}example`,
  ])("%j cannot", (domain) => {
    expect(SHARED_DOMAIN.test(domain)).toBe(false);
  });

  it.each([
    "https://example.com",
    "https://www.example.com",
    "http://a.b.example.com:8443",
    "*.example.com",
    "https://*.example.com:8443",
    "https://*.shop.example.com",
  ])("example.com is the domain of %s", (entry) => {
    expect(entryUnderDomain(entry, "example.com")).toBe(true);
  });

  it.each([
    "https://example.org",
    "https://evilexample.com",
    "*.evilexample.com",
    "https://example.com.evil.test",
    "https://com",
    "not an entry",
    "",
  ])("example.com is not the domain of %j", (entry) => {
    expect(entryUnderDomain(entry, "example.com")).toBe(false);
  });

  it("a wildcard admits hosts of a domain below it", () => {
    expect(entryUnderDomain("*.example.com", "shop.example.com")).toBe(true);
    expect(entryUnderDomain("https://example.com", "shop.example.com")).toBe(false);
  });
});
