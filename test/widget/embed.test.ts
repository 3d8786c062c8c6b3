// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EmbedSettings } from "../../shared/property.ts";
import { VISITOR_ID } from "../../shared/rules/visitor-id.ts";
import type { Foyer } from "../../widget/api/foyer.ts";
import type { PanelHost } from "../../widget/embed/panel-host.ts";
import { start } from "../../widget/embed/start.ts";
import { openVisitorStore } from "../../widget/embed/visitor.ts";
import { recordWith } from "../../widget/embed/visitor-record.ts";
import { settingsFor } from "./support.ts";

const PROPERTY_URL = "https://chat.example.com/w/abcdefghij";

/** The visits that were registered. */
let visits: { page: string; visitor: string; proof: string }[] = [];
let forgotten: { visitor: string; proof: string }[] = [];
/** The addresses of the scripts that were asked for. */
let imports: string[] = [];
/** The scripts that are there, by their names; all others fail to load. */
let scripts: Record<string, { default: unknown }> = {};

/** Adds the script tag to the page, and runs the embed as a browser does. */
function load(settings: Partial<EmbedSettings> = {}, data: Record<string, string> = {}): Foyer {
  const script = document.createElement("script");
  script.type = "text/plain"; // happy-dom must not fetch it
  script.src = `${PROPERTY_URL}.js`;
  Object.assign(script.dataset, data);
  document.head.append(script);
  Object.defineProperty(document, "currentScript", { value: script, configurable: true });
  start(settingsFor(settings), async (address) => {
    imports.push(address);
    const script = scripts[address.slice(address.lastIndexOf("/") + 1)];
    if (script) return script;
    throw new TypeError("Failed to fetch dynamically imported module");
  });
  return window.Foyer as Foyer;
}

const hosts = () => document.querySelectorAll("foyer-chat");
const launcher = () => hosts()[0]?.shadowRoot?.querySelector("button") as HTMLButtonElement;
const opacity = () => launcher().style.opacity;

beforeEach(() => {
  vi.useFakeTimers();
  visits = [];
  forgotten = [];
  imports = [];
  scripts = {};
  vi.stubGlobal("fetch", async (address: string, request: RequestInit) => {
    const list = address.endsWith("/visits") ? visits : forgotten;
    list.push(JSON.parse(String(request.body)));
    return Response.json({ token: "t", available: true });
  });
  vi.stubGlobal("requestIdleCallback", undefined);
  document.elementsFromPoint = () => [...hosts()];
});

afterEach(() => {
  if (window.Foyer?.open) window.Foyer.shutdown();
  delete window.Foyer;
  document.head.replaceChildren();
  document.documentElement.lang = "";
  localStorage.clear();
  history.replaceState(null, "", "/");
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("R2: landing issues a visitor ID and, once the page has settled, registers one visit", async () => {
  const foyer = load();
  expect(foyer.visitor()).toMatch(VISITOR_ID);
  expect(foyer("visitor")).toBe(foyer.visitor());
  expect(visits).toEqual([]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(visits.map(({ visitor }) => visitor)).toEqual([foyer.visitor()]);
});

test.each([true, false])("a visit whose answer says unread: %s loads the panel or not", async (unread) => {
  vi.stubGlobal("fetch", async () => Response.json({ token: "t", available: true, unread }));
  load();
  await vi.advanceTimersByTimeAsync(5000);
  expect(imports.some((address) => address.endsWith("/panel.js"))).toBe(unread);
});

test("a visit answered by something that is not the server loads no panel", async () => {
  const requests: string[] = [];
  vi.stubGlobal("fetch", async (address: string) => {
    requests.push(address);
    return new Response("<h1>Sign in to the network</h1>");
  });
  load();
  await vi.advanceTimersByTimeAsync(5000);
  expect(requests).toHaveLength(1);
  expect(imports.filter((address) => address.endsWith("/panel.js"))).toEqual([]);
});

test("the launcher is outside the body, in a shadow root, with a label in the page's language", () => {
  document.documentElement.lang = "ar-EG";
  document.head.after("\n"); // as in every page that React has not written
  load();
  document.head.nextSibling?.remove();
  expect(hosts()[0]?.parentElement).toBe(document.documentElement);
  expect(launcher().getAttribute("aria-label") ?? launcher().ariaLabel).toBe("فتح المحادثة");
  expect(launcher().lang).toBe("ar");
  expect(launcher().style.left).toContain("var(--foyer-x");
});

test.each([
  [{}, "right"],
  [{ position: "left" }, "left"],
])("the script tag overrides the side: %o is %s", (data, side) => {
  load({}, data);
  expect(launcher().style.getPropertyValue(side)).toContain("var(--foyer-x");
});

test.each<[string, Partial<EmbedSettings>, Record<string, string>, number, string]>([
  ["nothing is 20 and 20", {}, {}, 1280, "20 20"],
  ["the settings", { offset: "30 90" }, {}, 1280, "30 90"],
  ["the tag overrides the settings", { offset: "30 90" }, { offset: "0 64" }, 1280, "0 64"],
  ["units and commas are understood", {}, { offset: "12px, 34px" }, 1280, "12 34"],
  ["what is no pair of numbers is ignored", {}, { offset: "left" }, 1280, "20 20"],
  ["a phone has distances of its own", { offset: "30 90", offsetPhone: "8 72" }, {}, 390, "8 72"],
  ["a phone does not take those of the desktop", { offset: "30 90" }, {}, 390, "20 20"],
  ["the tag overrides those of phones", { offsetPhone: "8 72" }, { offsetPhone: "4 5" }, 390, "4 5"],
])("the launcher's distances: %s", (_, settings, data, innerWidth, expected) => {
  vi.stubGlobal("innerWidth", innerWidth);
  load(settings, data);
  const style = launcher().getAttribute("style") ?? "";
  const [x, y] = [/--foyer-x,\s*(\d+)px/, /--foyer-y,\s*(\d+)px/].map(
    (distance) => distance.exec(style)?.[1],
  );
  expect(`${x} ${y}`).toBe(expected);
});

test.each([
  ["the tag", "ar", "en", "ar"],
  ["the page", "", "ar", "ar"],
  ["English if there is no such locale", "sv", "", "en"],
])("the language is that of %s", (_, tag, page, language) => {
  document.documentElement.lang = page;
  load({}, tag ? { language: tag } : {});
  expect(launcher().lang).toBe(language);
});

test("a script that is loaded twice is installed once", () => {
  const first = load();
  expect(load()).toBe(first);
  expect(hosts()).toHaveLength(1);
});

test("calls made before the script has loaded are run", () => {
  const calls: unknown[][] = [["open"], ["close"]];
  window.Foyer = Object.assign(() => undefined, { q: calls as Iterable<never> });
  load();
  expect(opacity()).toBe("1");
});

test("shutdown removes everything, and the widget can be started again", async () => {
  const foyer = load();
  foyer("shutdown");
  await vi.advanceTimersByTimeAsync(5000);
  expect(hosts()).toHaveLength(0);
  expect("Foyer" in window).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
  expect(visits).toEqual([]);
  load();
  expect(hosts()).toHaveLength(1);
});

test("a new address of a single-page site is another visit; the same page again is not", async () => {
  load();
  await vi.advanceTimersByTimeAsync(5000);
  for (const address of ["/rooms", "/rooms#top"]) {
    history.replaceState(null, "", address);
    await vi.advanceTimersByTimeAsync(5000);
  }
  expect(visits.map(({ page }) => new URL(page).pathname)).toEqual(["/", "/rooms"]);
  expect(new Set(visits.map(({ visitor }) => visitor)).size).toBe(1);
});

test.each([
  [{}, { consent: "required" }],
  [{ consent: "required" as const }, {}],
])(
  "R25: before consent nothing is stored and no request is made: settings %o, tag %o",
  async (settings, data) => {
    const foyer = load(settings, data);
    launcher().dispatchEvent(new Event("pointerenter"));
    launcher().dispatchEvent(new Event("focus"));
    await vi.advanceTimersByTimeAsync(5000);
    expect([foyer.visitor(), localStorage.length, visits.length, imports.length]).toEqual([null, 0, 0, 0]);
    foyer.consent("granted");
    await vi.advanceTimersByTimeAsync(5000);
    expect([foyer.visitor(), localStorage.length, visits.length]).toEqual([
      expect.stringMatching(VISITOR_ID),
      1,
      1,
    ]);
  },
);

test("R25: consent is remembered on the next page", async () => {
  openVisitorStore(PROPERTY_URL, false, () => false).issue();
  expect(load({ consent: "required" }).visitor()).toMatch(VISITOR_ID);
});

test("R25: opening the widget is consent", () => {
  const foyer = load({ consent: "required" });
  launcher().click();
  expect(foyer.visitor()).toMatch(VISITOR_ID);
});

test("R25: a denied consent deletes what is stored, and stops the widget", async () => {
  vi.stubGlobal("indexedDB", { deleteDatabase: vi.fn() });
  const foyer = load();
  foyer.consent("denied");
  await vi.advanceTimersByTimeAsync(5000);
  expect([foyer.visitor(), localStorage.length, visits.length]).toEqual([null, 0, 0]);
  expect(indexedDB.deleteDatabase).toHaveBeenCalledWith(PROPERTY_URL);
  expect(hosts()).toHaveLength(1);
});

test("R25: a denied consent asks the server to forget the visitor, in a request that outlives the page", async () => {
  const requests: RequestInit[] = [];
  const foyer = load();
  await vi.advanceTimersByTimeAsync(5000);
  const [{ visitor, proof } = { visitor: "", proof: "" }] = visits;
  const { fetch } = window;
  vi.stubGlobal("fetch", async (address: string, request: RequestInit) => {
    requests.push(request);
    return fetch(address, request);
  });
  foyer.consent("denied");
  expect(forgotten).toEqual([{ visitor, proof }]);
  expect(requests).toMatchObject([{ method: "POST", keepalive: true }]);
});

test("R25: a denied consent makes no request if nothing is stored", async () => {
  load({ consent: "required" }).consent("denied");
  await vi.advanceTimersByTimeAsync(5000);
  expect([visits, forgotten]).toEqual([[], []]);
});

test("a preview stores nothing and registers nothing", async () => {
  const foyer = load({ preview: "Nothing was sent." });
  await vi.advanceTimersByTimeAsync(1500);
  foyer.consent("denied");
  expect([localStorage.length, visits.length, forgotten.length]).toEqual([0, 0, 0]);
  expect(opacity()).toBe(".6");
});

test("R21: waiting deliveries of an earlier page do not change the visitor", () => {
  const visitors = openVisitorStore(PROPERTY_URL, false, () => false);
  const record = recordWith(visitors.issue(), true, "");
  visitors.write(record);
  expect(load().visitor()).toBe(record.slice(0, 17));
});

test("a listener hears events until it is removed", async () => {
  let events: EventTarget | undefined;
  scripts = {
    "panel.js": {
      default(host: PanelHost) {
        events = host.events;
        return { show: () => undefined };
      },
    },
    "en.js": { default: {} },
    "form-view.js": { default: {} },
  };
  const foyer = load();
  foyer.open();
  await vi.advanceTimersByTimeAsync(1);
  const received: string[] = [];
  const off = foyer.on("delivered", ({ detail }) => received.push(detail.id));
  const emit = (id: string) =>
    events?.dispatchEvent(new CustomEvent("delivered", { detail: { id, form: "offline", ticket: 1 } }));
  emit("one");
  off();
  emit("two");
  expect(received).toEqual(["one"]);
});
