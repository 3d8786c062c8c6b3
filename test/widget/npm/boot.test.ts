// @vitest-environment happy-dom
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { INSTALLED } from "../../../widget/api/global-name.ts";
import { attach, type BootOptions, boot, foyer } from "../../../widget/npm/index.ts";
import { openPackagePage, type PackagePage } from "../../support/package-page.ts";

const options = { server: "https://chat.example.com/", property: "abcdefghij" } as const;
const other = { ...options, property: "other00000" } as const;

/** The queued calls, without functions. */
const queued = (queue: unknown = window.Foyer) => {
  const { q = [] } = queue as { q?: Iterable<unknown[]> };
  return [...q].map(([command, ...rest]) => [command, ...rest.slice(0, 1)]);
};

const installedProperty = () => (window.Foyer as { property?: string } | undefined)?.property;

let page: PackagePage;
let warnings: string[];
const open = (answers: Readonly<Record<string, unknown>> = {}) => {
  page = openPackagePage(answers);
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((text) => void warnings.push(text));
};
beforeEach(() => {
  vi.useFakeTimers();
  open();
});
afterEach(() => {
  page.reset();
  vi.useRealTimers();
});

describe("boot", () => {
  test("adds the script tag once, with its options", () => {
    boot({ ...options, language: "de", consent: "required", nonce: "R4nd0m", position: "left" });
    boot(options);
    expect(page.scripts).toHaveLength(1);
    const [script] = page.scripts;
    expect(script?.src).toBe("https://chat.example.com/w/abcdefghij.js");
    expect({ ...script?.dataset }).toEqual({ language: "de", consent: "required", position: "left" });
    expect(script?.nonce).toBe("R4nd0m");
    expect(script?.async).toBe(true);
  });

  test("adds no attribute that is no option", () => {
    boot({ ...options, compat: "tawk", onOpen: () => undefined } as BootOptions);
    expect({ ...page.scripts[0]?.dataset }).toEqual({});
  });

  test("keeps options and calls that the page has set before", () => {
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
    const handle = boot(options);
    boot(options);
    handle.open();
    expect(window.Foyer).toBe(own);
    expect(queued(window[INSTALLED])).toEqual([["open"]]);
    expect(page.scripts).toHaveLength(1);
    handle.shutdown();
    expect(window.Foyer).toBe(own);
  });

  test("where the page has frozen the name, the handle works without it", () => {
    Object.defineProperty(window, "Foyer", { value: {}, writable: false, configurable: true });
    boot(options).open();
    expect(queued(window[INSTALLED])).toEqual([["open"]]);
  });

  test("a second property is not added, and the console says so", () => {
    boot(options);
    boot(other);
    expect(warnings).toEqual(["Foyer: other00000 not added: abcdefghij is"]);
    page.arrive();
    boot(other);
    expect(warnings).toHaveLength(2);
    expect(page.scripts).toHaveLength(1);
  });

  test.each([
    ["nothing", undefined],
    ["no server", { property: "abcdefghij" }],
    ["a server without a scheme", { ...options, server: "chat.example.com" }],
    ["a script for a server", { ...options, server: "javascript:alert(1)//" }],
    ["an address with a query", { ...options, server: "https://chat.example.com?x=" }],
    ["a path for a property", { ...options, property: "../../evil" }],
    ["a number for a property", { ...options, property: 1234567890 }],
    ["a property of a megabyte", { ...options, property: "a".repeat(1_000_000) }],
  ])("%s is refused in the console, and the handle is safe", (_, wrong) => {
    const handle = boot(wrong as BootOptions);
    handle.open();
    expect(page.scripts).toHaveLength(0);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^Foyer: boot: \w+ must be /);
  });
});

test("a page whose policy does not allow the package's Trusted Types is told so, and nothing is thrown", () => {
  const createPolicy = () => {
    throw new TypeError("refused");
  };
  vi.stubGlobal("trustedTypes", { createPolicy });
  boot(options).open();
  vi.unstubAllGlobals();
  expect(page.scripts).toHaveLength(0);
  expect(warnings).toEqual(["Foyer: boot: the page's Content-Security-Policy needs `trusted-types foyer`"]);
});

describe("calls", () => {
  test("before boot and before the script has loaded are carried out in their order", () => {
    foyer.write("Hello");
    const handle = boot(options);
    handle.open();
    handle("consent", "granted");
    handle.on("open", () => undefined);
    expect(handle.visitor()).toBe(null);
    expect(handle.available()).toBe(null);
    expect(handle.unread()).toBe(0);
    page.arrive();
    foyer.close();
    const called = [["write", "Hello"], ["open"], ["consent", "granted"], ["on", "open"], ["close"]];
    expect(page.calls).toEqual(called);
  });

  test("that answer have the widget's answers once it is there", () => {
    page.reset();
    open({ visitor: "V0123456789012345", available: false, unread: 3 });
    boot(options);
    page.arrive();
    expect([foyer.visitor(), foyer.available(), foyer.unread()]).toEqual(["V0123456789012345", false, 3]);
  });

  test("in a loop of 10,000 before boot do not fill the memory", () => {
    for (let count = 0; count < 10_000; count++) foyer.track("clicked");
    boot(options);
    expect(queued()).toHaveLength(1000);
  });

  test("after shutdown do nothing, but listeners are for the widget that is booted again", () => {
    const handle = boot(options);
    page.arrive();
    handle.shutdown();
    handle.open();
    const removed = () => undefined;
    foyer.on("open", removed);
    foyer.on("close", () => undefined);
    foyer.off("open", removed);
    expect(handle.visitor()).toBe(null);
    boot(options);
    expect(page.scripts).toHaveLength(2);
    page.arrive();
    expect(page.calls).toEqual([["shutdown"], ["on", "close"]]);
  });
});

test("a widget that the page's own script has shut down can be booted again", () => {
  boot(options);
  page.arrive();
  (window.Foyer as (command: string) => void)("shutdown");
  foyer.open();
  boot(other);
  page.arrive();
  expect(installedProperty()).toBe("other00000");
  expect(page.calls).toEqual([["shutdown"]]);
});

describe("shutdown before the script has loaded", () => {
  test("leaves no widget when it arrives, and no name", () => {
    boot(options).shutdown();
    expect(window.Foyer).toBeUndefined();
    page.arrive();
    expect(page.calls).toEqual([]);
    expect(window.Foyer).toBeUndefined();
    expect(window[INSTALLED]).toBeUndefined();
  });

  test("and boot in the same task cost one script, whose options are the last ones", () => {
    const first = boot({ ...options, language: "de" });
    first.open();
    first.shutdown();
    boot({ ...options, position: "left" }).close();
    expect(page.scripts).toHaveLength(1);
    expect({ ...page.scripts[0]?.dataset }).toEqual({ position: "left" });
    page.arrive();
    expect(page.calls).toEqual([["close"]]);
  });

  test("and boot of another property: the first one's script installs nothing", () => {
    boot(options).shutdown();
    boot(other).open();
    page.arrive();
    expect(page.scripts.map(({ src }) => src)).toEqual([
      "https://chat.example.com/w/abcdefghij.js",
      "https://chat.example.com/w/other00000.js",
    ]);
    page.arrive();
    expect(installedProperty()).toBe("other00000");
    expect(page.calls).toEqual([["open"]]);
  });

  test("gives the page its own options back", () => {
    Object.assign(window, { Foyer: { consent: "required", q: [["open"]] } });
    boot(options).shutdown();
    expect(window.Foyer).toEqual({ consent: "required" });
  });

  test("any order of boot and shutdown ends with the widget that was wanted last, or none", () => {
    const step = fc.constantFrom("boot", "bootOther", "shutdown", "arrive", "fail") as fc.Arbitrary<string>;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        page.reset();
        open();
        const isLoading = () => page.scripts.length > ended;
        let ended = 0;
        let wanted: string | undefined;
        const end = (how: "arrive" | "fail") => {
          const before = page.scripts.length;
          page[how]();
          ended = before;
        };
        for (const one of steps) {
          if (one === "boot" || one === "bootOther") {
            const chosen = one === "boot" ? options : other;
            wanted ??= chosen.property;
            boot(chosen);
          } else if (one === "shutdown") {
            wanted = undefined;
            foyer.shutdown();
          } else if (isLoading()) end(one as "arrive" | "fail");
        }
        for (let tries = 0; tries < 20 && (isLoading() || vi.getTimerCount()); tries++) {
          if (isLoading()) end("arrive");
          vi.runOnlyPendingTimers();
        }
        expect(installedProperty()).toBe(wanted);
      }),
    );
  });
});

describe("a script that can't be loaded", () => {
  test("is tried again, each time after twice the wait, and said once", () => {
    boot(options).open();
    for (const [tries, wait] of [1000, 2000, 4000, 8000, 16_000, 32_000].entries()) {
      page.fail();
      vi.advanceTimersByTime(wait - 1);
      expect(page.scripts).toHaveLength(tries + 1);
      vi.advanceTimersByTime(1);
      expect(page.scripts).toHaveLength(tries + 2);
    }
    page.arrive();
    expect(page.calls).toEqual([["open"]]);
    expect(warnings).toEqual(["Foyer: https://chat.example.com/w/abcdefghij.js could not be loaded"]);
  });

  test("is tried no further by itself after seven tries, but when the network comes back", () => {
    boot(options);
    for (let tries = 0; tries < 7; tries++) {
      page.fail();
      vi.advanceTimersByTime(60_000);
    }
    expect(page.scripts).toHaveLength(7);
    window.dispatchEvent(new Event("online"));
    expect(page.scripts).toHaveLength(8);
    page.arrive();
    expect(installedProperty()).toBe("abcdefghij");
  });

  test("is tried again at once when the network comes back, and not a second time", () => {
    boot(options);
    page.fail();
    window.dispatchEvent(new Event("online"));
    window.dispatchEvent(new Event("online"));
    vi.advanceTimersByTime(60_000);
    expect(page.scripts).toHaveLength(2);
  });

  test("is tried again if it arrives with another content, such as a sign-in page of a network", () => {
    boot(options);
    page.arriveAsOther();
    vi.advanceTimersByTime(1000);
    expect(page.scripts).toHaveLength(2);
  });

  test("is not tried again after shutdown", () => {
    boot(options);
    page.fail();
    foyer.shutdown();
    vi.advanceTimersByTime(60_000);
    window.dispatchEvent(new Event("online"));
    expect(page.scripts).toHaveLength(1);
    expect(window[INSTALLED]).toBeUndefined();
  });
});

describe("attach", () => {
  test("removes the widget when the last holder has released it, a task later", () => {
    const releases = [attach(options), attach(options)];
    page.arrive();
    releases[0]?.();
    releases[0]?.();
    vi.runAllTimers();
    expect(page.calls).toEqual([]);
    releases[1]?.();
    expect(page.calls).toEqual([]);
    vi.runAllTimers();
    expect(page.calls).toEqual([["shutdown"]]);
  });

  test("released and attached in one task leaves the widget as it is", () => {
    const release = attach(options);
    page.arrive();
    release();
    attach(options);
    vi.runAllTimers();
    expect(page.calls).toEqual([]);
    expect(page.scripts).toHaveLength(1);
  });

  test("of another property in place of the one that was released adds that", () => {
    const release = attach(options);
    page.arrive();
    release();
    attach(other);
    page.arrive();
    vi.runAllTimers();
    expect(page.calls).toEqual([["shutdown"]]);
    expect(installedProperty()).toBe("other00000");
  });
});

describe("doctor", () => {
  const diagnosis = { ok: true, findings: [], version: "1" };

  test("asks the widget, also if its script is still on its way", async () => {
    page.reset();
    open({ doctor: diagnosis });
    boot(options);
    const asked = foyer.doctor();
    page.arrive();
    expect(await asked).toBe(diagnosis);
    expect(await foyer.doctor()).toBe(diagnosis);
  });

  test("says that the script could not be loaded", async () => {
    boot(options);
    const asked = foyer.doctor();
    page.fail();
    const text = "https://chat.example.com/w/abcdefghij.js could not be loaded, or has another content.";
    const findings = [{ code: "script_not_loaded", severity: "error", text }];
    expect(await asked).toEqual({ ok: false, findings, version: null });
    expect(warnings).toContain(`Foyer: ${text}`);
  });

  test("says that nothing was booted", async () => {
    expect(await foyer.doctor()).toMatchObject({ ok: false, findings: [{ code: "not_booted" }] });
  });
});
