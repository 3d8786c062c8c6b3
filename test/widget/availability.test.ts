// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import type { PanelHost } from "../../widget/embed/panel-host.ts";
import { createAvailabilityCheck } from "../../widget/panel/availability.ts";
import { emptyForm, type PanelState } from "../../widget/state/panel-state.ts";
import { createPanelStore } from "../../widget/state/panel-store.ts";

const INITIAL: PanelState = {
  open: false,
  available: false,
  storage: "disk",
  known: {},
  screen: emptyForm(false, 0),
  chat: null,
};

/** @param answer of the server, or the failure of the network */
function checkWith(answer: () => Promise<Response>) {
  const requests = vi.fn(answer);
  vi.stubGlobal("fetch", requests);
  const host = Object.assign(new AbortController(), { propertyUrl: "https://chat.example.com/w/abcdefghij" });
  const store = createPanelStore(INITIAL);
  return { ...createAvailabilityCheck(host as unknown as PanelHost, store), requests, store, host };
}

afterEach(() => vi.unstubAllGlobals());

test("parts that are loaded together ask the server once, and those after it again", async () => {
  const { check, requests, store } = checkWith(async () => Response.json({ available: true }));
  expect(await Promise.all([check(), check(), check()])).toEqual([true, true, true]);
  expect(requests).toHaveBeenCalledTimes(1);
  expect(store.state().available).toBe(true);
  expect(await check()).toBe(true);
  expect(requests).toHaveBeenCalledTimes(2);
});

test.each<[string, () => Promise<Response>]>([
  ["there is no network", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["a sign-in page answers", async () => new Response("<h1>Sign in</h1>")],
])("where %s, the last answer remains, and the next try asks again", async (_, answer) => {
  const { check, requests, store } = checkWith(answer);
  expect(await Promise.all([check(), check()])).toEqual([false, false]);
  expect(await check()).toBe(false);
  expect(requests).toHaveBeenCalledTimes(2);
  expect(store.state()).toBe(INITIAL);
});

test("a widget that was removed meanwhile waits for nothing", async () => {
  const { check, host } = checkWith(async () => {
    host.abort();
    throw new DOMException("aborted", "AbortError");
  });
  expect(await check()).toBe(true);
});
