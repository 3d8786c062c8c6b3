import { RIGHT_TO_LEFT } from "../../shared/rules/locale-tags.ts";
import type { PageSettings } from "./options.ts";

/** The side of the window that the launcher is at. It is mirrored in languages that are written from right to left. */
export const sideOf = ({ language, position }: Pick<PageSettings, "language" | "position">) =>
  (position === "left") ===
  (RIGHT_TO_LEFT.test(language) || getComputedStyle(document.documentElement).direction === "rtl")
    ? "right"
    : "left";
