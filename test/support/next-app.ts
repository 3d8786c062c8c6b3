import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFiles } from "./npm-package.ts";
import { freePort, stopWithProcess, untilAnswering } from "./started-program.ts";

const APP = fileURLToPath(new URL("../browser/hosts/next-app", import.meta.url));
const require = createRequire(import.meta.url);
const NEXT = require.resolve("next/dist/bin/next");
const STAMP = join(APP, ".next/foyer-built");
const ENVIRONMENT = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };

/** Changes when a file of the app, the built npm package or the version of Next.js does. */
function fingerprint(): string {
  const hash = createHash("sha256").update(readFileSync(require.resolve("next/package.json")));
  for (const [, code] of packageFiles()) hash.update(code);
  for (const entry of readdirSync(APP, { recursive: true, encoding: "utf8" }).sort())
    if (!entry.startsWith(".next") && entry.endsWith(".js"))
      hash.update(entry).update(readFileSync(join(APP, entry)));
  return hash.digest("hex");
}

/** Builds the app for production if it changed since the last build; that takes 10 s. */
function build(): void {
  const sources = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === sources) return;
  execFileSync(process.execPath, [NEXT, "build"], {
    cwd: APP,
    env: ENVIRONMENT,
    stdio: ["ignore", "ignore", "inherit"],
  });
  writeFileSync(STAMP, sources);
}

/** The app of `test/browser/hosts/next-app`, served by Next.js in production. */
export interface NextApp {
  /** Without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** @param script the address of the widget's script */
export async function startNextApp(script: string): Promise<NextApp> {
  build();
  const port = await freePort();
  // another site than the Foyer server, which is 127.0.0.1
  const args = [NEXT, "start", "--port", String(port), "--hostname", "localhost"];
  const env = { ...ENVIRONMENT, FOYER_SCRIPT: script };
  const child = spawn(process.execPath, args, { cwd: APP, env, stdio: ["ignore", "ignore", "inherit"] });
  const stop = stopWithProcess(child);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://localhost:${port}`;
  await untilAnswering(url, child);
  return {
    url,
    async stop() {
      stop();
      await ended;
    },
  };
}
