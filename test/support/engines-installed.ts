import { existsSync } from "node:fs";
import { findFirefox } from "./firefox.ts";
import { WEBKIT_PROGRAMS } from "./webkit-driver.ts";

export const ENGINES = ["Chromium", "Firefox", "WebKit"] as const;
export type EngineName = (typeof ENGINES)[number];

/** The plan for the tests in an engine. */
export type EnginePlan =
  | { readonly kind: "run" }
  /** It is not installed; the reason says what to install. */
  | { readonly kind: "skip" | "fail"; readonly reason: string };

/**
 * Decides about an engine. npm installs Chromium, so it is always there.
 *
 * @param areAllRequired in CI, an engine that is not installed is a failure: a test that is skipped there would be skipped
 *   for ever
 * @param exists whether there is a file
 */
export function planEngine(
  engine: EngineName,
  areAllRequired = process.env.FOYER_BROWSERS === "all",
  exists: (path: string) => boolean = existsSync,
): EnginePlan {
  const kind = areAllRequired ? "fail" : "skip";
  if (engine === "Firefox" && !findFirefox(exists))
    return { kind, reason: "Firefox is not installed (Debian: apt-get install firefox-esr)" };
  if (engine === "WebKit" && !WEBKIT_PROGRAMS.every(exists))
    return { kind, reason: "WebKitGTK is not installed (Debian: apt-get install webkit2gtk-driver xvfb)" };
  return { kind: "run" };
}

/** One line for each engine in which no test will run. */
export const skippedEngines = (): readonly string[] =>
  ENGINES.flatMap((engine) => {
    const plan = planEngine(engine);
    return plan.kind === "skip" ? [`Tests in ${engine} are skipped: ${plan.reason}.`] : [];
  });
