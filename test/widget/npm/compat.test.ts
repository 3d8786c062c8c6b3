// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { installChatwoot } from "../../../widget/npm/compat/chatwoot.ts";
import { installCrisp } from "../../../widget/npm/compat/crisp.ts";
import { installIntercom } from "../../../widget/npm/compat/intercom.ts";
import { installTawk } from "../../../widget/npm/compat/tawk.ts";
import type { BootOptions } from "../../../widget/npm/index.ts";
import { openPackagePage, type PackagePage } from "../../support/package-page.ts";

const options: BootOptions = { server: "https://chat.example.com", property: "abcdefghij" };

interface VendorGlobals {
  Tawk_API: { autoStart?: boolean; maximize?(): void; start?(): void };
  $chatwoot: { toggle(state: string): void };
  chatwootSettings: object;
  Intercom(command: string): void;
  $crisp: { push(call: readonly string[]): void };
}
const pageGlobals = window as unknown as Partial<VendorGlobals>;

/** A vendor's interface, what the page sets before, and its call that opens the chat. */
const VENDORS = [
  ["tawk.to", installTawk, {}, () => pageGlobals.Tawk_API?.maximize?.()],
  ["Chatwoot", installChatwoot, {}, () => pageGlobals.$chatwoot?.toggle("open")],
  ["Intercom", installIntercom, { intercomSettings: { app_id: "x" } }, () => pageGlobals.Intercom?.("show")],
  ["Crisp", installCrisp, {}, () => pageGlobals.$crisp?.push(["do", "chat:open"])],
] as const;
const NAMES = ["Tawk_API", "chatwootSDK", "$chatwoot", "Intercom", "intercomSettings", "$crisp"];

let page: PackagePage;
beforeEach(() => {
  page = openPackagePage();
});
afterEach(() => {
  page.reset();
  for (const name of NAMES) Reflect.deleteProperty(window, name);
  vi.unstubAllGlobals();
});

test.each(VENDORS)(
  "%s: the package adds the widget, and the vendor's call opens it",
  (_, install, globals, open) => {
    Object.assign(window, globals);
    install(options);
    install(options);
    open();
    expect(page.scripts.map(({ src }) => src)).toEqual(["https://chat.example.com/w/abcdefghij.js"]);
    page.arrive();
    expect(page.calls).toContainEqual(["open"]);
  },
);

test.each(VENDORS)("%s: on a server nothing happens", (_, install) => {
  vi.stubGlobal("window", undefined);
  install(options);
  vi.unstubAllGlobals();
  expect(NAMES.filter((name) => name in window)).toEqual([]);
  expect(page.scripts).toHaveLength(0);
});

test("tawk.to: with autoStart false nothing is loaded before start", () => {
  pageGlobals.Tawk_API = { autoStart: false };
  installTawk(options);
  expect(page.scripts).toHaveLength(0);
  pageGlobals.Tawk_API?.start?.();
  expect(page.scripts).toHaveLength(1);
});

test("Chatwoot: the page's settings are those of the script", () => {
  pageGlobals.chatwootSettings = { position: "left", locale: "pt_BR" };
  installChatwoot(options);
  delete pageGlobals.chatwootSettings;
  expect({ ...page.scripts[0]?.dataset }).toMatchObject({ position: "left", language: "pt-BR" });
});
