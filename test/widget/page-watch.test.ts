// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import watchPage from "../../widget/embed/page-watch/page-watch.ts";

let warnings: string[] = [];
let lifetime: AbortController;

beforeEach(() => {
  warnings = [];
  lifetime = new AbortController();
  vi.spyOn(console, "warn").mockImplementation((text: string) => void warnings.push(text));
  document.elementsFromPoint = () => [];
  vi.stubGlobal("visualViewport", null);
});

afterEach(() => {
  lifetime.abort();
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Watches a page whose own launcher is named by this text. */
function watch(selector: string) {
  const host = document.createElement("foyer-chat");
  const launcher = document.createElement("button");
  launcher.style.display = "none";
  launcher.onfocus = () => undefined;
  host.attachShadow({ mode: "open" }).append(launcher);
  document.documentElement.append(host);
  const settings: { launcher?: string | undefined } = { launcher: selector };
  watchPage(launcher, lifetime.signal, settings, () => undefined, lifetime);
  lifetime.signal.addEventListener("abort", () => host.remove());
  return { launcher, settings };
}

test.each(["#1", "a[", "..help", "\0", "\ud800("])(
  "%j is no selector: the console says so once, and the launcher is the widget's own",
  (selector) => {
    const { launcher, settings } = watch(selector);
    expect(launcher.style.display).toBe("");
    expect(settings.launcher).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining("launcher")]);
  },
);

test.each([".help", "#help, a[href='#chat']", "nothing"])("%j is a selector", (selector) => {
  const { launcher, settings } = watch(selector);
  expect(launcher.style.display).toBe("none");
  expect(settings.launcher).toBe(selector);
  expect(warnings).toEqual([]);
});
