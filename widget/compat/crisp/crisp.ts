import type { FoyerCommands } from "../../api/foyer.ts";
import { attempt, createReport, notify, type ReportMissing } from "../base/report.ts";
import type { StartFoyer } from "../base/start-foyer.ts";
import {
  attributesOf,
  type Callback,
  isFunction,
  languageOf,
  numberOf,
  textOf,
  textsOf,
  valuesOf,
} from "../base/values.ts";
import { controlWidget } from "../base/widget.ts";
import { type CrispUser, colorOf, listOf, personOf, readData, readEvents } from "./read-crisp.ts";

/** The functions of one verb, by their keys. */
type Functions = Readonly<Record<string, Callback>>;

/** `window.$crisp`: calls as lists of a verb, a key and arguments, or by the verb's own method. */
export interface Crisp {
  push(...calls: readonly unknown[]): void;
  do(key: unknown, args?: unknown): void;
  set(key: unknown, args?: unknown): void;
  config(key: unknown, args?: unknown): void;
  get(key: unknown, ...args: readonly unknown[]): unknown;
  is(key: unknown): boolean;
  on(key: unknown, listener?: unknown): void;
  off(key: unknown): void;
}

/** The parts of a person that have an event of their own. */
const USER = ["email", "nickname", "phone", "avatar"] as const;

/** The events that Foyer has, besides those of the person. */
const EVENTS =
  /^(session:loaded|chat:(opened|closed|initiated)|message:(sent|received)|website:availability:changed|user:(email|nickname|phone|avatar):changed)$/;

const PHONE = "(max-width:480px)";

/** Makes `window.$crisp` over Foyer. No call throws. */
export function createCrisp(foyer: FoyerCommands, report: ReportMissing = createReport("$crisp")): Crisp {
  const widget = controlWidget(foyer);
  /** One listener for each event: a second one replaces the first. */
  const listeners = new Map<string, unknown>();
  const emit = (event: string, ...args: readonly unknown[]) => notify(listeners.get(event), ...args);
  let user: CrispUser = {};
  let data: Readonly<Record<string, unknown>> = {};
  /** Those that `session:segments` has set. */
  let segments: readonly string[] = [];
  let isReady = false;
  let wasOpened = false;
  let hasChat = false;
  let hidesAway = false;
  /** Whether the person is to be told to Foyer: several calls in one turn are one identification. */
  let isTelling = false;

  foyer.on("ready", () => {
    isReady = true;
    emit("session:loaded", foyer.visitor());
  });
  foyer.on("open", () => {
    if (!wasOpened) emit("chat:initiated");
    wasOpened = true;
    emit("chat:opened");
  });
  foyer.on("close", () => emit("chat:closed"));
  foyer.on("available", ({ detail: { available } }) => {
    if (hidesAway) available ? widget.show() : widget.hideLauncher();
    emit("website:availability:changed", available);
  });
  foyer.on("ended", () => {
    hasChat = false;
  });
  foyer.on("message", ({ detail: { id, text, author, agent } }) => {
    hasChat = true;
    const isVisitor = author === "visitor";
    emit(isVisitor ? "message:sent" : "message:received", {
      content: text,
      type: "text",
      from: isVisitor ? "user" : "operator",
      origin: "chat",
      fingerprint: id,
      user: { nickname: isVisitor ? user.nickname : agent?.name },
    });
  });

  const identify = () => {
    if (isTelling) return;
    isTelling = true;
    queueMicrotask(() => {
      isTelling = false;
      const person = personOf(user);
      if (person) foyer.identify(person);
    });
  };
  const setUser = (part: string) => (value: unknown) => {
    const text = textOf(value);
    if (text === undefined) return;
    user = { ...user, [part]: text };
    identify();
    emit(`user:${part}:changed`, text);
  };

  const actions: Functions = {
    "chat:open": () => widget.open(),
    "chat:close": () => widget.close(),
    "chat:toggle": () => widget.toggle(),
    "chat:show": () => widget.show(),
    "chat:hide": () => widget.hide(),
    "message:send"(type, content) {
      const message = type === "text" && textOf(content);
      if (message) foyer.start({ message });
      else report(`message:send ${type}`);
    },
    "session:reset"(reload) {
      user = {};
      data = {};
      segments = [];
      foyer.logout();
      if (reload) location.reload();
    },
  };

  const settings: Functions = {
    "user:email"(email, hmac) {
      user = { ...user, hmac: textOf(hmac) };
      setUser("email")(email);
    },
    "user:nickname": setUser("nickname"),
    "user:phone": setUser("phone"),
    "user:avatar"(address) {
      report("user:avatar");
      const avatar = textOf(address);
      if (avatar) user = { ...user, avatar };
      emit("user:avatar:changed", address);
    },
    "user:company": setUser("company"),
    "session:data"(...given) {
      const added = readData(given);
      data = { ...data, ...added };
      const attributes = attributesOf(added);
      if (attributes) foyer.set(attributes);
    },
    "session:event"(...given) {
      for (const [name, meta] of readEvents(given)) foyer.track(name, attributesOf(meta));
    },
    "session:segments"(given, overwrites) {
      const added = textsOf(given);
      const removed = overwrites ? segments.filter((one) => !added.includes(one)) : [];
      segments = overwrites ? added : [...new Set([...segments, ...added])];
      if (removed[0]) foyer.untag(...removed);
      if (added[0]) foyer.tag(...added);
    },
    "message:text": (text) => foyer.write(textOf(text) ?? ""),
  };

  const configs: Functions = {
    "container:index"(index) {
      const zIndex = numberOf(index);
      if (zIndex !== undefined) foyer.theme({ zIndex });
    },
    "color:theme"(color) {
      const accent = colorOf(color);
      if (accent) foyer.theme({ accent });
    },
    "position:reverse": (isLeft) => foyer.theme({ position: isLeft ? "left" : "right" }),
    "hide:on:away"(hides) {
      hidesAway = !!hides;
      if (hidesAway && foyer.available() === false) widget.hideLauncher();
      else if (!hidesAway && widget.isHidden) widget.show();
    },
    "hide:on:mobile"(hides) {
      if (hides && matchMedia(PHONE).matches) widget.hideLauncher();
    },
  };

  const values: Functions = {
    "chat:unread:count": () => foyer.unread(),
    "session:identifier": () => foyer.visitor(),
    "session:data": (key) => (key === undefined ? data : (valuesOf(data)[`${key}`] ?? null)),
    "user:company": () => user.company ?? null,
    ...Object.fromEntries(USER.map((part) => [`user:${part}`, () => user[part] ?? null])),
  };

  const facts: Functions = {
    "chat:opened": () => widget.isOpen,
    "chat:visible": () => !widget.isHidden,
    "website:available": () => foyer.available() === true,
    "session:ongoing": () => hasChat,
  };

  const run = (verb: string, functions: Functions, key: unknown, args: readonly unknown[]): unknown =>
    attempt(report, `${verb} ${textOf(key) ?? ""}`, () => {
      const name = textOf(key) ?? "";
      if (Object.hasOwn(functions, name)) return functions[name]?.(...args);
      return report(`${verb} ${name}`);
    });

  const crisp: Crisp = {
    push(...calls) {
      for (const call of calls)
        attempt(report, "push", () => {
          const [verb, key, ...args] = listOf(call);
          const name = textOf(verb) ?? "";
          if (name === "safe") return; // no call throws anyway
          if (name === "push" || !Object.hasOwn(crisp, name)) report(name);
          // a verb of the object: the table's types are those of one verb
          else (crisp[name as "do"] as Callback)(key, ...args);
        });
    },
    do: (key, args) => void run("do", actions, key, listOf(args)),
    set: (key, args) => void run("set", settings, key, listOf(args)),
    config: (key, args) => void run("config", configs, key, listOf(args)),
    get: (key, ...args) => run("get", values, key, args) ?? null,
    is: (key) => run("is", facts, key, []) === true,
    on(key, listener) {
      const event = textOf(key) ?? "";
      if (!EVENTS.test(event) || !isFunction(listener)) return report(`on ${event}`);
      listeners.set(event, listener);
      // the SDK of Crisp registers it again after each change of a component
      if (event === "session:loaded" && isReady) notify(listener, foyer.visitor());
    },
    off: (key) => void listeners.delete(textOf(key) ?? ""),
  };
  return crisp;
}

/** Globals of the page, and members of its `CRISP_RUNTIME_CONFIG`, that have no counterpart. */
const MISSING = /^(CRISP_(TOKEN_ID|COOKIE_\w+)|session_merge|lock_\w+|disable_full_view)$/;

/** The globals that the page may have before the script. */
interface CrispPage {
  $crisp?: Partial<Crisp> | readonly unknown[];
  readonly CRISP_WEBSITE_ID?: unknown;
  readonly CRISP_RUNTIME_CONFIG?: unknown;
  readonly CRISP_READY_TRIGGER?: unknown;
}

/**
 * Loads the widget, installs `window.$crisp`, and carries out the calls that the page has queued. Does nothing if it is
 * there already.
 */
export function installCrisp(start: StartFoyer): void {
  const page = window as CrispPage;
  const queue = page.$crisp ?? [];
  if (!Array.isArray(queue)) return;
  const config = valuesOf(page.CRISP_RUNTIME_CONFIG);
  const foyer = start({ language: languageOf(config.locale) }, { property: page.CRISP_WEBSITE_ID });
  const report = createReport("$crisp");
  const crisp = createCrisp(foyer, report);
  page.$crisp = crisp;
  for (const name of [...Object.keys(page), ...Object.keys(config)]) if (MISSING.test(name)) report(name);
  foyer.on("ready", () => notify(page.CRISP_READY_TRIGGER));
  crisp.push(...queue);
}
