import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));

/** The built server as a process of its own, with data of its own. */
export interface ServerProcess {
  /** Where it listens, without a slash at the end. The same after every restart. */
  readonly url: string;
  /** The address of the first-run link. */
  readonly setupUrl: string;
  readonly data: string;
  /** Milliseconds from the start of the process to its first answer. */
  readonly startedIn: number;
  readonly pid: number;
  /** Ends it as a power cut would: at once, with nothing tidied up. */
  kill(): Promise<void>;
  /** Starts it again over the same data, on the same port. */
  restart(): Promise<void>;
  /** Ends it politely and removes its data. */
  stop(): Promise<void>;
}

/** Only what a server needs to run: a setting in the developer's own shell must not change a test. */
function environment(more: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME, NODE_ENV: "production", FOYER_LOG_LEVEL: "warn", FOYER_HOST: "127.0.0.1", ...more };
}

/** How a server that can't start ends. */
export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the built server, or one of its commands, until it ends by itself; one that goes on is ended after 30 seconds, with
 * no code.
 */
export function runServer(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Ending> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: environment(env), timeout: 30_000 });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk;
  });
  return new Promise((resolve) => {
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Resolves with what it printed when it says that it serves; rejects with its words if it ends instead. */
function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    let complained = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk;
      if (/^Dashboard: .*\n/m.test(said)) resolve(said);
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      complained += chunk;
    });
    child.once("close", (code) => reject(new Error(`The server ended with ${code}: ${complained}`)));
  });
}

const gone = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });

/**
 * Starts the built server on a free port over an empty database.
 *
 * @param env settings, `FOYER_…` and `PORT`
 * @param prepare puts something into the data folder first
 */
export async function startServer(
  env: Readonly<Record<string, string>> = {},
  prepare: (data: string) => Promise<void> = async () => undefined,
): Promise<ServerProcess> {
  const data = mkdtempSync(join(tmpdir(), "foyer-server-"));
  await prepare(data);
  let port = env.PORT ?? "0";
  let setupUrl = "";
  let startedIn = 0;
  let child: ChildProcess;

  const start = async () => {
    const begun = performance.now();
    child = spawn(process.execPath, [MAIN], {
      env: environment({ FOYER_DATA: data, ...env, PORT: port }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = await ready(child);
    port = /^Dashboard: .*?:(\d+)\//m.exec(said)?.[1] ?? port;
    setupUrl = /^First run: +(\S+)/m.exec(said)?.[1]?.replace("//localhost:", "//127.0.0.1:") ?? setupUrl;
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
    await answer.text();
    startedIn = performance.now() - begun;
  };
  const kill = async () => {
    child.kill("SIGKILL");
    await gone(child);
  };

  await start();
  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    get setupUrl() {
      return setupUrl;
    },
    get startedIn() {
      return startedIn;
    },
    get pid() {
      return child.pid ?? 0;
    },
    data,
    kill,
    restart: async () => {
      await kill();
      await start();
    },
    stop: async () => {
      child.kill("SIGTERM");
      await gone(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
}
