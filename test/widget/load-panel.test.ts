// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { loadPanel } from "../../widget/embed/load-panel.ts";
import type { PanelHost } from "../../widget/embed/panel-host.ts";

const FOLDER = "https://chat.example.com/w/assets/Hash1234/";
const panel = { show: () => undefined };
const formView = { FormPage: () => null };
/** Of a visitor, as it is stored. */
const recordOf = (state: object) => `V${"1".repeat(16)}${"2".repeat(32)}0${JSON.stringify(state)}`;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/**
 * Loads the panel over a network that gives these answers for some files, one after the other, and then the files.
 *
 * @param record of the visitor, as it is stored
 */
function load(answers: Readonly<Record<string, readonly unknown[]>>, record = "") {
  const asked: string[] = [];
  const left = Object.fromEntries(Object.entries(answers).map(([file, list]) => [file, [...list]]));
  const session = new AbortController();
  const mounted = vi.fn(() => panel);
  const host = Object.assign(session, { visitors: { read: () => record } }) as PanelHost;
  const files: Readonly<Record<string, object>> = {
    "panel.js": { default: mounted },
    "form-view.js": formView,
  };
  const promise = loadPanel(host, FOLDER, "de", async (address) => {
    asked.push(address.slice(FOLDER.length));
    const file = address.split("/").at(-1) ?? "";
    const answer = left[file]?.shift();
    if (answer instanceof Error) throw answer;
    return answer ?? files[file] ?? { default: { close: "Schließen" } };
  });
  return { asked, session, mounted, promise };
}

const blocked = () => new TypeError("Failed to fetch dynamically imported module");

test("a panel that loads at once is loaded from one folder", async () => {
  const { asked, promise, mounted, session } = load({});
  expect(await promise).toBe(panel);
  expect(asked).toEqual(["panel.js", "de.js", "form-view.js"]);
  expect(mounted).toHaveBeenCalledWith(session, { close: "Schließen" }, formView);
});

describe("what draws a form is loaded with the panel", () => {
  const chat = { known: {}, chat: "open", conversation: "c", message: "" };
  test.each([
    ["for a new visitor", ""],
    ["for a visitor without a chat", recordOf({ ...chat, chat: "" })],
    [
      "for an unfinished form, whatever became of the chat",
      recordOf({ ...chat, draft: { form: "offline" } }),
    ],
    ["where an answer looks like the state", recordOf({ ...chat, chat: "", known: { a: '"chat":"open"' } })],
  ])("%s", async (_, record) => {
    const { asked, promise } = load({}, record);
    await promise;
    expect(asked).toContain("form-view.js");
  });

  test.each([
    ["an open chat", recordOf(chat)],
    ["a closed chat", recordOf({ ...chat, chat: "closed", draft: null })],
  ])("but not for %s", async (_, record) => {
    const { asked, promise, mounted, session } = load({}, record);
    await promise;
    expect(asked).toEqual(["panel.js", "de.js"]);
    expect(mounted).toHaveBeenCalledWith(session, { close: "Schließen" }, undefined);
  });
});

test.each([
  ["panel.js", 1],
  ["panel.js", 2],
  ["panel.js", 5],
  ["de.js", 1],
  ["de.js", 5],
  ["form-view.js", 1],
  ["form-view.js", 5],
])("%s that fails %i times is loaded again, each time from another folder", async (file, times) => {
  const { asked, promise } = load({ [file]: Array.from({ length: times }, blocked) });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await promise).toBe(panel);
  const folders = asked.filter((path) => path.endsWith(file)).map((path) => path.slice(0, -file.length));
  expect(folders).toEqual(["", ...Array.from({ length: times }, (_, attempt) => `${attempt + 1}/`)]);
});

test.each([
  ["is no script", new SyntaxError("Unexpected token '<'")],
  ["was cut off after a whole statement", {}],
])("a file that %s is loaded again", async (_, answer) => {
  const { promise } = load({
    "panel.js": [answer],
    "de.js": [undefined, answer],
    "form-view.js": [undefined, undefined, answer],
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await promise).toBe(panel);
});

test("the waits grow, up to ten seconds", async () => {
  const { asked } = load({ "panel.js": Array.from({ length: 99 }, blocked) });
  await vi.advanceTimersByTimeAsync(60_000);
  const attempts = asked.length / 3;
  expect(attempts).toBeGreaterThan(6);
  expect(attempts).toBeLessThan(12);
});

test("coming online loads it at once", async () => {
  const { asked, promise } = load({ "panel.js": Array.from({ length: 5 }, blocked) });
  await vi.advanceTimersByTimeAsync(10_000); // the next attempt is seconds away
  const before = asked.length;
  dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.length).toBe(before + 3);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await promise).toBe(panel);
});

test("after the end of the session nothing is loaded and no timer is left", async () => {
  const { asked, session, mounted } = load({ "panel.js": [blocked()] });
  await vi.advanceTimersByTimeAsync(1);
  session.abort();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(3);
  expect(mounted).not.toHaveBeenCalled();
});

test("a panel that cannot be mounted is not loaded again", async () => {
  const { asked, promise, mounted } = load({});
  mounted.mockImplementation(() => {
    throw new TypeError("Illegal constructor");
  });
  await expect(promise).rejects.toThrow("Illegal constructor");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(3);
});
