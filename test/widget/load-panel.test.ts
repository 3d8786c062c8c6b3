// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Foyer } from "../../widget/api/foyer.ts";
import { start } from "../../widget/embed/start.ts";
import { openVisitorStore } from "../../widget/embed/visitor.ts";
import { openPersistedState, type PersistedState } from "../../widget/state/persisted-state.ts";
import { settingsFor } from "./support.ts";

const BASE = "https://chat.example.com/w/";
const FOLDER = "assets/Hash1234/";
const createFormView = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async () => Response.json({ token: "t", available: true }));
  document.documentElement.lang = "ar";
  document.elementsFromPoint = () => [...document.querySelectorAll("foyer-chat")];
});

afterEach(() => {
  if (window.Foyer?.open) window.Foyer.shutdown();
  document.documentElement.lang = "";
  localStorage.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Installs the widget behind a network that gives these answers for some files, one after the other, and then the files. */
function install(answers: Readonly<Record<string, readonly unknown[]>>) {
  const asked: string[] = [];
  const left = Object.fromEntries(Object.entries(answers).map(([file, list]) => [file, [...list]]));
  const show = vi.fn();
  // as the panel does, which mounts nothing after the end of a session
  const mounted = vi.fn(({ signal }: AbortController, ..._parts: unknown[]) =>
    signal.aborted ? undefined : { show },
  );
  window.Foyer = Object.assign(() => undefined, { server: BASE.slice(0, -3) });
  start(settingsFor(), async (address) => {
    const file = address.split("/").at(-1) ?? "";
    if (file === "page-watch.js") return { default: () => undefined };
    asked.push(address.slice((BASE + FOLDER).length));
    const answer = left[file]?.shift();
    if (answer instanceof Error) throw answer;
    const files: Readonly<Record<string, unknown>> = { "panel.js": mounted, "form-view.js": createFormView };
    return answer ?? { default: files[file] ?? { close: "إغلاق" } };
  });
  return { asked, show, mounted, foyer: window.Foyer as unknown as Foyer };
}

/** The same, opened by the visitor. */
function open(answers: Readonly<Record<string, readonly unknown[]>>) {
  const installed = install(answers);
  installed.foyer.open();
  return installed;
}

/** Stores the state of a visitor, as the panel of another page does. */
const store = (state: Partial<PersistedState>) =>
  openPersistedState(openVisitorStore(BASE + settingsFor().property, false, () => false)).write(state);

const blocked = () => new TypeError("Failed to fetch dynamically imported module");

test("a panel that loads at once is loaded from one folder, and shown", async () => {
  const { asked, mounted, show } = open({});
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual(["0/panel.js", "0/ar.js", "0/form-view.js"]);
  expect(mounted).toHaveBeenCalledWith(expect.any(AbortController), { close: "إغلاق" }, createFormView);
  expect(show).toHaveBeenLastCalledWith(true);
});

describe("what draws a form is loaded with the panel", () => {
  const chat = { chat: "open", conversation: "c" } as const;
  const draft = {
    form: "pre_chat",
    answers: { message: "Hi" },
    replaces: null,
    conversation: "",
    delivery: "",
  } as const;
  test.each<[string, Partial<PersistedState>]>([
    ["for a visitor without a chat", {}],
    ["where an answer looks like the state", { known: { a: '"chat":"open"' } }],
    ["where a form is not finished", { ...chat, draft }],
  ])("%s", async (_, state) => {
    store(state);
    const { asked } = open({});
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual(["0/panel.js", "0/ar.js", "0/form-view.js"]);
  });

  test.each<[string, Partial<PersistedState>]>([
    ["an open chat", chat],
    ["a closed chat", { ...chat, chat: "closed", draft: null }],
  ])("but not for %s", async (_, state) => {
    store(state);
    const { asked, mounted } = open({});
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual(["0/panel.js", "0/ar.js"]);
    expect(mounted).toHaveBeenCalledWith(expect.any(AbortController), { close: "إغلاق" }, undefined);
  });
});

test.each([
  ["panel.js", 1],
  ["panel.js", 2],
  ["panel.js", 5],
  ["ar.js", 1],
  ["ar.js", 5],
  ["form-view.js", 1],
  ["form-view.js", 5],
])("%s that fails %i times is loaded again, each time from another folder", async (file, times) => {
  const { asked, show } = open({ [file]: Array.from({ length: times }, blocked) });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(show).toHaveBeenLastCalledWith(true);
  const folders = asked.filter((path) => path.endsWith(file)).map((path) => path.slice(0, -file.length));
  expect(folders).toEqual(Array.from({ length: times + 1 }, (_, attempt) => `${attempt}/`));
});

test.each([
  ["is no script", new SyntaxError("Unexpected token '<'")],
  ["was cut off after a whole statement", {}],
])("a file that %s is loaded again", async (_, answer) => {
  const { show } = open({
    "panel.js": [answer],
    "ar.js": [undefined, answer],
    "form-view.js": [undefined, undefined, answer],
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(show).toHaveBeenLastCalledWith(true);
});

test("the waits grow, up to ten seconds", async () => {
  const { asked } = open({ "panel.js": Array.from({ length: 99 }, blocked) });
  await vi.advanceTimersByTimeAsync(60_000);
  const afterAMinute = asked.length / 3;
  expect(afterAMinute).toBeGreaterThan(6);
  expect(afterAMinute).toBeLessThan(12);
  await vi.advanceTimersByTimeAsync(100_000);
  expect(asked.length / 3 - afterAMinute).toBeGreaterThanOrEqual(9);
  expect(asked.length / 3 - afterAMinute).toBeLessThanOrEqual(11);
});

test("coming online loads it at once", async () => {
  const { asked, show } = open({ "panel.js": Array.from({ length: 5 }, blocked) });
  await vi.advanceTimersByTimeAsync(10_000); // the next attempt is seconds away
  const before = asked.length;
  dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.length).toBe(before + 3);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(show).toHaveBeenLastCalledWith(true);
});

test("coming online loads nothing that nobody has asked for, and nothing twice", async () => {
  const { asked, foyer } = install({});
  dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toEqual([]);
  foyer.open();
  await vi.advanceTimersByTimeAsync(1);
  dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toHaveLength(3);
});

test("after the end of the session nothing is loaded and no timer is left", async () => {
  const { asked, foyer, mounted } = open({ "panel.js": [blocked()] });
  await vi.advanceTimersByTimeAsync(1);
  foyer.shutdown();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(3);
  expect(mounted).not.toHaveBeenCalled();
});

test("a panel that comes after the end of the session is told so, and is not shown", async () => {
  const { asked, foyer, mounted, show } = open({});
  foyer.shutdown();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(3);
  expect(mounted.mock.calls.map(([{ signal }]) => signal.aborted)).toEqual([true]);
  expect(show).not.toHaveBeenCalled();
});
