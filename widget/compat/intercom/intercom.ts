import type { FoyerCommands } from "../../api/foyer.ts";
import { attempt, createReport, notify } from "../base/report.ts";
import type { StartFoyer } from "../base/start-foyer.ts";
import { attributesOf, type Callback, isFunction, textOf, valuesOf } from "../base/values.ts";
import { controlWidget, type Widget } from "../base/widget.ts";
import { readSettings } from "./read-settings.ts";

/** `window.Intercom`: a method by its name, and its arguments. */
export interface Intercom {
  (method: unknown, ...args: readonly unknown[]): unknown;
  booted: boolean;
}

/** The spaces that are in the panel. */
const SPACES = /^(home|messages)$/;

interface Session {
  readonly foyer: FoyerCommands;
  readonly widget: Widget;
}

/** Makes `window.Intercom` over Foyer, which `boot` loads. No call throws. */
export function createIntercom(start: StartFoyer): Intercom {
  const report = createReport("Intercom");
  const listeners: Record<"show" | "hide" | "unread" | "email" | "click", unknown[]> = {
    show: [],
    hide: [],
    unread: [],
    email: [],
    click: [],
  };
  const tell = (event: keyof typeof listeners, ...args: readonly unknown[]) => {
    for (const listener of listeners[event]) notify(listener, ...args);
  };
  let session: Session | undefined;
  /** A selector of the page's own launchers. */
  let activator: string | undefined;
  let person: object = {};

  const begin = (foyer: FoyerCommands): Session => {
    foyer.on("open", () => tell("show"));
    foyer.on("close", () => tell("hide"));
    foyer.on("unread", ({ detail }) => tell("unread", detail.count));
    foyer.on("submitted", () => tell("email")); // every form asks for an address
    document.addEventListener("click", ({ target }) => {
      if (activator && target instanceof Element && target.closest(activator)) tell("click");
    });
    return { foyer, widget: controlWidget(foyer) };
  };

  /** Does what `boot` and `update` say. @returns whether the launcher is to be hidden; undefined: nothing is said */
  const apply = (settings: unknown): boolean | undefined => {
    const { look, who, attributes, hidesLauncher, missing } = readSettings(settings);
    const foyer = start(look, { property: textOf(valuesOf(settings).app_id) });
    session ??= begin(foyer);
    activator = look.launcher ?? activator;
    if (who) {
      person = typeof who === "string" ? {} : who;
      foyer.identify(who);
    }
    if (attributes) foyer.set(attributes);
    for (const name of missing) report(name);
    return hidesLauncher;
  };

  const open = (text?: unknown) => {
    session?.widget.open();
    const message = textOf(text);
    if (message) session?.foyer.write(message);
  };
  const listenTo = (event: keyof typeof listeners) => (callback: unknown) => {
    if (isFunction(callback)) listeners[event].push(callback);
  };
  const openWithout = (member: string) => () => {
    report(member);
    open();
  };

  const methods: Readonly<Record<string, Callback>> = {
    boot(settings) {
      if (apply(settings)) session?.widget.hideLauncher();
      else session?.widget.show();
      intercom.booted = true;
    },
    update(settings) {
      if (!session) return;
      const hidesLauncher = settings === undefined ? undefined : apply(settings);
      if (hidesLauncher) session.widget.hideLauncher();
      else if (hidesLauncher === false) session.widget.show();
      session.foyer.page();
    },
    /** Ends the visitor's session, as Intercom's does; the widget's own `shutdown` would forget the listeners. */
    shutdown() {
      session?.foyer.logout();
      session?.widget.hide();
      person = {};
      intercom.booted = false;
    },
    show: () => open(),
    hide: () => session?.widget.close(),
    showMessages: () => open(),
    showNewMessage: open,
    startConversation: open,
    showSpace(space) {
      if (!SPACES.test(`${space}`)) report(`showSpace ${space}`);
      open();
    },
    showConversation: openWithout("showConversation"),
    showTicket: openWithout("showTicket"),
    trackEvent(name, data) {
      const event = textOf(name);
      if (event) session?.foyer.track(event, attributesOf(data));
    },
    onShow: listenTo("show"),
    onHide: listenTo("hide"),
    onUserEmailSupplied: listenTo("email"),
    onActivatorClick: listenTo("click"),
    onUnreadCountChange(callback) {
      listenTo("unread")(callback);
      if (session) notify(callback, session.foyer.unread());
    },
    getVisitorId: () => session?.foyer.visitor() ?? "",
    whoami: () => ({ ...person, visitor_id: session?.foyer.visitor() ?? "" }),
    reattach_activator() {
      // the widget finds the page's launchers at each click
    },
  };

  const intercom: Intercom = Object.assign(
    (method: unknown, ...args: readonly unknown[]) => {
      const name = textOf(method) ?? "";
      return attempt(report, name, () => {
        if (!Object.hasOwn(methods, name)) return report(name);
        return methods[name]?.(...args);
      });
    },
    { booted: false },
  );
  return intercom;
}

/** The globals that the page may have before the script. */
interface IntercomPage {
  Intercom?: {
    /** The calls of the snippet, as `arguments`. */
    readonly q?: Iterable<ArrayLike<unknown>>;
    readonly booted?: unknown;
  };
  readonly intercomSettings?: unknown;
}

/**
 * Installs `window.Intercom`, boots if the page has `intercomSettings`, and carries out the calls that the page's snippet
 * has queued. Does nothing if it is there already.
 */
export function installIntercom(start: StartFoyer): void {
  const page = window as IntercomPage;
  const before = page.Intercom;
  if (typeof before?.booted === "boolean") return;
  const intercom = createIntercom(start);
  page.Intercom = intercom;
  if (page.intercomSettings) intercom("boot", page.intercomSettings);
  for (const call of before?.q ?? []) intercom(...(Array.from(call) as [unknown]));
}
