import type { EmbedSettings } from "../../shared/property.ts";
import type { VisitReceipt } from "../../shared/visitor.ts";
import type { Foyer, FoyerCommands } from "../api/foyer.ts";
import { drawLauncher } from "./launcher.ts";
import type { Doorway, LocaleModule, PanelModule } from "./panel-host.ts";
import { pageAddress, visitorKeeper } from "./visitor.ts";

/**
 * How long a page must stay before it counts as visited, and how soon a panel that could not be loaded is asked for
 * again while the visitor waits for it, ms.
 */
const PAUSE = 1000;

/** What the script tag may ask for. */
type Tag = Pick<EmbedSettings, "position" | "consent"> & { readonly language?: string };

type Files = [Promise<PanelModule>, Promise<LocaleModule>];

/**
 * Installs the widget in a page: `window.Foyer`, the launcher, and, as far as consent goes (R25), the visitor.
 * Does nothing if it is installed already.
 *
 * @param settings the property's, as the server wrote them into the script
 */
export function start(settings: EmbedSettings): void {
  const earlier = window.Foyer;
  if (earlier?.open) return;
  const { property, preview, files, launcher: names } = settings;
  // while a classic script runs it is the current one; an HTML element, for SVG's scripts have no address of ours
  const script = document.currentScript as HTMLScriptElement;
  const { position, consent, language: wanted } = { ...settings, ...script.dataset } as Tag;
  const base = script.src.split(property)[0] as string; // splitting always gives a first part
  const at = base + property;
  const tag = (wanted || document.documentElement.lang || navigator.language)
    .toLowerCase()
    .split("-")[0] as string;
  const language = names[tag] ? tag : "en";
  const launcher = drawLauncher(settings, position, language);
  const keeper = visitorKeeper(at, !!preview);

  let page = "";
  let shown = false;
  let timer: ReturnType<typeof setTimeout>;
  /** Lives from consent to its denial, or to shutdown. */
  let session: Doorway | null = null;

  const arrive = () => {
    const before = page;
    page = pageAddress();
    if (!session || page === before) return;
    // one that fails is made good by the next, or by the first delivery
    session.visits = keeper.visit(session.signal).catch(() => undefined);
    session.visits
      .then((answer) => answer?.clone().json())
      .catch(() => undefined) // not the server's answer, but a web page of something in between
      .then(
        (receipt?: Partial<VisitReceipt>) =>
          // isWaiting, written out: every visitor pays for this file
          (receipt?.unread || keeper.kept()[49] === "1") && load(),
      );
  };

  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(window.requestIdleCallback ?? setTimeout, PAUSE, arrive, { timeout: PAUSE });
  };

  const begin = () => {
    if (session) return;
    session = Object.assign(new AbortController(), { settings, at, launcher, keeper, show });
    if (preview) return show(true);
    keeper.issue();
    settle();
    addEventListener("popstate", settle, session);
    window.navigation?.addEventListener("currententrychange", settle, session);
  };

  const end = () => {
    session?.abort();
    session = null;
    shown = false;
    clearTimeout(timer);
  };

  const load = () => {
    const doorway = session;
    if (!doorway) return; // nobody loads before consent
    doorway.panel ??= Promise.all(
      ["panel", language].map(async (name) => {
        const file = `${base + files + name}.js`;
        // a module that could not be fetched once can never be imported again, so it is brought into the cache first
        await fetch(file, doorway);
        return import(/* @vite-ignore */ file);
      }) as Files,
    ).then(([{ default: mount }, { default: words }]) => mount(doorway, words));
    doorway.panel.then(
      (panel) => panel.show(shown),
      () => {
        doorway.panel = null;
        if (shown) setTimeout(load, PAUSE);
      },
    );
  };

  const show = (open: boolean) => {
    if (open === shown) return;
    begin();
    shown = open;
    launcher.style.opacity = open ? ".6" : "1"; // so that the click is felt, should the panel take its time
    load();
  };

  const commands: FoyerCommands = {
    open: () => show(true),
    close: () => show(false),
    visitor: () => session && keeper.issue().slice(0, 17), // idOf, written out: every visitor pays for this file
    consent(answer) {
      if (answer === "granted") return begin();
      end();
      keeper.forget();
    },
    on(event, listener) {
      launcher.addEventListener(event, listener as EventListener);
      return () => launcher.removeEventListener(event, listener as EventListener);
    },
    shutdown() {
      end();
      (launcher.parentNode as ShadowRoot).host.remove(); // drawLauncher has put it there
      delete window.Foyer;
    },
  };
  // TypeScript can't follow a call through a table of functions
  const call = (command: keyof FoyerCommands, ...args: never[]) =>
    (commands[command] as (...args: never[]) => unknown)(...args);

  launcher.onclick = commands.open;
  launcher.onpointerenter = launcher.onfocus = load;
  window.Foyer = Object.assign(call, commands) as Foyer;
  if (consent !== "required" || keeper.kept()) begin();
  for (const kept of earlier?.q ?? []) call(...kept);
}
