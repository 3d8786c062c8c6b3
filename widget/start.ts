import type { EmbedSettings } from "../shared/property.ts";
import type { Foyer, FoyerCall, FoyerCommands } from "./api/foyer.ts";
import type { Doorway, LocaleModule, Panel, PanelModule } from "./contract.ts";
import { drawLauncher } from "./launcher.ts";
import { ID, keyOf, WAITING } from "./record.ts";
import { pageAddress, visitorKeeper } from "./visitor.ts";

/** How soon a panel that could not be loaded is asked for again, while the visitor waits for it, ms. */
const RELOAD = 2000;
/** How long a page must stay before it counts as visited, ms. */
const SETTLED = 500;

/**
 * Installs the widget in a page: `window.Foyer`, the launcher, and, as far as consent goes (R25), the visitor.
 * Does nothing if it is installed already.
 *
 * @param settings the property's, as the server wrote them into the script
 */
export function start(settings: EmbedSettings): void {
  const earlier = window.Foyer;
  if (earlier?.open) return;
  const { property, preview, locales } = settings;
  // it is an HTML element: SVG's scripts have no address of ours. Tools that run scripts from text leave it to be found
  const script = (document.currentScript ??
    document.querySelector(`[src*="${property}.js"]`)) as HTMLScriptElement;
  const { position = settings.position, consent = settings.consent, language: wanted } = script.dataset;
  const base = script.src.split(property)[0] as string; // splitting always gives a first part
  const at = base + property;
  const tag = (wanted || document.documentElement.lang || navigator.language)
    .toLowerCase()
    .split("-")[0] as string;
  const language = locales[tag] ? tag : "en";
  const [host, launcher] = drawLauncher(settings, position, language);
  const memory = {};
  const keeper = visitorKeeper(at, keyOf(property), () => (preview ? memory : localStorage));

  let page = "";
  let loading: Promise<Panel> | null = null;
  let shown = false;
  let timer: ReturnType<typeof setTimeout>;
  /** Some browsers remember a module that failed by its address, so that the next try needs another one. */
  let retry = "";
  /** Lives from consent to its denial, or to shutdown. */
  let session: AbortController | null = null;
  let doorway: Doorway;

  const arrive = () => {
    if (!session || page === pageAddress()) return;
    page = pageAddress();
    doorway.visited = keeper.register(session.signal).catch(() => undefined); // the next visit, or the first delivery, does
    if (keeper.issue()[WAITING]) load();
  };

  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(window.requestIdleCallback ?? setTimeout, SETTLED, arrive);
  };

  const begin = () => {
    if (session) return;
    session = new AbortController();
    doorway = { settings, at, position, launcher, keeper, show, signal: session.signal };
    if (preview) return show(true);
    keeper.issue();
    settle();
    addEventListener("popstate", settle, session);
    window.navigation?.addEventListener("currententrychange", settle, session);
  };

  const end = () => {
    session?.abort();
    session = loading = null;
    shown = launcher.hidden = false;
    clearTimeout(timer);
  };

  const load = () => {
    loading ??= Promise.all([
      import(/* @vite-ignore */ base + settings.panel + retry) as Promise<PanelModule>,
      import(/* @vite-ignore */ base + locales[language] + retry) as Promise<LocaleModule>,
    ]).then(([{ mount }, { default: words }]) => mount(doorway, words));
    loading.then(
      (panel) => panel.show(shown),
      () => {
        loading = null;
        retry += "#";
        if (shown) timer = setTimeout(load, RELOAD);
      },
    );
  };

  const show = (open: boolean) => {
    if (open === shown) return;
    begin();
    shown = open;
    launcher.ariaBusy = `${open}`;
    load();
  };

  const commands: FoyerCommands = {
    open: () => show(true),
    close: () => show(false),
    toggle: () => show(!shown),
    visitor: () => session && keeper.issue()[ID],
    consent(answer) {
      if (answer === "granted") return begin();
      end();
      keeper.forget();
    },
    on(event, listener) {
      host.addEventListener(event, listener as EventListener);
      return () => host.removeEventListener(event, listener as EventListener);
    },
    shutdown() {
      end();
      host.remove();
      delete window.Foyer;
    },
  };
  // TypeScript can't follow a call through a table of functions
  const call = (...[command, ...args]: FoyerCall) =>
    (commands[command] as (...args: never[]) => unknown)(...args);

  launcher.onclick = commands.open;
  launcher.onpointerenter = launcher.onfocus = () => session && load();
  window.Foyer = Object.assign(call, commands) as Foyer;
  if (consent !== "required" || keeper.known()) begin();
  for (const kept of earlier?.q ?? []) call(...kept);
}
