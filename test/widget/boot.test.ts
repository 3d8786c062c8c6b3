// @vitest-environment happy-dom
// @vitest-environment-options { "settings": { "handleDisabledFileLoadingAsSuccess": true } }
import { afterEach, expect, test } from "vitest";
import { INSTALLED } from "../../widget/api/global-name.ts";
import { boot } from "../../widget/index.ts";

const options = { server: "https://chat.example.com/", property: "abcdefghij" };
const scripts = () => [...document.head.querySelectorAll("script")];

/** The queued calls, without functions. */
const queued = (foyer: unknown = window.Foyer) => {
  const { q = [] } = foyer as { q?: Iterable<unknown[]> };
  return [...q].map(([command, ...rest]) => [command, ...rest.slice(0, 1)]);
};

afterEach(() => {
  Reflect.deleteProperty(window, "Foyer");
  delete window[INSTALLED];
  document.head.replaceChildren();
});

test("boot adds the script tag once, with its options", () => {
  boot({ ...options, language: "de", consent: "required", nonce: "R4nd0m", position: "left" });
  boot(options);
  expect(scripts()).toHaveLength(1);
  const [script] = scripts();
  expect(script?.src).toBe("https://chat.example.com/w/abcdefghij.js");
  expect({ ...script?.dataset }).toEqual({ language: "de", consent: "required", position: "left" });
  expect(script?.nonce).toBe("R4nd0m");
  expect(script?.async).toBe(true);
});

test("calls made before the script has loaded are queued in order", () => {
  const foyer = boot(options);
  foyer.open();
  foyer("consent", "granted");
  foyer.on("open", () => undefined);
  expect(foyer.visitor()).toBe(null);
  expect(queued()).toEqual([["open"], ["consent", "granted"], ["on", "open"], ["visitor"]]);
});

test("a listener that is removed before the script has loaded is not called", () => {
  const foyer = boot(options);
  const received: string[] = [];
  const off = foyer.on("open", ({ type }) => received.push(type));
  const [[, , listener] = []] = [...((window.Foyer as { q?: Iterable<unknown[]> }).q ?? [])];
  const call = listener as (event: CustomEvent) => void;
  call(new CustomEvent("open"));
  off();
  call(new CustomEvent("open"));
  expect(received).toEqual(["open"]);
});

test("after shutdown calls do nothing, and boot starts again", () => {
  const foyer = boot(options);
  delete window.Foyer;
  foyer.open();
  expect(foyer.visitor()).toBe(null);
  boot(options);
  expect(scripts()).toHaveLength(2);
});

test("options and calls that the page has set before are kept", () => {
  Object.assign(window, { Foyer: { consent: "required", q: [["open"]] } });
  boot(options).close();
  expect({ ...window.Foyer }).toMatchObject({ consent: "required" });
  expect(queued()).toEqual([["open"], ["close"]]);
});

test.each([
  ["a namespace", { render: () => undefined }],
  ["a class", Object.assign(class {}, { create: () => undefined })],
])("where the page has %s of its own at window.Foyer, the handle works without the name", (_, own) => {
  Object.assign(window, { Foyer: own });
  const foyer = boot(options);
  boot(options);
  foyer.open();
  expect(window.Foyer).toBe(own);
  expect(queued(window[INSTALLED])).toEqual([["open"]]);
  expect(scripts()).toHaveLength(1);
});

test("where the page has frozen the name, the handle works without it", () => {
  Object.defineProperty(window, "Foyer", { value: {}, writable: false, configurable: true });
  boot(options).open();
  expect(queued(window[INSTALLED])).toEqual([["open"]]);
});
