// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";
import type { FoyerEvents } from "../../../widget/api/foyer.ts";
import { installChatwoot } from "../../../widget/compat/chatwoot/chatwoot.ts";
import { installCrisp } from "../../../widget/compat/crisp/crisp.ts";
import { installIntercom } from "../../../widget/compat/intercom/intercom.ts";
import { installTawk } from "../../../widget/compat/tawk/tawk.ts";
import { clearPage, createRecorder, type Recorder } from "./recorder.ts";

afterEach(clearPage);

const page = window as unknown as Record<string, never> & {
  Intercom: (...args: unknown[]) => unknown;
  Tawk_API: Record<string, unknown>;
  $crisp: { push(...calls: unknown[]): void };
  $chatwoot: Record<string, unknown>;
  chatwootSDK: { run(options: unknown): void };
};

const say = (
  { emit }: Recorder,
  author: FoyerEvents["message"]["author"],
  text: string,
  conversation = "c1",
): void =>
  emit("message", {
    id: `id-${text}`,
    conversation,
    author,
    text,
    agent: author === "agent" ? { name: "Grace" } : null,
  });

/** A visit with everything that can happen in it. */
function happen(recorder: Recorder): void {
  recorder.emit("ready", null);
  recorder.emit("open", null);
  recorder.emit("submitted", { id: "s1", form: "pre_chat" });
  say(recorder, "visitor", "Hello");
  say(recorder, "agent", "Hello Ada");
  say(recorder, "agent", "Anything else?");
  recorder.unread = 2;
  recorder.emit("unread", { count: 2 });
  recorder.available = false;
  recorder.emit("available", { available: false });
  recorder.emit("ended", { conversation: "c1", by: "agent" });
  recorder.emit("rated", { conversation: "c1", rating: "bad", comment: "" });
  recorder.emit("submitted", { id: "s2", form: "offline" });
  recorder.emit("close", null);
}

it("tawk.to's callbacks are called in order, and the events of the window have the same details", () => {
  const recorder = createRecorder();
  const called: unknown[] = [];
  const emitted: unknown[] = [];
  const names = [
    ..."BeforeLoad Load StatusChange ChatMaximized ChatMinimized ChatStarted ChatEnded PrechatSubmit OfflineSubmit".split(
      " ",
    ),
    ..."ChatMessageVisitor ChatMessageAgent AgentJoinChat AgentLeaveChat ChatSatisfaction UnreadCountChanged".split(
      " ",
    ),
  ];
  const api: Record<string, unknown> = {};
  for (const name of names) {
    api[`on${name}`] = (...details: unknown[]) => called.push([name, ...details]);
    addEventListener(`tawk${name}`, (event) => emitted.push([name, (event as CustomEvent).detail]));
  }
  Object.assign(page, { Tawk_API: api });
  installTawk(recorder.start);
  happen(recorder);
  const agent = { name: "Grace", position: "", image: "", id: "Grace" };
  expect(called).toEqual([
    ["BeforeLoad"],
    ["Load"],
    ["ChatMaximized"],
    ["PrechatSubmit", []],
    ["ChatStarted"],
    ["ChatMessageVisitor", "Hello"],
    ["AgentJoinChat", agent],
    ["ChatMessageAgent", "Hello Ada"],
    ["ChatMessageAgent", "Anything else?"],
    ["UnreadCountChanged", 2],
    ["StatusChange", "offline"],
    ["AgentLeaveChat", { name: "Grace", id: "Grace" }],
    ["ChatEnded"],
    ["ChatSatisfaction", -1],
    ["OfflineSubmit", { name: "", email: "", message: "", questions: [] }],
    ["ChatMinimized"],
  ]);
  expect(emitted).toEqual((called as unknown[][]).map(([name, detail]) => [name, detail ?? null]));
  expect(api.onLoaded).toBe(true);
  expect(api.onBeforeLoaded).toBe(true);
});

it("a callback of tawk.to that is set again later is the one that is called", () => {
  const recorder = createRecorder();
  installTawk(recorder.start);
  const late = vi.fn();
  page.Tawk_API.onLoad = () => expect.fail("it was replaced");
  page.Tawk_API.onLoad = late;
  recorder.emit("ready", null);
  expect(late).toHaveBeenCalledOnce();
});

it("Chatwoot's events are emitted at the window", () => {
  const recorder = createRecorder();
  const emitted: unknown[] = [];
  const names =
    "ready opened closed on-message on-start-conversation on-unread-message-count-changed error".split(" ");
  for (const name of names)
    addEventListener(`chatwoot:${name}`, (event) => emitted.push([name, (event as CustomEvent).detail]));
  installChatwoot(recorder.start);
  expect(page.$chatwoot).toBeUndefined();
  page.chatwootSDK.run({ websiteToken: "abcdefghij", baseUrl: "https://chat.example.com" });
  expect(page.$chatwoot.hasLoaded).toBe(false);
  happen(recorder);
  recorder.emit("error", { command: "identify", code: "identity_token_expired", detail: "" });
  const message = (content: string, type: number) => ({
    id: `id-${content}`,
    conversation_id: "c1",
    content,
    content_type: "text",
    message_type: type,
    ...(type === 1 && { sender: { name: "Grace", type: "user" } }),
  });
  expect(emitted).toEqual([
    ["ready", null],
    ["opened", null],
    ["on-start-conversation", { hasConversation: false }],
    ["on-message", message("Hello", 0)],
    ["on-message", message("Hello Ada", 1)],
    ["on-message", message("Anything else?", 1)],
    ["on-unread-message-count-changed", { unreadMessageCount: 2 }],
    ["closed", null],
    ["error", { command: "identify", code: "identity_token_expired", detail: "" }],
  ]);
  expect(page.$chatwoot).toMatchObject({ hasLoaded: true, isOpen: false, websiteToken: "abcdefghij" });
});

it("Intercom's callbacks are called, that of the count at once", () => {
  const recorder = createRecorder();
  Object.assign(page, { intercomSettings: { app_id: "abcdefghij" } });
  installIntercom(recorder.start);
  const called: unknown[] = [];
  for (const name of ["onShow", "onHide", "onUnreadCountChange", "onUserEmailSupplied"])
    page.Intercom(name, (...args: unknown[]) => called.push([name, ...args]));
  happen(recorder);
  expect(called).toEqual([
    ["onUnreadCountChange", 0],
    ["onShow"],
    ["onUserEmailSupplied"],
    ["onUnreadCountChange", 2],
    ["onUserEmailSupplied"],
    ["onHide"],
  ]);
});

it("Intercom's onActivatorClick is called by a click on an own launcher, and by no other", () => {
  document.body.innerHTML = "<p id=text>x</p><button id=ask><b>Ask</b></button>";
  const recorder = createRecorder();
  installIntercom(recorder.start);
  page.Intercom("boot", { custom_launcher_selector: "#ask" });
  const clicked = vi.fn();
  page.Intercom("onActivatorClick", clicked);
  document.querySelector<HTMLElement>("#text")?.click();
  expect(clicked).not.toHaveBeenCalled();
  document.querySelector("b")?.click();
  expect(clicked).toHaveBeenCalledOnce();
});

it("Crisp's listeners are called, one for each event, and none after off", () => {
  const recorder = createRecorder();
  const called: unknown[] = [];
  const on = (event: string) => ["on", event, (...args: unknown[]) => called.push([event, ...args])];
  Object.assign(page, {
    $crisp: [["on", "chat:opened", () => expect.fail("it was replaced")], on("chat:opened")],
  });
  Object.assign(page, { CRISP_READY_TRIGGER: () => called.push(["trigger"]) });
  installCrisp(recorder.start);
  for (const event of ["session:loaded", "chat:closed", "chat:initiated", "website:availability:changed"])
    page.$crisp.push(on(event));
  page.$crisp.push(on("message:sent"), on("message:received"), ["off", "message:sent"]);
  happen(recorder);
  const received = (content: string) => ({
    content,
    type: "text",
    from: "operator",
    origin: "chat",
    fingerprint: `id-${content}`,
    user: { nickname: "Grace" },
  });
  expect(called).toEqual([
    ["session:loaded", "visitor0000000001"],
    ["trigger"],
    ["chat:initiated"],
    ["chat:opened"],
    ["message:received", received("Hello Ada")],
    ["message:received", received("Anything else?")],
    ["website:availability:changed", false],
    ["chat:closed"],
  ]);
});

it("an error of a page's callback stops no other callback, and is reported as uncaught", () => {
  vi.useFakeTimers();
  const recorder = createRecorder();
  installIntercom(recorder.start);
  page.Intercom("boot", {});
  const second = vi.fn();
  page.Intercom("onShow", () => {
    throw new Error("of the page");
  });
  page.Intercom("onShow", second);
  recorder.emit("open", null);
  expect(second).toHaveBeenCalledOnce();
  expect(() => vi.runAllTimers()).toThrow("of the page");
  vi.useRealTimers();
});
