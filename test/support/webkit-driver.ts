import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, stopWithProcess, untilAnswering } from "./started-program.ts";

const DRIVER = "/usr/bin/WebKitWebDriver";
const DISPLAY_SERVER = "/usr/bin/Xvfb";
const MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/** The programs that driving WebKitGTK takes. */
export const WEBKIT_PROGRAMS: readonly string[] = [DRIVER, MINI_BROWSER, DISPLAY_SERVER];

/**
 * Starts a screen without a monitor on a free display number, because WebKitGTK has no headless mode.
 *
 * @returns its name, for the environment variable DISPLAY
 */
export async function startDisplay(onEnd: () => void): Promise<string> {
  const args = ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"];
  const child = spawn(DISPLAY_SERVER, args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  stopWithProcess(child);
  child.once("exit", onEnd);
  const number = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdio[3]?.on("data", (chunk: Buffer) => {
      text += chunk;
      if (text.includes("\n")) resolve(text.trim());
    });
    child.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  return `:${number}`;
}

/** A WebKitGTK browser under WebDriver (W3C), with a profile of its own that is removed with it. */
export interface WebDriverSession {
  /** Sends one command of the session, such as `POST /url`. @returns the answer's value @throws with the driver's words */
  command<T = unknown>(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<T>;
  close(): Promise<void>;
}

/** A command that the driver never answered. The page has no part in it: a script or a page that takes too long is an answer. */
export class DriverFault extends Error {}

/** How long a page may load, or a script wait, ms; then the driver answers that it took too long. */
const PAGE_TIMEOUT = 20_000;
/** After this time, ms, there is no answer: longer than what the driver itself waits for. */
const COMMAND_TIMEOUT = 25_000;
/** How long a browser may take to end, ms; then its driver is ended. */
const CLOSE_TIMEOUT = 5_000;
/** How long a browser may take to start, ms; on a busy machine one of many never answers its driver. */
const START_TIMEOUT = 10_000;
const STARTS = 3;

/** Starts a driver, which can have one session only, and its browser. */
export async function startSession(display: string, starts = STARTS): Promise<WebDriverSession> {
  try {
    return await start(display);
  } catch (error) {
    if (starts <= 1) throw error;
    return startSession(display, starts - 1);
  }
}

async function start(display: string): Promise<WebDriverSession> {
  const home = mkdtempSync(join(tmpdir(), "foyer-webkit-"));
  const settings = join(home, "config/gtk-3.0");
  mkdirSync(settings, { recursive: true });
  // WebKitGTK takes prefers-reduced-motion from GTK
  writeFileSync(join(settings, "settings.ini"), "[Settings]\ngtk-enable-animations=0\n");
  const port = await freePort();
  const child = spawn(DRIVER, [`--port=${port}`], {
    env: {
      PATH: process.env.PATH,
      DISPLAY: display,
      HOME: home,
      XDG_RUNTIME_DIR: home,
      XDG_CONFIG_HOME: join(home, "config"),
      LANG: "C.UTF-8",
      LIBGL_ALWAYS_SOFTWARE: "1",
      WEBKIT_DISABLE_DMABUF_RENDERER: "1",
    },
    stdio: "ignore",
  });
  const stop = stopWithProcess(child);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const browserOptions = { binary: MINI_BROWSER, args: ["--automation"] };
  const timeouts = { script: PAGE_TIMEOUT, pageLoad: PAGE_TIMEOUT };
  const capabilities = { alwaysMatch: { timeouts, "webkitgtk:browserOptions": browserOptions } };
  const close = async () => {
    stop();
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await untilAnswering(`http://127.0.0.1:${port}/status`, child);
    const body = { capabilities };
    const { sessionId } = await send<{ sessionId: string }>(port, "POST", "/session", body, START_TIMEOUT);
    const at = `/session/${sessionId}`;
    return {
      command: (method, path, body) => send(port, method, at + path, body),
      close: () => send(port, "DELETE", at, {}, CLOSE_TIMEOUT).then(close, close),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function send<T>(
  port: number,
  method: string,
  path: string,
  body: object = {},
  timeout = COMMAND_TIMEOUT,
): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    signal: AbortSignal.timeout(timeout),
    ...(method === "POST" && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new DriverFault(`${method} ${path}: no answer`, { cause: error });
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
  return value;
}
