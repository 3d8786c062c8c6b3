import type { EmbedSettings } from "../../shared/property.ts";
import type { Foyer, FoyerCommands } from "../api/foyer.ts";
import { INSTALLED, readQueue } from "../api/global-name.ts";
import { createLauncher } from "./launcher.ts";
import { isMisplaced } from "./misplaced.ts";
import { readOptions } from "./options.ts";
import { onEachPage } from "./page-changes.ts";
import type {
  AcrossHostsModule,
  FormViewModule,
  LocaleModule,
  PageWatchModule,
  PanelHost,
  PanelModule,
} from "./panel-host.ts";
import { placeHost } from "./place-host.ts";
import { installApi, removeApi } from "./public-api.ts";
import { openVisitorStore } from "./visitor.ts";
import { isPending, showsChat } from "./visitor-record.ts";
import { warn } from "./warn.ts";

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
  propertySettings: EmbedSettings,
  importFile: (address: string) => Promise<unknown>,
): void {
  const { property } = propertySettings;
  const earlier = window[INSTALLED] ?? readQueue() ?? {};
  if (earlier.open) {
    if (earlier.property !== property) warn(`${property} not added: ${earlier.property} is`);
    return;
  }
  const settings = readOptions(propertySettings, earlier);
  const { base, ownLauncher, preview, domain } = settings;
  if (!base) return;
  const propertyUrl = base + property;
  const visitors = openVisitorStore(propertyUrl, preview, domain);
  const launcher = createLauncher(settings);
  const element = (launcher.getRootNode() as ShadowRoot).host as HTMLElement; // it is created in one
  const events = new EventTarget();
  /** Ends with the launcher. */
  const lifetime = new AbortController();
  let isOpen = false;
  /** The session to come, while the visitor of the site's other hosts is being found; later the same one. */
  let begun: PanelHost | null = null;
  /** From consent to shutdown or a denied consent. */
  let session: PanelHost | null = null;
  /** How often the panel could not be loaded. */
  let failures = 0;
  /** The seconds until it is tried again. */
  let wait = 0;
  let watched: Promise<void> | undefined;

  /**
   * Imports what a script exports. A browser remembers by its address that a module failed, and also that one of its
   * imports did. So every further attempt has a folder of its own, which the server answers alike. A file that was cut
   * off after a whole statement loads, and exports nothing.
   */
  const importPart = async <M extends { default: unknown }>(name: string): Promise<M["default"]> => {
    const file = await importFile(`${base}${settings.files}${failures ? `${failures}/` : ""}${name}.js`);
    return (file as Partial<M>).default ?? Promise.reject();
  };

  /** @param pageVisit of this page, for a session that continues on it */
  const begin = async (pageVisit?: PanelHost["pageVisit"]) => {
    if (begun) return;
    const data = { settings, propertyUrl, launcher, visitors, events, show, pageVisit };
    const host: PanelHost = Object.assign(new AbortController(), data);
    begun = host;
    if (preview) {
      session = host;
      return show(true);
    }
    visitors.watch(host, end);
    if (domain || settings.handOver)
      await importPart<AcrossHostsModule>("across-hosts")
        .then((joinHosts) => joinHosts(host))
        .catch(() => 0); // if it cannot be loaded, this host has a visitor of its own
    if (host.signal.aborted) return;
    session = host;
    host.visitors.issue();
    const onPage = () => {
      // in the top layer, no `transform`, `filter` or `z-index` of the page has an effect
      if (!element.popover && element.isConnected) {
        element.popover = "manual";
        element.showPopover?.();
      }
      // without an answer, the next visit or the first delivery registers the visitor
      host.pageVisit = host.visitors
        .visit(host.signal)
        .then((answer) => answer.json())
        .catch(() => undefined);
      host.pageVisit.then((receipt) => (receipt?.unread || isPending(visitors.read())) && load());
    };
    const onSecond = () => {
      if (!--wait) retry();
      if (!watched && isMisplaced(element, launcher)) watch();
    };
    onEachPage(onPage, onSecond, host, pageVisit);
    addEventListener("online", retry, host);
    if (isOpen) load();
  };

  const end = () => {
    begun?.abort();
    begun = session = null;
    isOpen = false;
  };

  const load = () => {
    const host = session;
    if (!host) return; // nothing is loaded before consent
    host.panel ??= Promise.all([
      importPart<PanelModule>("panel"),
      importPart<LocaleModule>(settings.language),
      showsChat(visitors.read()) ? undefined : importPart<FormViewModule>("form-view"),
    ]).then(
      ([mount, words, createFormView]) =>
        host.signal.aborted ? undefined : mount(host, words, createFormView),
      () => {
        wait = Math.min(++failures, LONGEST_WAIT); // the browser has put the failure into the console
        host.panel = undefined;
        return undefined;
      },
    );
    host.panel.then((panel) => panel?.show(isOpen));
  };

  const retry = () => {
    if (failures && !session?.panel) load();
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
      (watchPage) => watchPage(launcher, events, ownLauncher, restart, lifetime),
      () => undefined, // the browser has put the failure into the console
    );
  };

  const listen = () => {
    launcher.onpointerenter = launcher.onfocus = load;
    const onClick = (event: Event) => {
      if (event.composedPath().includes(launcher)) show(true);
      if (!ownLauncher || !(event.target as Partial<Element>).closest?.(ownLauncher)) return;
      event.preventDefault(); // it may be a link, for browsers without script
      show(!isOpen);
    };
    // at the window, because the focus trap of a modal stops clicks at the document
    addEventListener("click", onClick, { capture: true, signal: lifetime.signal });
  };

  /** Adds the listeners that `document.open` has removed, and continues the session. */
  const restart = () => {
    const before = session;
    const wasOpen = isOpen;
    end();
    listen();
    if (before) begin(before.pageVisit);
    show(wasOpen);
  };

  // TypeScript cannot type a call by a name in a table of functions
  const call = (command: keyof FoyerCommands, ...args: never[]) =>
    (foyer[command] as (...args: never[]) => unknown)(...args);
  const commands: FoyerCommands & Pick<Foyer, "property"> = {
    property,
    open: () => show(true),
    close: () => show(false),
    visitor: () => session?.visitors.issue().slice(0, 17) ?? null, // visitorIdOf, inlined for size
    consent(answer) {
      if (answer === "granted") begin();
      else {
        end();
        visitors.forget();
      }
    },
    on(event, listener) {
      events.addEventListener(event, listener as EventListener);
      return () => events.removeEventListener(event, listener as EventListener);
    },
    offset(offset) {
      for (const [axis, distance] of Object.entries(offset))
        element.style.setProperty(`--foyer-${axis}`, `${distance}px`);
    },
    shutdown() {
      end();
      lifetime.abort();
      element.remove();
      removeApi();
    },
  };
  const foyer = Object.assign(call, commands) as Foyer;
  listen();
  placeHost(element, lifetime);
  installApi(foyer);
  if (settings.consent !== "required" || visitors.read()) begin();
  for (const queued of earlier.q ?? []) call(...queued);
}
