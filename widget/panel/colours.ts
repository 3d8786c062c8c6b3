import { readableOn, textOn } from "../../shared/rules/contrast.ts";

const PAPER = "#fffdf9";
const DARK_PAPER = "#171c1a";

/**
 * The property's accent in both lights: as a fill with its text, and as ink that can be read on the paper
 * (DESIGN, section 6). In the dark the fill is the ink, so that it stands out from the paper.
 */
export function accentRules(accent: string): string {
  const ink = readableOn(PAPER, accent);
  const glow = readableOn(DARK_PAPER, accent);
  const rule = (fill: string, ink: string) =>
    `.panel{--fill:${fill};--on-fill:${textOn(fill)};--accent:${ink}}`;
  return `${rule(accent, ink)}@media (prefers-color-scheme:dark){${rule(glow, glow)}}`;
}
