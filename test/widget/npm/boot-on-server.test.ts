// @vitest-environment node
import { afterEach, expect, test, vi } from "vitest";
import type { Foyer } from "../../../widget/api/foyer.ts";
import { loadForms } from "../../../widget/npm/forms.ts";
import { boot } from "../../../widget/npm/index.ts";

/** The globals of a browser that a server may have: none, or the half of them that some library has defined. */
const GLOBALS = [
  ["none", {}],
  ["window without document", { window: {} }],
  ["document without window", { document: { createElement: () => ({}) } }],
  ["navigator only", { navigator: { language: "de" } }],
] as const;

const options = { server: "https://chat.example.com", property: "abcdefghij" };

/** Calls every method of the handle, as a method and by its name. @returns what the methods return */
function callAll(foyer: Foyer): unknown[] {
  foyer("open");
  foyer("on", "unread", () => undefined);
  const off = foyer.on("message", () => undefined);
  const results = [
    foyer.open(),
    foyer.close(),
    foyer.consent("granted"),
    foyer.consent("denied"),
    foyer.visitor(),
  ];
  off();
  return [...results, foyer.shutdown(), foyer.visitor()];
}

afterEach(() => vi.unstubAllGlobals());

test.each(GLOBALS)(
  "on a server with %s of a browser's globals, every method of the handle is safe",
  (_, globals) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    const foyer = boot(options);
    expect(callAll(foyer)).toEqual([undefined, undefined, undefined, undefined, null, undefined, null]);
    expect(callAll(boot(options))).toEqual(callAll(foyer));
    expect(foyer.property).toBe("abcdefghij");
  },
);

test("a handle that was made on a server is safe in a browser that is defined later", () => {
  const foyer = boot(options);
  vi.stubGlobal("window", {});
  vi.stubGlobal("document", {});
  expect(callAll(foyer)).toEqual([undefined, undefined, undefined, undefined, null, undefined, null]);
});

test("loadForms gives null on a server", async () => {
  expect(await loadForms(options)).toBeNull();
});
