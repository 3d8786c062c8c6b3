import { readableOn } from "../../shared/rules/contrast.ts";

/** The paper of the panel (panel.css), in the light and in the dark. */
const PAPER = "#fffdf9";
const DARK_PAPER = "#171c1a";

/** The property's accent as ink that can be read on the paper, in both lights (DESIGN, section 6). */
export function accentRules(accent: string): string {
  const rule = (paper: string) => `.panel{--accent:${readableOn(paper, accent)}}`;
  return `${rule(PAPER)}@media (prefers-color-scheme:dark){${rule(DARK_PAPER)}}`;
}
