import type { InlinedSettings } from "../../shared/property.ts";
import { labelFor } from "../../shared/rules/locale-tags.ts";
import type { Foyer, FoyerCommands } from "../api/foyer.ts";
import { INSTALLED, readQueue } from "../api/global-name.ts";
import { IS_FULL } from "./is-full.ts";
import { createLauncher } from "./launcher.ts";
import { isMisplaced } from "./misplaced.ts";
import { readOptions } from "./options.ts";
import type {
  AcrossHostsModule,
  EmbedForSdk,
  EmbedHost,
  FormViewModule,
  KnownFacts,
  LocaleModule,
  PageWatchModule,
  PanelModule,
  SdkCall,
  SdkModule,
} from "./panel-host.ts";
import { homeOf } from "./place-host.ts";
import { installApi, removeApi } from "./public-api.ts";
import { sideOf } from "./side-of.ts";
import { openVisitorStore, pageAddress } from "./visitor.ts";
import { showsChat } from "./visitor-record.ts";
import { warn } from "./warn.ts";

/** How long a page must stay open, and a new address must stay the same, before it counts as visited, ms. */
const DELAY = 1000;

/**
 * The commands that are carried out by `sdk.js`, which is loaded at the first of them. They may store and send, so they wait
 * for consent (R25), except `doctor`.
 */
const DELEGATED =
  "identify set track page tag untag write prefill start end language theme launcher doctor" as const;

/** At most so many calls wait; then the oldest are dropped. */
const MAX_CALLS = 1e4;

/** The wait before another try to load the panel is a second longer each time, up to this many seconds. */
const LONGEST_WAIT = 10;

/**
 * Installs the widget in a page: `window.Foyer`, the launcher and, as far as consent allows (R25), the visitor. Does
 * nothing if it is installed already.
 *
 * @param propertySettings as the server writes them into the script
 * @param importFile imports a script by its address
 */
export function start(
  propertySettings: InlinedSettings,
  importFile: (address: string) => Promise<unknown>,
): void {
  const queue = readQueue();
  const earlier = window[INSTALLED] ?? queue ?? {};
  if (earlier.open) {
    if (earlier.property !== propertySettings.property) warn(`${propertySettings.property} not added`);
    return;
  }
  const settings = readOptions(propertySettings, earlier);
  const propertyUrl = settings.base + settings.property;
  const visitors = openVisitorStore(propertyUrl, settings.preview, () => session === null, settings.domain);
  const [element, launcher] = createLauncher(settings);
  /** Ends with the launcher. */
  const lifetime = new AbortController();
  /** Has the page's listeners. It is no element: `document.open` removes the listeners of all elements. */
  const events = lifetime.signal;
  let isOpen = false;
  /** From consent to shutdown or a denied consent; null: it has ended. */
  let session: EmbedHost | null | undefined;
  /** How often the panel could not be loaded. */
  let failures = 0;
  /** The seconds until it is tried again. */
  let wait = 0;
  /** The calls that `sdk.js` carries out. */
  const calls: SdkCall[] = [];
  const known: KnownFacts = {};
  let watched: Promise<void> | undefined;

  /**
   * Imports what a script exports. A browser remembers by its address that a module failed, and also that one of its
   * imports did. So every further attempt has a folder of its own, which the server answers alike. A file that was cut
   * off after a whole statement loads, and exports nothing.
   */
  const importPart = async <M extends { default: unknown }>(name: string): Promise<M["default"]> => {
    const file = await importFile(`${settings.base}${settings.files}${failures}/${name}.js`);
    return (file as Partial<M>).default ?? Promise.reject();
  };

  /** The last page of the session that was visited; empty: none, or one that the visitor returned to by the Back key. */
  let visited = "";
  /** The address a second ago. */
  let address = "";

  /**
   * Registers a visit of each page that stays open for a while: the first one, every new address of a single-page site once
   * it has settled, and a page from the back/forward cache. Then looks whether the widget needs anything.
   *
   * The address is compared every second, which costs some microseconds. It works in every engine (the Navigation API
   * does not), and it leaves `history` alone: functions of our own in place of `pushState` and `replaceState` would break
   * pages that replace these too and later restore them.
   */
  const check = () => {
    const host = session;
    if (!host || (IS_FULL && (settings.preview || host.isJoining))) return;
    if (document.prerendering) return; // it may never be seen
    const before = address;
    address = pageAddress();
    // the first visit does not wait for an address that never settles
    if (address !== visited && (address === before || !visited)) {
      visited = address;
      // in the top layer, no `transform`, `filter` or `z-index` of the page has an effect
      try {
        element.popover = "manual";
        element.showPopover();
      } catch {
        // it is there already, or the page has removed the element, or the browser knows no popovers
      }
      // without an answer, the next visit or the first delivery registers the visitor
      host.pageVisit = host.visitors
        .visit(host.signal)
        .then((answer) => answer.json())
        .catch(() => undefined);
      host.pageVisit.then((receipt) => {
        const { available = known.available } = receipt ?? {};
        if (known.available !== available) {
          known.available = available as boolean;
          events.dispatchEvent(new CustomEvent("available", { detail: { available } }));
        }
        if (receipt?.unread || visitors.read()[49] === "1") load(); // isPending, inlined
      });
    }
    if (!--wait) load();
    if (wait < 1 && calls[0]) carryOut();
    if (!watched && isMisplaced(element, launcher)) watch();
  };
  // when the browser is idle
  const timer = setInterval(window.requestIdleCallback ?? setTimeout, DELAY, check, { timeout: DELAY });

  const tryLater = () => {
    wait = ++failures > LONGEST_WAIT ? LONGEST_WAIT : failures;
  };

  const carryOut = () => importPart<SdkModule>("sdk").then((run) => run(forSdk, calls), tryLater);

  /** Puts a call into the queue of `sdk.js`. */
  const delegate = (command: SdkCall[0], ...args: unknown[]) =>
    new Promise((resolve) => {
      if (calls[MAX_CALLS]) calls.shift();
      if ((calls.push([command, args, resolve]) < 2 && session) || command === "doctor") carryOut();
    });

  /** @param pageVisit of this page, for a session that continues on it */
  const begin = (pageVisit?: EmbedHost["pageVisit"]) => {
    if (session) return;
    session = Object.assign(new AbortController(), {
      settings,
      propertyUrl,
      launcher,
      visitors,
      events,
      show,
      pageVisit,
      known,
    });
    if (!pageVisit) visited = "";
    if (IS_FULL && settings.preview) return show(true);
    if (IS_FULL && (settings.domain || settings.handOver)) {
      const host: EmbedHost = session;
      host.isJoining = true;
      importPart<AcrossHostsModule>("across-hosts")
        .then((joinHosts) => joinHosts(host))
        .catch(() => undefined) // if it cannot be loaded, this host has a visitor of its own
        .then(() => {
          if (host.signal.aborted) return;
          host.isJoining = false;
          host.visitors.issue();
          if (isOpen) load();
        });
    } else visitors.issue();
  };

  const end = () => {
    session?.abort();
    session = null;
    isOpen = false;
  };

  const load = () => {
    const host = session;
    if (!host || (IS_FULL && host.isJoining)) return; // nothing is loaded before consent
    host.panel ??= Promise.all([
      importPart<PanelModule>("panel"),
      importPart<LocaleModule>(settings.language),
      showsChat(visitors.read()) ? undefined : importPart<FormViewModule>("form-view"),
    ]).then(
      ([mount, ...parts]) => mount(host, ...parts),
      () => {
        tryLater(); // the browser has put the failure into the console
        host.panel = undefined;
        return undefined;
      },
    );
    host.panel.then((panel) => panel?.show(isOpen));
  };

  const show = (open: boolean) => {
    if (open === isOpen) return;
    begin();
    isOpen = open;
    launcher.style.opacity = open ? ".6" : "1"; // the click has an effect at once, even if the panel loads slowly
    load();
    watch(); // not when the pointer arrives: the launcher might move away from under it
  };

  /** Loads what keeps the widget in the page and usable. Tried once: without it the launcher works too. */
  const watch = () => {
    watched ??= importPart<PageWatchModule>("page-watch").then(
      (watchPage) => watchPage(launcher, events, settings, restart, lifetime),
      () => undefined, // the browser has put the failure into the console
    );
  };

  const onEvent = (event: Event & StorageEvent & PageTransitionEvent) => {
    if (session && !(IS_FULL && settings.preview) && visitors.checkStorage(event)) end();
    if (event.persisted) visited = "";
    if (failures) load();
    if (!element.isConnected) place();
    if (event.composedPath().includes(launcher)) show(true);
    if (settings.launcher && (event.target as Partial<Element>).closest?.(settings.launcher)) {
      event.preventDefault(); // it may be a link, for browsers without script
      show(!isOpen);
    }
  };

  /** Adds the listeners that are not there. */
  const listen = () => {
    launcher.onpointerenter = launcher.onfocus = load;
    // at the window, because the focus trap of a modal stops clicks at the document
    for (const type of "storage click online DOMContentLoaded pageshow pagehide".split(" "))
      addEventListener(type, onEvent as never, { capture: true, signal: events });
  };

  /** Adds the widget to the page. It is called again as soon as the page is ready for it. */
  const place = () => homeOf()?.append(element);

  /** Adds the listeners that `document.open` has removed, and continues the session with the panel drawn anew. */
  const restart = () => {
    const before = session;
    const wasOpen = isOpen;
    end();
    listen();
    if (before) begin(before.pageVisit);
    show(wasOpen);
  };

  const forSdk: EmbedForSdk = {
    session: () => session,
    settings,
    launcher,
    events,
    restart,
    warn,
    sideOf,
    labelFor,
  };

  /** Shows or hides the launcher and the panel. */
  const setHidden = (display: string) => element.style.setProperty("display", display, "important");

  // TypeScript cannot type a call by a name in a table of functions
  const call = (command: keyof FoyerCommands, ...args: never[]) =>
    // an unknown name must not keep the calls after it from being carried out
    (foyer[command] as undefined | ((...args: never[]) => unknown))?.(...args);
  const commands = {
    property: settings.property,
    open: () => show(true),
    close: () => show(false),
    toggle: () => show(!isOpen),
    show: () => setHidden(""),
    hide() {
      show(false);
      setHidden("none");
    },
    // visitorIdOf, inlined for size
    visitor: () =>
      session && !(IS_FULL && session.isJoining) ? session.visitors.issue().slice(0, 17) : null,
    available: () => known.available ?? null,
    unread: () => known.count ?? 0,
    logout() {
      session?.visitors.renew(); // at once, because sites often load another page at once
      delegate("logout");
    },
    consent(answer) {
      if (answer === "granted") begin();
      else {
        end();
        visitors.forget();
      }
    },
    on(event, listener) {
      events.addEventListener(event, listener as EventListener);
      // whoever can listen to it is in a page that is ready
      if (event === "ready") setTimeout(listener, 0, new CustomEvent(event));
      return () => foyer.off(event, listener);
    },
    off: (event, listener) => events.removeEventListener(event, listener as EventListener),
    shutdown() {
      end();
      lifetime.abort();
      clearInterval(timer);
      element.remove();
      removeApi();
    },
  } satisfies Partial<FoyerCommands> & Pick<Foyer, "property">;
  const foyer = Object.assign(call, commands) as unknown as Foyer;
  for (const name of DELEGATED.split(" ") as (typeof calls)[number][0][])
    (foyer as unknown as Record<string, unknown>)[name] = (...args: unknown[]) => delegate(name, ...args);
  listen();
  place();
  installApi(foyer, queue);
  if (settings.consent !== "required" || visitors.read()) begin();
  for (const queued of earlier.q ?? []) call(...queued);
  if (settings.compat) importFile(`${settings.base}compat/${settings.compat}.js`);
}
