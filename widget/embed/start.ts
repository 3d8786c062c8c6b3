import type { EmbedSettings } from "../../shared/property.ts";
import type { FoyerCommands } from "../api/foyer.ts";
import { INSTALLED, readQueue } from "../api/global-name.ts";
import { createLauncher } from "./launcher.ts";
import { type ImportFile, loadPanel } from "./load-panel.ts";
import { readOptions } from "./options.ts";
import { onEachPage } from "./page-changes.ts";
import type { AcrossHostsModule, PageWatchModule, PanelHost } from "./panel-host.ts";
import { hostOf, placeHost } from "./place-host.ts";
import { installApi, removeApi } from "./public-api.ts";
import { openVisitorStore } from "./visitor.ts";
import { isPending } from "./visitor-record.ts";
import { warn } from "./warn.ts";

/**
 * Installs the widget in a page: `window.Foyer`, the launcher and, as far as consent allows (R25), the visitor. Does
 * nothing if it is installed already.
 *
 * @param settings of the property, as the server writes them into the script
 * @param importFile how the panel's scripts are loaded
 */
export function start(settings: EmbedSettings, importFile: ImportFile): void {
  const { property, preview, files, domain, handOver } = settings;
  const earlier = window[INSTALLED] ?? readQueue() ?? {};
  if (earlier.open) {
    if (earlier.property !== property) warn(`${property} not added: ${earlier.property} is`);
    return;
  }
  const options = readOptions(settings, earlier);
  const { consent, base, language, theme, ownLauncher } = options;
  if (!base) return;
  const propertyUrl = base + property;
  const events = new EventTarget();
  const visitors = openVisitorStore(propertyUrl, !!preview, domain);
  let isOpen = false;
  /** From consent to shutdown or a denied consent. */
  let session: PanelHost | null = null;
  let launcher: HTMLButtonElement;
  /** Ends with the launcher. */
  let lifetime: AbortController;
  /** The session to come, while the visitor of the site's other hosts is being found; later the same one. */
  let begun: PanelHost | null = null;

  /** @param pageVisit of this page, for a session that continues on it */
  const begin = async (pageVisit?: PanelHost["pageVisit"]) => {
    if (begun) return;
    const data = { settings, propertyUrl, launcher, visitors, theme, events, show, pageVisit };
    const host: PanelHost = Object.assign(new AbortController(), data);
    begun = host;
    if (preview) {
      session = host;
      return show(true);
    }
    visitors.watch(host, end);
    if (domain || handOver) {
      const file = importFile(`${base + files}across-hosts.js`) as Promise<AcrossHostsModule>;
      // if it cannot be loaded, this host has a visitor of its own
      await file.then((module) => module.default(host)).catch(() => 0);
      if (host.signal.aborted) return;
    }
    session = host;
    host.visitors.issue();
    const onPage = () => {
      // without an answer, the next visit or the first delivery registers the visitor
      host.pageVisit = host.visitors
        .visit(host.signal)
        .then((answer) => answer.json())
        .catch(() => undefined);
      host.pageVisit.then((receipt) => (receipt?.unread || isPending(visitors.read())) && load());
      watch();
    };
    onEachPage(onPage, host, !!pageVisit);
    if (pageVisit) watch();
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
    host.panel ??= loadPanel(host, base + files, language, importFile);
    host.panel.then((panel) => panel.show(isOpen));
  };

  const show = (open: boolean) => {
    if (open === isOpen) return;
    begin();
    isOpen = open;
    launcher.style.opacity = open ? ".6" : "1"; // the click has an effect at once, even if the panel loads slowly
    load();
  };

  /** Tried once for each page: without it the launcher works too. */
  const watch = () => {
    const { signal } = lifetime;
    const file = importFile(`${base + files}page-watch.js`) as Promise<PageWatchModule>;
    file.then(
      (module) => module.default(launcher, { events, ownLauncher }, redraw, signal),
      () => undefined, // the browser has put the failure into the console
    );
  };

  /** Draws a launcher in place of one whose listeners `document.open` has removed, and continues the session. */
  const redraw = () => {
    const [wasOpen, before] = [isOpen, session];
    end();
    lifetime.abort();
    draw();
    if (before) begin(before.pageVisit);
    show(wasOpen);
  };

  const draw = () => {
    lifetime = new AbortController();
    launcher = createLauncher(settings, options);
    launcher.onclick = commands.open;
    launcher.onpointerenter = launcher.onfocus = load;
    const { signal } = lifetime;
    const onClick = (event: Event) => {
      if (!(event.target instanceof Element && event.target.closest(`${ownLauncher}`))) return;
      event.preventDefault(); // it may be a link, for browsers without script
      show(!isOpen);
    };
    if (ownLauncher) addEventListener("click", onClick, { capture: true, signal });
    placeHost(hostOf(launcher), signal);
  };

  const commands: FoyerCommands = {
    open: () => show(true),
    close: () => show(false),
    visitor: () => (session ? session.visitors.issue().slice(0, 17) : null), // visitorIdOf, inlined for size
    consent(answer) {
      if (answer === "granted") return void begin();
      end();
      visitors.forget();
    },
    on(event, listener) {
      events.addEventListener(event, listener as EventListener);
      return () => events.removeEventListener(event, listener as EventListener);
    },
    offset(offset) {
      for (const [axis, distance] of Object.entries(offset))
        hostOf(launcher).style.setProperty(`--foyer-${axis}`, `${distance}px`);
    },
    shutdown() {
      end();
      lifetime.abort();
      hostOf(launcher).remove();
      removeApi();
    },
  };
  draw();
  const call = installApi(commands, property);
  if (consent !== "required" || visitors.read()) begin();
  for (const queued of earlier.q ?? []) call(...queued);
}
