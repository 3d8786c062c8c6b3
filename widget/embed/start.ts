import type { EmbedSettings } from "../../shared/property.ts";
import type { Foyer, FoyerCommands } from "../api/foyer.ts";
import { addLauncher } from "./launcher.ts";
import { loadPanel } from "./load-panel.ts";
import { readOptions } from "./options.ts";
import { onEachPage } from "./page-changes.ts";
import type { PanelHost } from "./panel-host.ts";
import { openVisitorStore } from "./visitor.ts";
import { isPending } from "./visitor-record.ts";

/** The wait before a panel that could not be loaded is loaded again, ms. */
const RELOAD_DELAY = 1000;

/** Installs the commands as `window.Foyer`. @returns a function that calls one by its name */
function install(commands: FoyerCommands) {
  // TypeScript cannot type a call by a name in a table of functions
  const call = (command: keyof FoyerCommands, ...args: never[]) =>
    (commands[command] as (...args: never[]) => unknown)(...args);
  window.Foyer = Object.assign(call, commands) as Foyer;
  return call;
}

/**
 * Installs the widget in a page: `window.Foyer`, the launcher and, as far as consent allows (R25), the visitor. Does
 * nothing if it is installed already.
 *
 * @param settings of the property, as the server writes them into the script
 */
export function start(settings: EmbedSettings): void {
  const earlier = window.Foyer;
  if (earlier?.open) return;
  const { property, preview, files, position, consent, base, language } = readOptions(settings);
  const propertyUrl = base + property;
  const launcher = addLauncher(settings, position, language);
  const visitors = openVisitorStore(propertyUrl, !!preview);
  let isOpen = false;
  /** From consent to shutdown or a denied consent. */
  let session: PanelHost | null = null;

  const begin = () => {
    if (session) return;
    const data = { settings, propertyUrl, launcher, visitors, show };
    const host: PanelHost = Object.assign(new AbortController(), data);
    session = host;
    if (preview) return show(true);
    visitors.issue();
    onEachPage(() => {
      // without an answer, the next visit or the first delivery registers the visitor
      host.pageVisit = visitors
        .visit(host.signal)
        .then((answer) => answer.json())
        .catch(() => undefined);
      host.pageVisit.then((receipt) => (receipt?.unread || isPending(visitors.read())) && load());
    }, host);
  };

  const end = () => {
    session?.abort();
    session = null;
    isOpen = false;
  };

  const load = () => {
    const host = session;
    if (!host) return; // nothing is loaded before consent
    host.panel ??= loadPanel(host, base + files, language);
    host.panel.then(
      (panel) => panel.show(isOpen),
      () => {
        host.panel = null;
        if (isOpen) setTimeout(load, RELOAD_DELAY);
      },
    );
  };

  const show = (open: boolean) => {
    if (open === isOpen) return;
    begin();
    isOpen = open;
    launcher.style.opacity = open ? ".6" : "1"; // the click has an effect at once, even if the panel loads slowly
    load();
  };

  const commands: FoyerCommands = {
    open: () => show(true),
    close: () => show(false),
    visitor: () => session && visitors.issue().slice(0, 17), // visitorIdOf, inlined for size
    consent(answer) {
      if (answer === "granted") return begin();
      end();
      visitors.forget();
    },
    on(event, listener) {
      launcher.addEventListener(event, listener as EventListener);
      return () => launcher.removeEventListener(event, listener as EventListener);
    },
    shutdown() {
      end();
      (launcher.parentNode as ShadowRoot).host.remove(); // addLauncher has put it there
      delete window.Foyer;
    },
  };
  launcher.onclick = commands.open;
  launcher.onpointerenter = launcher.onfocus = load;
  const call = install(commands);
  if (consent !== "required" || visitors.read()) begin();
  for (const queued of earlier?.q ?? []) call(...queued);
}
