// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { installChatwoot } from "../../../widget/compat/chatwoot/chatwoot.ts";
import { installCrisp } from "../../../widget/compat/crisp/crisp.ts";
import { installIntercom } from "../../../widget/compat/intercom/intercom.ts";
import { installTawk } from "../../../widget/compat/tawk/tawk.ts";
import { clearPage, createRecorder } from "./recorder.ts";

const page = window as unknown as Record<string, unknown> & {
  Intercom: ((...args: unknown[]) => unknown) & { booted: boolean };
  Tawk_API: Record<string, (...args: unknown[]) => unknown>;
  $crisp: { push(...calls: unknown[]): void; is(key: string): boolean };
  $chatwoot: Record<string, unknown>;
  chatwootSDK: { run(options: unknown): void };
};

beforeEach(() => void vi.spyOn(console, "warn").mockImplementation(() => undefined));
afterEach(() => {
  vi.restoreAllMocks();
  clearPage();
});

/** The snippet of Intercom, which queues what the page calls before the script. */
function queueIntercom(): void {
  const q: unknown[] = [];
  page.Intercom = Object.assign(
    function () {
      // biome-ignore lint/complexity/noArguments: so does the snippet
      q.push(arguments);
    },
    { q, c: () => undefined },
  ) as never;
}

it.each([
  ["the settings alone", () => Object.assign(page, { intercomSettings: { name: "Ada" } })],
  [
    "settings, and queued calls",
    () => {
      Object.assign(page, { intercomSettings: { name: "Ada" } });
      queueIntercom();
      page.Intercom("onShow", () => undefined);
    },
  ],
  [
    "a queued boot",
    () => {
      queueIntercom();
      page.Intercom("boot", { name: "Ada" });
    },
  ],
  ["a call afterwards", () => undefined],
])("Intercom boots by %s", (_, before) => {
  before();
  const { start, calls } = createRecorder();
  installIntercom(start);
  if (!calls[0]) page.Intercom("boot", { name: "Ada" });
  expect(calls).toEqual([["identify", { name: "Ada" }], ["show"]]);
  expect(page.Intercom.booted).toBe(true);
});

it("Intercom's calls before boot do nothing, and boot after shutdown shows the widget to the next person", () => {
  const { start, calls, started } = createRecorder();
  installIntercom(start);
  page.Intercom("show");
  page.Intercom("update");
  expect(started).toEqual([]);
  page.Intercom("boot", { user_id: "1" });
  page.Intercom("shutdown");
  page.Intercom("boot", { user_id: "2" });
  expect(calls.map(([command]) => command)).toEqual([
    "identify",
    "show",
    "logout",
    "hide",
    "identify",
    "show",
  ]);
});

it("a second copy of each script changes nothing", () => {
  const first = createRecorder();
  const second = createRecorder();
  for (const { start } of [first, second]) {
    installIntercom(start);
    installTawk(start);
    installCrisp(start);
    installChatwoot(start);
    page.chatwootSDK.run({});
  }
  page.Intercom("boot", {});
  expect(second.started).toEqual([]);
  expect(first.started).toHaveLength(4);
});

it("Crisp's calls before the script are carried out in order, and the object answers afterwards", () => {
  page.$crisp = [
    ["safe", true],
    ["do", "chat:hide"],
    ["do", "chat:open"],
    ["set", "message:text", ["Hi"]],
  ] as never;
  const { start, calls } = createRecorder();
  installCrisp(start);
  expect(calls).toEqual([["hide"], ["show"], ["open"], ["write", "Hi"]]);
  expect(page.$crisp.is("chat:opened")).toBe(true);
});

it("tawk.to waits for start where the page says so, and takes the visitor and the style of before", () => {
  page.Tawk_API = {
    autoStart: false,
    visitor: { name: "Ada", email: "ada@example.com", hash: "ab" },
    customStyle: {
      zIndex: "1000 !important",
      visibility: {
        dekstop: { xOffset: "15", yOffset: 40, position: "bl" },
        mobile: { xOffset: 1, yOffset: 2 },
      },
    },
  } as never;
  const { start, calls, started } = createRecorder();
  installTawk(start);
  expect(page.Tawk_API.getStatus?.()).toBe("offline");
  expect(started).toEqual([]);
  page.Tawk_API.start?.({ showWidget: false });
  expect(started[0]?.look).toEqual({ zIndex: 1000, position: "left", x: 15, y: 40, phoneX: 1, phoneY: 2 });
  expect(calls).toEqual([
    ["theme", { position: "left", offset: { x: 15, y: 40 }, zIndex: 1000 }],
    ["identify", { user_id: "ada@example.com", user_hash: "ab", name: "Ada", email: "ada@example.com" }],
    ["hide"],
  ]);
});

it("Chatwoot reads its settings at run, and a hidden bubble is hidden again after the panel", () => {
  const { start, calls, started } = createRecorder();
  installChatwoot(start);
  page.chatwootSettings = {
    hideMessageBubble: true,
    position: "left",
    locale: "pt_BR",
    darkMode: "auto",
    type: "expanded_bubble",
  };
  page.chatwootSDK.run({ websiteToken: "abcdefghij", baseUrl: "https://chat.example.com" });
  expect(started).toEqual([
    {
      look: { language: "pt-BR", position: "left", scheme: "auto" },
      fallback: { property: "abcdefghij", server: "https://chat.example.com" },
    },
  ]);
  calls.length = 0;
  (page.$chatwoot.toggle as (state: string) => void)("open");
  (page.$chatwoot.toggle as (state: string) => void)("close");
  expect(calls).toEqual([["show"], ["open"], ["close"], ["hide"]]);
});

const AVATAR = { avatar_url: "https://example.com/a.png" };
it.each([
  ["setUser", [{}, { name: "Ada" }], "Identifier should be a string or a number"],
  ["setUser", ["7", {}], "User object should have one of the keys [avatar_url,email,name]"],
  ["setUser", ["7"], "User object should have one of the keys [avatar_url,email,name]"],
  ["setUser", ["7", AVATAR], null],
  ["setCustomAttributes", [{}], "Custom attributes should have atleast one key"],
  ["setCustomAttributes", [], "Custom attributes should have atleast one key"],
  ["deleteCustomAttribute", [], "Custom attribute is required"],
  ["setLabel", [], null],
] as const)("Chatwoot throws where it does: %s%j", (name, args, text) => {
  installChatwoot(createRecorder().start);
  page.chatwootSDK.run({});
  const call = () => (page.$chatwoot[name] as (...args: readonly unknown[]) => void)(...args);
  if (text) expect(call).toThrow(text);
  else expect(call).not.toThrow();
});

it("Chatwoot tells the same user once, and again after reset", () => {
  const { start, calls } = createRecorder();
  installChatwoot(start);
  page.chatwootSDK.run({});
  const { setUser, reset } = page.$chatwoot as Record<string, (...args: unknown[]) => void>;
  setUser?.("7", { name: "Ada" });
  setUser?.("7", { name: "Ada" });
  reset?.();
  setUser?.("7", { name: "Ada" });
  expect(calls.map(([command]) => command)).toEqual(["identify", "close", "logout", "identify"]);
  expect(page.$chatwoot).toMatchObject({ identifier: "7", resetTriggered: true });
});
