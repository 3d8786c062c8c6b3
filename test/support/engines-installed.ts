import { existsSync } from "node:fs";
import { findFirefox } from "./firefox.ts";
import { WEBKIT_PROGRAMS } from "./webkit-driver.ts";

export type EngineName = "Chromium" | "Firefox" | "WebKit";

/** What to install before tests can run in an engine; undefined if it is there. npm installs Chromium. */
export function missingFor(engine: EngineName): string | undefined {
  if (engine === "Firefox" && !findFirefox()) return "install Firefox (Debian: apt-get install firefox-esr)";
  if (engine === "WebKit" && !WEBKIT_PROGRAMS.every((path) => existsSync(path)))
    return "on Debian, apt-get install webkit2gtk-driver xvfb";
  return undefined;
}

/** One line for each engine in which no test will run. */
export const skippedEngines = (): readonly string[] =>
  (["Firefox", "WebKit"] as const).flatMap((engine) => {
    const missing = missingFor(engine);
    return missing ? [`Tests in ${engine} are skipped. To run them: ${missing}.`] : [];
  });
