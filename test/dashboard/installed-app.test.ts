import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  type OpenWindow,
  openPage,
  toNotification,
} from "../../server/dashboard/installed-app/push-events.ts";
import type { PushPayload } from "../../shared/push-message.ts";

const FOLDER = new URL("../../server/dashboard/installed-app/", import.meta.url);

const payload: PushPayload = {
  title: "Ann · Shop",
  body: "Hello",
  path: "/dashboard/abcde12345/inbox/all/c1",
  tag: "abcde12345 c1",
  unread: 3,
};

it("a push message is shown with its page and its number", () => {
  expect(toNotification(JSON.stringify(payload))).toMatchObject({
    title: "Ann · Shop",
    options: { body: "Hello", tag: "abcde12345 c1", renotify: true, data: { path: payload.path } },
    unread: 3,
  });
});

it.each([
  ["no data", null],
  ["no JSON", "{"],
  ["a message of a newer server", JSON.stringify({ version: 2 })],
])("a push message with %s is shown in general words", (_, text) => {
  const { title, options, unread } = toNotification(text);
  expect([title, options.data.path, unread]).toEqual(["Foyer", "/dashboard/", null]);
});

it.each(["https://evil.example/", "//evil.example/", "/w/x", "javascript:alert(1)", "/dashboard"])(
  "a tap opens the dashboard and never %s",
  async (path) => {
    expect(toNotification(JSON.stringify({ ...payload, path })).options.data.path).toBe("/dashboard/");
    const opened: string[] = [];
    await openPage([], { path }, async (page) => opened.push(page));
    expect(opened).toEqual(["/dashboard/"]);
  },
);

/** A window that writes down what happens to it. */
function windowThat(log: string[], name: string, state: Partial<OpenWindow>): OpenWindow {
  return {
    focused: false,
    visibilityState: "hidden",
    focus: async () => log.push(`${name} has the focus`),
    postMessage: ({ path }) => void log.push(`${name} opens ${path}`),
    ...state,
  };
}

it.each([
  ["the one with the focus", [{}, { visibilityState: "visible" }, { focused: true }], "2"],
  ["the visible one", [{}, { visibilityState: "visible" }], "1"],
  ["the last used one", [{}, {}], "0"],
] as const)("a tap opens the page in %s of the open windows", async (_, states, expected) => {
  const log: string[] = [];
  const windows = states.map((state, at) => windowThat(log, String(at), state));
  await openPage(windows, { path: payload.path }, async () => log.push("a new window"));
  expect(log).toEqual([`${expected} opens ${payload.path}`, `${expected} has the focus`]);
});

it("a tap opens a new window if there is none, also if the notification carries nothing", async () => {
  const opened: string[] = [];
  await openPage([], { path: payload.path }, async (path) => opened.push(path));
  await openPage([], null, async (path) => opened.push(path));
  expect(opened).toEqual([payload.path, "/dashboard/"]);
});

it("the service worker stores nothing and answers no request, so no dashboard is stale", () => {
  const source = readFileSync(new URL("service-worker.ts", FOLDER), "utf8");
  expect(source).not.toMatch(/\bcaches\b|indexedDB|addEventListener\("fetch"/);
});

it("the manifest names icons that are there, in the sizes that it says", () => {
  const manifest = JSON.parse(readFileSync(new URL("manifest.webmanifest", FOLDER), "utf8"));
  const files = readdirSync(new URL("icons/", FOLDER));
  for (const { src, sizes } of manifest.icons) {
    expect(files).toContain(src);
    const png = readFileSync(new URL(`icons/${src}`, FOLDER));
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, src).toBe(sizes);
  }
  const at = (path: string) =>
    new URL(path, "https://example.com/chat/dashboard/app/manifest.webmanifest").pathname;
  expect([at(manifest.start_url), at(manifest.scope), manifest.display]).toEqual([
    "/chat/dashboard/",
    "/chat/dashboard/",
    "standalone",
  ]);
});
