import { render } from "preact";
import type { EmbedSettings } from "../../shared/property.ts";
import { drawForm } from "../../shared/rules/draw-form.ts";
import { isRightToLeft } from "../../shared/rules/locale-tags.ts";
import type { EmitEvent } from "../api/foyer.ts";
import type { EmbedHost, Panel, PanelHost } from "../embed/panel-host.ts";
import { visitorIdOf } from "../embed/visitor-record.ts";
import type { FormWords } from "../locales/words.ts";
import { emptyForm, type PanelState, type Screen } from "../state/panel-state.ts";
import { createPanelStore } from "../state/panel-store.ts";
import { openPersistedState, type PersistedState, restoreDraft } from "../state/persisted-state.ts";
import { App } from "./App.tsx";
import { createAvailabilityCheck } from "./availability.ts";
import type { Controllers } from "./controllers.ts";
import { moveFocus } from "./focus.ts";
import { followPage } from "./follow-page.ts";
import { createPartLoader } from "./load-part.ts";
import type { ChatParts, CreateFormView, NoChatParts, NoFormView } from "./loaded-parts.ts";
import css from "./panel.css?inline";
import type { Part } from "./part.ts";
import { addStyleSheet } from "./style-sheet.ts";
import type { FormParts, FormView, PanelEnvironment } from "./view.ts";

// the parts share these, and may import no file but this one (load-part.ts)
export { wordingIn } from "../../shared/rules/form-fields.ts";
export { formDefinition } from "../form/form-definition.ts";
export { fill } from "../locales/words.ts";
export { fitToText } from "./fit-to-text.ts";

/** The chat, and all that sends: it is loaded while the visitor looks at the form, or at once for a chat. */
const CHAT_BUNDLE: Part<typeof import("./chat-bundle.ts")> = {
  name: "chat-bundle",
  load: () => import("./chat-bundle.ts"),
};

/** The part that draws a form. The embed loads it with the panel unless the panel opens with the chat. */
const FORM_VIEW: Part<typeof import("./form-view.tsx")> = {
  name: "form-view",
  load: () => import("./form-view.tsx"),
};

/** The part that submits a form. */
const FORM_PART: Part<typeof import("../form/form-part.ts")> = {
  name: "form-part",
  load: () => import("../form/form-part.ts"),
};

/** At most this wide or, on a phone, this high, the panel covers the page, pixels. */
const NARROW = 480;

/** The initial state of a panel: closed, with the unfinished form or else the chat of the last page. */
function initialState(
  { settings, known }: PanelHost,
  { known: answers, chat, draft }: PersistedState,
): PanelState {
  const isAvailable = known?.available ?? !!settings.available;
  const form = emptyForm(isAvailable, 0);
  let screen: Screen = chat ? { kind: "chat" } : form;
  if (draft) screen = { ...form, ...restoreDraft(draft, performance.now()) };
  return {
    open: false,
    available: isAvailable,
    storage: "disk",
    known: answers,
    screen,
    chat: null,
  };
}

/**
 * Gives the host the settings that came with the texts, and the versions of the forms that the visitor sees. An embed from before
 * an upgrade has all settings itself.
 */
function withSettings(host: EmbedHost, { property }: FormWords): PanelHost {
  const settings = { ...host.settings, ...property } as EmbedSettings;
  const visitor = visitorIdOf(host.visitors.issue());
  const { pre_chat, offline } = settings.forms;
  const forms = {
    pre_chat: drawForm(pre_chat, visitor),
    ...(offline && { offline: drawForm(offline, visitor) }),
  };
  return Object.assign(host, { settings: { ...settings, forms } });
}

/** The settings of the panel, and its place on the page. */
function appearance({
  settings,
  launcher,
}: PanelHost): Pick<PanelEnvironment, "settings" | "side" | "locale" | "dir"> {
  return {
    settings,
    side: launcher.style.left ? "left" : "right",
    locale: launcher.lang,
    dir: isRightToLeft(launcher.lang) ? "rtl" : "ltr",
  };
}

/** Adds the element that the panel is drawn into, with its style sheet, to the launcher's shadow root. */
function addContainer({ settings, signal }: PanelHost, root: ShadowRoot, css: string): HTMLElement {
  const container = document.createElement("div");
  addStyleSheet(
    root,
    `.panel{--brand:var(--foyer-accent,${settings.accent});--on-fill:var(--foyer-on-accent,${settings.onAccent})}${css}`,
    signal,
  );
  root.append(container);
  signal.addEventListener("abort", () => {
    render(null, container);
    container.remove();
  });
  return container;
}

/** Whether the frame and the form are drawn differently. The components of the chat subscribe to what they show. */
const differOutsideChat = ({ chat, ...state }: PanelState, before: PanelState) =>
  Object.entries(state).some(([name, value]) => value !== before[name as keyof PanelState]);

/**
 * Adds the panel, closed, to the launcher's shadow root, and loads the chat bundle.
 *
 * @param embedHost the interface of the embed
 * @param createFormView what draws a form; without it, it is loaded before the first form is shown
 */
export default function mount(
  embedHost: EmbedHost,
  words: FormWords,
  createFormView?: CreateFormView,
): Panel | undefined {
  const { launcher, visitors, signal } = embedHost;
  if (signal.aborted) return; // the widget was removed while this script was loading
  const host = withSettings(embedHost, words);
  const persisted = openPersistedState(visitors);
  const stored = persisted.read();
  const store = createPanelStore(initialState(host, stored));
  const availability = createAvailabilityCheck(host, store);
  const root = launcher.getRootNode() as ShadowRoot; // the embed has put it there
  const openForm = async () => (await chat).openForm();
  let formView: FormView | NoFormView = createFormView?.(store, persisted, openForm) ?? {};
  const container = addContainer(host, root, css + (formView.css ?? ""));
  const adapt = followPage(container, root.host, host.settings, signal);
  /** On wide screens a chat that was open opens on the next page too, without taking the focus. */
  let opensQuietly = !!stored.chat && stored.shown && Math.min(innerWidth, innerHeight) > NARROW;

  const emit: EmitEvent = (event, detail) => {
    // an embed from before an upgrade has no place for the facts
    if (event === "unread" || event === "available") Object.assign(host.known ?? {}, detail);
    host.events.dispatchEvent(new CustomEvent(event, { detail }));
  };

  let parts: ChatParts | NoChatParts = {};
  let formParts: Partial<FormParts> = {};
  const lazily = createPartLoader(host, root, availability.check);
  const ownFormView = lazily(FORM_VIEW, (loaded) => {
    const view = loaded.default(store, persisted, openForm);
    formView = view;
    addStyleSheet(root, view.css, signal);
    draw();
    if (store.state().open) moveFocus(container, store.state().screen, null);
    return view;
  });
  const loadFormView = async () => (formView.FormPage ? formView : ownFormView());
  const loadFormPart = lazily(FORM_PART, (loaded) => {
    formParts = loaded;
    draw();
    return loaded;
  });
  /** A form is submitted, or shown again, only where it can be drawn. */
  const formPart = async () => {
    const [part, view] = await Promise.all([loadFormPart(), loadFormView()]);
    return { ...part, ...view };
  };
  const chatPart = lazily(CHAT_BUNDLE, (loaded) => loaded);
  const chatWords = lazily(words.chat, (loaded) => loaded.default);

  async function loadChat(): Promise<Controllers> {
    const [{ setUp, ...components }, more] = await Promise.all([chatPart(), chatWords()]);
    const controllers = setUp(host, store, persisted, emit, lazily, formPart);
    parts = { ...components, controller: controllers.chat, words: { ...words, ...more } };
    draw();
    await controllers.resumed;
    return controllers;
  }

  const chat = loadChat();
  const environment: PanelEnvironment = {
    ...appearance(host),
    store,
    words,
    formView: loadFormView,
    actions: { open: () => host.show(true), close: () => host.show(false) },
  };

  function draw(): void {
    const state = store.state();
    if (state.screen.kind !== "chat") formPart();
    render(<App {...environment} {...parts} {...formView} {...formParts} state={state} />, container);
  }

  /** Shows the panel or the launcher, and moves the focus with it. */
  function toggle(open: boolean, hadFocus: boolean): void {
    launcher.hidden = open;
    launcher.style.opacity = "1";
    if (open) {
      adapt();
      if (!opensQuietly) moveFocus(container, store.state().screen, null);
      availability.checkAgain();
    } else if (hadFocus || document.activeElement === document.body) launcher.focus();
    if (parts.Chat) parts.controller.onToggle();
    opensQuietly = false;
    persisted.write({ shown: open });
    emit(open ? "open" : "close", null);
  }

  store.subscribe((state, before) => {
    const hadFocus = before.open && !state.open && !!root.activeElement; // drawing removes the focused element
    if (differOutsideChat(state, before)) draw();
    if (state.available !== before.available) emit("available", { available: state.available });
    if (state.open !== before.open) toggle(state.open, hadFocus);
    else if (state.open) moveFocus(container, state.screen, before.screen);
  });

  launcher.style.opacity = "1";
  draw();
  // the page's shortcuts must not react to what is typed here
  for (const type of ["keydown", "keyup", "keypress"])
    container.addEventListener(type, (event) => event.stopPropagation());
  if (opensQuietly) host.show(true);
  signal.addEventListener("abort", () => {
    launcher.hidden = false;
  });

  const panel: Panel = {
    store,
    chat: () => chat,
    adapt,
    opensChat: () => !!formView.FormPage && formView.opensChat({ ...environment, state: store.state() }),
    show(open) {
      if (!signal.aborted && open !== store.state().open)
        store.dispatch(open ? { kind: "opened", now: performance.now() } : { kind: "closed" });
    },
  };
  host.known?.onPanel?.(panel);
  return panel;
}
