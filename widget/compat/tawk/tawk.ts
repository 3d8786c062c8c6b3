import type { FoyerCommands } from "../../api/foyer.ts";
import { attempt, createReport, notify } from "../base/report.ts";
import type { StartFoyer } from "../base/start-foyer.ts";
import { attributesOf, type Callback, isFunction, textOf, textsOf, valuesOf } from "../base/values.ts";
import { controlWidget, type Widget } from "../base/widget.ts";
import { checkAttributes, checkTags, readPerson, readStyle, type TawkError } from "./read-tawk.ts";

/** `window.Tawk_API`: the page's own callbacks and settings, and the functions that the script adds. */
export type TawkApi = Record<string, unknown>;

interface Session {
  readonly foyer: FoyerCommands;
  readonly widget: Widget;
}

/**
 * Calls the page's callback `onChatStarted` for `ChatStarted`, and emits `tawkChatStarted` at the window. The callback is
 * read now, because a page may set another one at any time.
 */
function emit(api: TawkApi, name: string, ...details: readonly unknown[]): void {
  window.dispatchEvent(new CustomEvent(`tawk${name}`, { detail: details[0] }));
  notify(api[`on${name}`], ...details);
}

/** Adds the functions to `api`, and loads the widget unless the page wants to start it itself. No function throws. */
export function extendTawk(api: TawkApi, start: StartFoyer): void {
  const report = createReport("Tawk_API");
  let session: Session | undefined;
  /** The conversation that goes on, and the agents who have written in it. */
  let chat: { readonly id: string; readonly agents: Set<string> } | undefined;

  const listen = (foyer: FoyerCommands) => {
    foyer.on("ready", () => {
      api.onLoaded = true;
      emit(api, "Load");
    });
    foyer.on("open", () => emit(api, "ChatMaximized"));
    foyer.on("close", () => emit(api, "ChatMinimized"));
    foyer.on("available", () => emit(api, "StatusChange", status()));
    foyer.on("unread", ({ detail }) => emit(api, "UnreadCountChanged", detail.count));
    foyer.on("rated", ({ detail }) => emit(api, "ChatSatisfaction", detail.rating === "good" ? 1 : -1));
    foyer.on("submitted", ({ detail: { form } }) => {
      // the answers stay between the visitor and the server
      if (form === "offline") emit(api, "OfflineSubmit", { name: "", email: "", message: "", questions: [] });
      else emit(api, "PrechatSubmit", []);
    });
    foyer.on("message", ({ detail: { conversation, author, text, agent } }) => {
      if (chat?.id !== conversation) {
        chat = { id: conversation, agents: new Set() };
        emit(api, "ChatStarted");
      }
      if (agent && !chat.agents.has(agent.name)) {
        chat.agents.add(agent.name);
        emit(api, "AgentJoinChat", { name: agent.name, position: "", image: "", id: agent.name });
      }
      emit(
        api,
        { visitor: "ChatMessageVisitor", agent: "ChatMessageAgent", system: "ChatMessageSystem" }[author],
        text,
      );
    });
    foyer.on("ended", () => {
      for (const name of chat?.agents ?? []) emit(api, "AgentLeaveChat", { name, id: name });
      chat = undefined;
      emit(api, "ChatEnded");
    });
  };

  const status = () => (session?.foyer.available() ? "online" : "offline");

  /** Says who the visitor is. */
  const tell = (given: unknown) => {
    const { who, attributes } = readPerson(given);
    if (who) session?.foyer.identify(who);
    if (attributes) session?.foyer.set(attributes);
    if (who?.name) emit(api, "VisitorNameChanged", who.name);
  };

  const begin = () => {
    if (session) return;
    const { look, missing } = readStyle(api.customStyle);
    const foyer = start(look);
    session = { foyer, widget: controlWidget(foyer) };
    listen(foyer);
    for (const name of missing) report(name);
    if (textOf(api.embedded)) report("embedded");
    tell(api.visitor);
  };

  /** Carries out `change` unless there is an error, and calls the page's callback with the error afterwards. */
  const answer = (callback: unknown, error: TawkError, change?: () => void) => {
    if (!error) change?.();
    if (isFunction(callback)) queueMicrotask(() => notify(callback, error));
  };
  const changeTags =
    (change: (foyer: FoyerCommands, tags: readonly string[]) => void): Callback =>
    (tags, callback) =>
      answer(callback, checkTags(tags), () => {
        if (session) change(session.foyer, textsOf(tags));
        emit(api, "TagsUpdated", tags);
      });

  const methods: Readonly<Record<string, Callback>> = {
    start(options) {
      begin();
      if (valuesOf(options).showWidget === false) session?.widget.hide();
      else session?.widget.show();
    },
    shutdown() {
      session?.foyer.shutdown();
      session = undefined;
      api.onLoaded = undefined;
    },
    showWidget: () => session?.widget.show(),
    hideWidget() {
      session?.widget.hide();
      emit(api, "ChatHidden");
    },
    toggleVisibility: () => (session?.widget.isHidden ? methods.showWidget?.() : methods.hideWidget?.()),
    maximize: () => session?.widget.open(),
    minimize: () => session?.widget.close(),
    toggle: () => session?.widget.toggle(),
    popup() {
      report("popup");
      session?.widget.open();
    },
    endChat: () => session?.foyer.end(),
    getStatus: status,
    getWindowType: () => (textOf(api.embedded) ? "embed" : "inline"),
    widgetPosition: () => (readStyle(api.customStyle).look.position === "left" ? "bl" : "br"),
    isChatMaximized: () => session?.widget.isOpen === true,
    isChatMinimized: () => !!session && !session.widget.isOpen && !session.widget.isHidden,
    isChatHidden: () => session?.widget.isHidden === true,
    isChatOngoing: () => !!chat,
    isVisitorEngaged: () => !!chat,
    setAttributes: (values, callback) => answer(callback, checkAttributes(values), () => tell(values)),
    addEvent(name, data, callback) {
      const event = textOf(name);
      answer(isFunction(data) ? data : callback, event ? undefined : "INVALID_EVENT_NAME", () =>
        session?.foyer.track(event ?? "", attributesOf(data)),
      );
    },
    addTags: changeTags((foyer, tags) => foyer.tag(...tags)),
    removeTags: changeTags((foyer, tags) => foyer.untag(...tags)),
    login: (person, callback) => answer(callback, undefined, () => tell(person)),
    logout: (callback) => answer(callback, undefined, () => session?.foyer.logout()),
    switchWidget(_, callback) {
      report("switchWidget");
      answer(callback, "ACCESS_ERROR");
    },
  };
  for (const [name, method] of Object.entries(methods))
    api[name] = (...args: readonly unknown[]) => attempt(report, name, () => method(...args));
  api.onBeforeLoaded = true;
  emit(api, "BeforeLoad");
  if (api.autoStart !== false) begin();
}

/** Installs the functions in `window.Tawk_API`. Does nothing if they are there already. */
export function installTawk(start: StartFoyer): void {
  const page = window as { Tawk_API?: unknown };
  const api = (typeof page.Tawk_API === "object" && page.Tawk_API) || {};
  page.Tawk_API = api;
  if (!("onBeforeLoaded" in api)) extendTawk(api as TawkApi, start);
}
