import type { PageWatchModule } from "../panel-host.ts";
import { homeOf } from "../place-host.ts";
import { boxOf, controlAt, liftAboveControls, scaleOf } from "./avoid-controls.ts";
import { describeOwnLauncher } from "./own-launcher.ts";
import { findTopLayerParent } from "./top-layer.ts";

/** The wait between a change of the page and a look at it, ms. */
const QUIET = 150;

/** How much longer the widget waits before each return into a page that removes it, ms. */
const LONGER = 9;

/** Events of the window and, while they travel, of its elements, after which a control may be elsewhere. */
const CHANGES = ["resize", "load", "transitionend", "animationend", "focusin", "fullscreenchange"];

/**
 * Makes the widget's element as large as the window: WebKit places what is fixed in a popover by a root element with a
 * transform, a filter or containment, unless the popover contains it. The pointer does not meet the element.
 */
const STYLE =
  ":host{inset:0!important;contain:layout!important;pointer-events:none!important}*{pointer-events:auto}";

/** Adds a style sheet. Old browsers know no constructed sheets. */
function addSheet(root: ShadowRoot): void {
  if (!root.adoptedStyleSheets) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Where the page's own launcher is named by what is no selector, shows the widget's. */
function checkSelector(settings: { launcher?: string | undefined }, launcher: HTMLElement): void {
  try {
    document.querySelector(settings.launcher ?? "*");
  } catch {
    // biome-ignore lint/suspicious/noConsole: the owner has no other place to read it
    console.warn(`Foyer: bad launcher ${settings.launcher}`);
    settings.launcher = undefined;
    launcher.style.display = "";
  }
}

/**
 * Keeps the widget in the page and usable, whatever the page does: it comes back when it is removed, is in the top
 * layer, where no `transform`, `filter` or `z-index` of the page has an effect, moves into a modal dialog and out
 * again, and leaves the page's controls free.
 */
const watchPage: PageWatchModule["default"] = (launcher, events, settings, restart, { signal }) => {
  const root = launcher.getRootNode() as ShadowRoot; // the launcher is created in one
  const host = root.host as HTMLElement;
  if (signal.aborted) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** How often the widget has been moved into the top layer. */
  let moves = 0;
  let lift = 0;

  const place = () => {
    // modals hide or disable everything beside them
    host.inert = false;
    host.removeAttribute("aria-hidden");
    // Turbo and htmx put copies of earlier pages back, which have one of the element, without a shadow root
    for (const one of document.querySelectorAll("foyer-chat")) if (!one.shadowRoot) one.remove();
    const top = findTopLayerParent(!!launcher.hidden);
    const parent = top ?? homeOf();
    if (!parent || (moves && parent === host.parentNode)) return;
    const focused = root.activeElement;
    moves++;
    if (parent !== host.parentNode) parent.append(host);
    host.showPopover?.();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  };
  const avoidControls = () => {
    const scale = scaleOf(host);
    const box = boxOf(launcher, scale);
    if (!box.width) return; // hidden
    const before = lift;
    const boxAt = (x: number, y: number) => {
      const control = controlAt(host, x, y);
      return control && boxOf(control, scale);
    };
    lift = liftAboveControls(boxAt, { ...box, y: box.y + lift });
    // a percentage, because `zoom` of the page would enlarge a length
    if (lift !== before) host.style.setProperty("--foyer-lift", `${(lift / innerHeight) * 100}%`);
  };
  const look = () => {
    timer = undefined;
    // `document.open` has removed all listeners
    if (!launcher.onfocus) {
      restart();
      listen();
    }
    place();
    avoidControls();
  };
  const onChange = () => {
    timer ??= setTimeout(look, host.isConnected ? QUIET : moves * LONGER);
  };
  const onScroll = () => {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET);
  };

  if (typeof settings === "object") checkSelector(settings, launcher);
  const ownLauncher = () => (typeof settings === "object" ? settings.launcher : settings);
  const onOwnLauncher = describeOwnLauncher(ownLauncher, !!launcher.hidden, events, signal);
  const listen = () => {
    addEventListener("click", onOwnLauncher, { capture: true, signal });
    for (const type of CHANGES) addEventListener(type, onChange, { capture: true, signal });
    addEventListener("scroll", onScroll, { capture: true, passive: true, signal });
  };

  addSheet(root);
  host.popover = null; // `place` shows it where it has to be
  host.popover = "manual";
  const observer = new MutationObserver(onChange);
  observer.observe(document, { childList: true, subtree: true, attributes: true });
  observer.observe(launcher, { attributes: true });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    clearTimeout(timer);
  });
  listen();
  look();
};
export default watchPage;
