import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { drawVisitorId } from "../../shared/rules/visitor-id.ts";

/** The property that a bench puts into its database. */
export const PROPERTY = "bench00000";
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The built server over a data folder. @param folder with a database that has the property */
export async function launchServer(folder: string): Promise<{ process: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [join(ROOT, "dist/server/main.js")], {
    env: { ...process.env, PORT: "0", FOYER_DATA: folder, FOYER_LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      const found = /localhost:(\d+)/.exec(String(chunk));
      if (found) resolve(Number(found[1]));
    });
  });
  child.removeAllListeners("exit");
  return { process: child, port };
}

/** Somebody who visits the site again and again. `stop` gives how long each visit took, ms. */
export function watchVisitor(port: number): { stop: () => Promise<number[]> } {
  const waits: number[] = [];
  let watching = true;
  const visits = async () => {
    while (watching) {
      const visit = {
        visitor: drawVisitorId((words) => crypto.getRandomValues(words)),
        proof: randomBytes(16).toString("hex"),
        page: "https://example.com/pricing",
        referrer: "",
        language: "en",
        timeZone: "Europe/Berlin",
        screen: "1280x800@1",
      };
      const begun = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}/w/${PROPERTY}/visits`, {
        method: "POST",
        body: JSON.stringify(visit),
      });
      await response.text();
      waits.push(performance.now() - begun);
      await pause(50);
    }
  };
  const running = visits();
  return {
    stop: async () => {
      watching = false;
      await running;
      return waits;
    },
  };
}

/** @param part 0.99 for the 99th percentile */
export function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** The most memory that a process ever had, MB, where the system tells. */
export function peakMemory({ pid }: ChildProcess): number {
  if (process.platform !== "linux") return 0;
  const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(found?.[1] ?? 0) / 1_024;
}
