import type { EmbedSettings } from "../../shared/property.ts";
import type { Foyer, FoyerCommands } from "../api/foyer.ts";
import { addLauncher } from "./launcher.ts";
import type { LocaleModule, Panel, PanelHost, PanelModule } from "./panel-host.ts";
import { openVisitorStore, pageAddress } from "./visitor.ts";
import { isPending } from "./visitor-record.ts";

/**
 * How long a page must stay open before it counts as visited, and the wait before a panel that could not be loaded is
 * loaded again, ms.
 */
const DELAY = 1000;

/** The settings that attributes of the script tag override. */
type TagOptions = Pick<EmbedSettings, "position" | "consent"> & { readonly language?: string };

/** The settings with the options of the script tag, the address of the server's files, and the widget's language. */
function readOptions(settings: EmbedSettings) {
  // while a classic script runs it is the current one; an HTML element, because an SVG script has no `src` of ours
  const script = document.currentScript as HTMLScriptElement;
  const options: EmbedSettings & TagOptions = { ...settings, ...script.dataset };
  const base = script.src.split(settings.property)[0] as string; // splitting always gives a first part
  const tag = (options.language || document.documentElement.lang || navigator.language)
    .toLowerCase()
    .split("-")[0] as string;
  return { ...options, base, language: settings.launcher[tag] ? tag : "en" };
}

/** Loads the panel and a locale from a folder on the server, and mounts the panel. */
async function loadPanel(host: PanelHost, folder: string, language: string): Promise<Panel> {
  const [{ default: mount }, { default: words }] = await Promise.all(
    ["panel", language].map(async (name) => {
      const file = `${folder + name}.js`;
      // a module that failed to load can never be imported again, so it is fetched into the cache first
      await fetch(file, host);
      return import(/* @vite-ignore */ file);
    }) as [Promise<PanelModule>, Promise<LocaleModule>],
  );
  return mount(host, words);
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

  let page = "";
  let isOpen = false;
  let timer: ReturnType<typeof setTimeout>;
  /** From consent to shutdown or a denied consent. */
  let session: PanelHost | null = null;

  const registerVisit = () => {
    const before = page;
    page = pageAddress();
    if (!session || page === before) return;
    // after a failure, the next visit or the first delivery registers the visitor
    session.pageVisit = visitors.visit(session.signal).catch(() => undefined);
    // 202: an agent has written
    session.pageVisit.then((answer) => (answer?.status === 202 || isPending(visitors.read())) && load());
  };

  const scheduleVisit = () => {
    clearTimeout(timer);
    timer = setTimeout(window.requestIdleCallback ?? setTimeout, DELAY, registerVisit, { timeout: DELAY });
  };

  const begin = () => {
    if (session) return;
    session = Object.assign(new AbortController(), { settings, propertyUrl, launcher, visitors, show });
    if (preview) return show(true);
    visitors.issue();
    scheduleVisit();
    addEventListener("popstate", scheduleVisit, session);
    window.navigation?.addEventListener("currententrychange", scheduleVisit, session);
  };

  const end = () => {
    session?.abort();
    session = null;
    isOpen = false;
    clearTimeout(timer);
  };

  const load = () => {
    const host = session;
    if (!host) return; // nothing is loaded before consent
    host.panel ??= loadPanel(host, base + files, language);
    host.panel.then(
      (panel) => panel.show(isOpen),
      () => {
        host.panel = null;
        if (isOpen) setTimeout(load, DELAY);
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
  // TypeScript cannot type a call by a name in a table of functions
  const call = (command: keyof FoyerCommands, ...args: never[]) =>
    (commands[command] as (...args: never[]) => unknown)(...args);

  launcher.onclick = commands.open;
  launcher.onpointerenter = launcher.onfocus = load;
  window.Foyer = Object.assign(call, commands) as Foyer;
  if (consent !== "required" || visitors.read()) begin();
  for (const queued of earlier?.q ?? []) call(...queued);
}
