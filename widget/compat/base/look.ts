import type { FoyerCommands, FoyerOptions } from "../../api/foyer.ts";
import { defined } from "./values.ts";

/** The side of the launcher. */
export type Side = "left" | "right";

/** How the widget looks and where it is, as far as vendors' settings say it. Lengths are CSS pixels. */
export interface Look {
  readonly language?: string | undefined;
  /** A selector of the page's own launchers. */
  readonly launcher?: string | undefined;
  readonly position?: Side | undefined;
  readonly scheme?: "light" | "dark" | "auto" | undefined;
  readonly accent?: string | undefined;
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  /** On phones. */
  readonly phoneX?: number | undefined;
  readonly phoneY?: number | undefined;
  readonly zIndex?: number | undefined;
}

/** The distance where only the other one is given. */
const DISTANCE = 20;

const distances = (x: number | undefined, y: number | undefined): string | undefined =>
  x === undefined && y === undefined
    ? undefined
    : `${Math.max(0, Math.round(x ?? DISTANCE))} ${Math.max(0, Math.round(y ?? DISTANCE))}`;

/** The options of a page whose widget is yet to be loaded: with them, the launcher never moves. */
export function optionsOf(look: Look): FoyerOptions {
  const options = {
    language: look.language,
    launcher: look.launcher,
    position: look.position,
    theme: look.scheme,
    offset: distances(look.x, look.y),
    offsetPhone: distances(look.phoneX, look.phoneY),
  };
  return defined(options) ?? {};
}

/**
 * Carries out what a look says, in a widget that is there.
 *
 * @param isNew the widget was loaded with {@link optionsOf} it: only what has no option is carried out
 */
export function applyLook(foyer: FoyerCommands, look: Look, isNew = false): void {
  const { language, launcher, position, scheme, accent, x, y, zIndex } = look;
  const placed = isNew ? {} : { position, scheme, offset: defined({ x, y }) };
  const theme = defined({ ...placed, accent, zIndex });
  if (theme) foyer.theme(theme);
  if (isNew) return;
  if (language) foyer.language(language);
  if (launcher) foyer.launcher(launcher);
}
