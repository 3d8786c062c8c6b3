import { textOn } from "../../shared/rules/contrast.ts";
import type { Theme } from "../api/foyer.ts";
import type { PageSettings } from "../embed/options.ts";
import type { EmbedForSdk, Panel } from "../embed/panel-host.ts";

type Changeable = { -readonly [K in keyof PageSettings]: PageSettings[K] };

/** Carries out the commands that change how the widget looks, at once. */
export function createAppearance(
  { settings: ofPage, session, launcher, restart, sideOf, labelFor }: EmbedForSdk,
  panel: () => Panel | undefined,
) {
  const settings = ofPage as Changeable; // the embed reads them anew for each panel
  const { host } = launcher.getRootNode() as ShadowRoot; // the embed has put it there
  const { style } = host as HTMLElement;

  /** Changes the settings, also those that a mounted panel has a copy of. */
  function change(part: Partial<Changeable>): void {
    Object.assign(settings, part);
    Object.assign(session()?.settings ?? {}, part);
  }

  /** Draws the panel anew, if there is one. Whatever the visitor has typed is stored and drawn again. */
  function redraw(): void {
    if (session()?.panel) restart();
  }

  /** Moves the launcher to the side that its language and position say. @returns whether it was on the other one */
  function place(): boolean {
    const side = sideOf(settings);
    const distance = launcher.style.left || launcher.style.right;
    if (launcher.style[side]) return false;
    launcher.style.left = launcher.style.right = "";
    launcher.style[side] = distance.replace(/inset-\w+/, `inset-${side}`);
    return true;
  }

  function theme({ scheme, accent, radius, font, position, offset = {}, zIndex }: Theme): void {
    const setLength = (name: string, length: number | undefined) => {
      if (length !== undefined) style.setProperty(name, `${length}px`);
    };
    if (accent) {
      const onAccent = textOn(accent);
      change({ accent, onAccent });
      launcher.style.background = accent;
      launcher.style.color = onAccent;
      style.setProperty("--foyer-accent", accent);
      style.setProperty("--foyer-on-accent", onAccent);
    }
    setLength("--foyer-radius", radius);
    setLength("--foyer-x", offset.x);
    setLength("--foyer-y", offset.y);
    if (font) {
      // the widget's element inherits nothing of the page
      const family = font === "inherit" ? getComputedStyle(document.body).fontFamily : font;
      style.setProperty("--foyer-font", family);
    }
    if (zIndex !== undefined) style.setProperty("z-index", String(Math.round(zIndex)), "important");
    if (scheme) {
      change({ theme: scheme });
      panel()?.adapt();
    }
    if (position) {
      change({ position });
      if (place()) redraw();
    }
  }

  function language(tag: string): void {
    const [chosen, label] = labelFor(settings.labels, tag);
    if (chosen === settings.language) return;
    change({ language: chosen, label });
    launcher.lang = chosen;
    place();
    redraw();
    launcher.ariaLabel = label; // the panel of the former language has put its own label back
  }

  function ownLauncher(selector: string | null): void {
    settings.launcher = selector ?? undefined;
    launcher.style.display = selector ? "none" : "";
    launcher.style.cursor = "pointer";
  }

  return { theme, language, launcher: ownLauncher };
}
