import { existsSync } from "node:fs";
import { firefox } from "playwright-core";
import { shared } from "./shared.ts";

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
 * The Firefox of this process: an ordinary one, which Playwright drives over WebDriver BiDi. The channel is not documented: it is why
 * playwright-core has an exact version in package.json.
 */
export const sharedFirefox = shared(async (onEnd) => {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error("Firefox is not installed");
  const browser = await firefox.launch({ channel: "moz-firefox", executablePath });
  browser.once("disconnected", onEnd);
  return browser;
});
