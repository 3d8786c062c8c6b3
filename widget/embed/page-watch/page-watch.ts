import type { PageWatchModule } from "../panel-host.ts";
import { homeOf } from "../place-host.ts";
import { boxOf, controlAt, liftAboveControls, measureScale } from "./avoid-controls.ts";
import { describeOwnLauncher } from "./own-launcher.ts";
import { findTopLayerParent } from "./top-layer.ts";

/** The wait between a change of the page and a look at it, ms. */
const QUIET = 150;

/** How much longer the widget waits before each return into a page that removes it, ms. */
const LONGER = 9;

/** Events of the window and, while they travel, of its elements, after which a control may be elsewhere. */
const CHANGES = ["resize", "load", "transitionend", "animationend", "focusin", "fullscreenchange"];

/**
 * Keeps the widget in the page and usable, whatever the page does: it comes back when it is removed, is in the top
 * layer, where no `transform`, `filter` or `z-index` of the page has an effect, moves into a modal dialog and out
 * again, and leaves the page's controls free.
 */
const watchPage: PageWatchModule["default"] = (launcher, events, ownLauncher, restart, { signal }) => {
  const root = launcher.getRootNode() as ShadowRoot; // the launcher is created in one
  const host = root.host as HTMLElement;
  if (signal.aborted) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let moves = 0;
  let lift = 0;
  let isInTopLayer = false;

  const place = () => {
    const top = findTopLayerParent(!!launcher.hidden);
    const parent = top ?? homeOf(document);
    if (!parent || (isInTopLayer && parent === host.parentNode)) return;
    const focused = root.activeElement;
    moves++;
    if (parent !== host.parentNode) parent.append(host);
    host.showPopover?.();
    isInTopLayer = true;
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  };
  const avoidControls = () => {
    const scale = scaleOf();
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
    if (!launcher.onclick) {
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

  const listen = () => {
    if (onClick) addEventListener("click", onClick, { capture: true, signal });
    for (const type of CHANGES) addEventListener(type, onChange, { capture: true, signal });
    addEventListener("scroll", onScroll, { capture: true, passive: true, signal });
  };

  const onClick = ownLauncher && describeOwnLauncher(ownLauncher, !!launcher.hidden, events, signal);
  const scaleOf = measureScale(root);
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
