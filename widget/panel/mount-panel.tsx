/** @jsxRuntime classic */
/** @jsx h */

import type { FoyerEvents } from "../api/foyer.ts";
import { RIGHT_TO_LEFT } from "../embed/launcher.ts";
import type { Doorway, Panel } from "../embed/panel-host.ts";
import type { Desk } from "../form/form-controller.ts";
import type { Words } from "../locales/words.ts";
import { type Event, emptyForm, reduce, type State } from "../state/panel-state.ts";
import { keep, keepDraft, readKept } from "../state/persisted-state.ts";
import { App } from "./App.tsx";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { h, render } from "./dom.ts";
import { followViewport, guardKeys, startFocus } from "./focus.ts";
import css from "./panel.css?inline";
import type { Actions, Later, View } from "./view.ts";

/** How long what is known of the availability holds, ms. */
const AVAILABILITY_HOLDS = 30_000;
/** Up to so many pixels wide or, on a phone, high the panel covers the page. */
const NARROW = 480;
/** How soon the desk is sent for again if there is no network, ms. */
const RELOAD = 2000;

/** Puts the panel beside the launcher, closed, and sends for the desk. */
export default function mount(doorway: Doorway, words: Words): Panel {
  const { settings, at, launcher, keeper, signal } = doorway;
  signal.throwIfAborted(); // it may have ended while this was on its way
  const root = launcher.getRootNode() as ShadowRoot; // the embed has put it there
  const { known, draft, talk, shown } = readKept(keeper);
  const container = document.createElement("div");
  let viewport = new AbortController();
  let trap = "";
  let later: Later | null = null;
  let state: State = {
    open: false,
    available: settings.available,
    storage: "disk",
    known,
    screen: talk ? { at: "chat" } : emptyForm(settings.available, 0),
    chat: null,
  };
  /** On wide screens an open chat is open on the next page too, without taking the keyboard. */
  let quiet = !!talk && shown && Math.min(innerWidth, innerHeight) > NARROW;

  const emit = <E extends keyof FoyerEvents>(event: E, detail: FoyerEvents[E]) =>
    launcher.dispatchEvent(new CustomEvent(event, { detail }));

  let askedAt = 0;

  /** Asks the server whether somebody is there. Answers whether there is a server to ask. */
  async function ask(): Promise<boolean> {
    try {
      const { available } = await (await fetch(`${at}/availability`, { signal })).json();
      askedAt = Date.now();
      if (typeof available === "boolean") dispatch({ kind: "availability", available });
      return true;
    } catch {
      return signal.aborted; // offline, or somebody else answers: what is known stays
    }
  }

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, RELOAD);
      signal.addEventListener("abort", () => clearTimeout(timer));
    });

  /**
   * Fetches what comes later, as often as it takes. Some browsers remember a module that failed by its address, so
   * every further try is under another one.
   */
  async function fetchLater(tries: string): Promise<typeof import("./chat-bundle.ts")> {
    while (!settings.preview && !(await ask())) await pause();
    try {
      return await (tries
        ? import(/* @vite-ignore */ `./chat-bundle.js${tries}`)
        : import("./chat-bundle.ts"));
    } catch {
      await pause(); // the line was cut in between
      return fetchLater(`${tries}#`);
    }
  }

  async function furnish(): Promise<Desk> {
    const module = await fetchLater("");
    if (signal.aborted) return new Promise(() => undefined);
    const { desk, talk, resumed } = module.furnish(doorway, { state: () => state, dispatch, emit });
    later = { ...module, talk, scroll: module.keepScroll(talk) };
    draw();
    await resumed;
    return desk;
  }

  const furnished = furnish();
  const atDesk = (job: (desk: Desk) => unknown) => furnished.then(job);

  const actions: Actions = {
    type(field, answer) {
      dispatch({ kind: "typed", field, answer });
      if (state.screen.at === "form") keepDraft(keeper, state.screen, "");
      atDesk((desk) => desk.typed(field));
    },
    leave: (field) => atDesk((desk) => desk.left(field)),
    send: () => atDesk((desk) => desk.send(trap)),
    again: () => atDesk((desk) => desk.again()),
    discard: (delivery) => atDesk((desk) => desk.discard(delivery)),
    forget: () => atDesk((desk) => desk.forget()),
    trap(text) {
      trap = text;
    },
    open: () => doorway.show(true),
    close: () => doorway.show(false),
  };

  function draw(): void {
    const view: View = {
      state,
      words,
      settings,
      side: launcher.style.left ? "left" : "right",
      locale: launcher.lang,
      dir: launcher.lang === RIGHT_TO_LEFT ? "rtl" : "ltr",
      actions,
      later,
    };
    render(state.open ? <App {...view} /> : later && <later.Beside {...view} later={later} />, container);
  }

  function dispatch(event: Event): void {
    const before = state;
    state = reduce(state, event);
    if (state === before) return;
    const inside = before.open && !state.open && root.activeElement;
    draw();
    if (state.open !== before.open) turn(inside);
    else if (state.open) startFocus(container, state.screen, before.screen);
  }

  /** Gives the place in the corner to the panel or back to the launcher, and the focus with it. */
  function turn(inside: Element | false | null): void {
    const { open } = state;
    launcher.hidden = open;
    launcher.style.opacity = "1";
    viewport.abort();
    viewport = new AbortController();
    if (open) {
      followViewport(container, viewport.signal);
      if (!quiet) startFocus(container, state.screen, null);
      atDesk((desk) => desk.opened());
      if (askedAt && Date.now() - askedAt > AVAILABILITY_HOLDS) ask();
    } else if (inside || document.activeElement === document.body) launcher.focus();
    later?.talk.turned();
    quiet = false;
    keep(keeper, { shown: open });
    emit(open ? "open" : "close", null);
  }

  const sheet = new CSSStyleSheet();
  // the colour scheme stands here, for the builder writes a longer rule for it
  sheet.replaceSync(
    `.panel{color-scheme:light dark;--brand:${settings.accent};--on-fill:${settings.onAccent}}${css}`,
  );
  root.adoptedStyleSheets = [sheet];
  root.append(container);
  launcher.style.opacity = "1";
  const guard = guardKeys(container, root, actions.close);
  for (const type of ["keydown", "keyup", "keypress"] as const) container.addEventListener(type, guard);
  if (draft) dispatch({ kind: "restored", draft });
  if (quiet) doorway.show(true);
  signal.addEventListener("abort", () => {
    viewport.abort();
    launcher.hidden = false;
    render(null, container);
    container.remove();
    root.adoptedStyleSheets = [];
  });

  return {
    show(open) {
      if (!signal.aborted && open !== state.open)
        dispatch(open ? { kind: "opened", now: Date.now() } : { kind: "closed" });
    },
  };
}
