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
  const { dataset, src } = document.currentScript as HTMLScriptElement;
  const language = (dataset.language || document.documentElement.lang || navigator.language)
    .toLowerCase()
    .split("-")[0] as string;
  return {
    ...settings,
    ...(dataset as TagOptions),
    base: src.split(settings.property)[0] as string, // splitting always gives a first part
    language: settings.launcher[language] ? language : "en",
  };
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
 * Calls back for each page that stays open for a while: this one, and every new address of a single-page site.
 *
 * @param session ends it
 */
function onEachPage(callback: () => void, session: AbortController): void {
  let page = "";
  let timer: ReturnType<typeof setTimeout>;
  const check = () => {
    const before = page;
    page = pageAddress();
    if (page !== before && !session.signal.aborted) callback();
  };
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(window.requestIdleCallback ?? setTimeout, DELAY, check, { timeout: DELAY });
  };
  schedule();
  addEventListener("popstate", schedule, session);
  window.navigation?.addEventListener("currententrychange", schedule, session);
  session.signal.onabort = () => clearTimeout(timer);
}

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
  launcher.onclick = commands.open;
  launcher.onpointerenter = launcher.onfocus = load;
  const call = install(commands);
  if (consent !== "required" || visitors.read()) begin();
  for (const queued of earlier?.q ?? []) call(...queued);
}
