import { existsSync } from "node:fs";
import { type Browser, firefox } from "playwright-core";

const INSTALLED = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:/Program Files/Mozilla Firefox/firefox.exe",
];

/** The Firefox to test with: the one that FIREFOX_PATH names, or an installed one. */
export function findFirefox(exists: (path: string) => boolean = existsSync): string | undefined {
  const named = process.env.FIREFOX_PATH;
  return (named ? [named] : INSTALLED).find((path) => exists(path));
}

/**
 * Starts an ordinary Firefox, which Playwright drives over WebDriver BiDi. The channel is not documented: it is why
 * playwright-core has an exact version in package.json.
 */
export async function launchFirefox(): Promise<Browser> {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error("Firefox is not installed");
  return firefox.launch({ channel: "moz-firefox", executablePath });
}
