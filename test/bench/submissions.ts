import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../../server/platform/database/open.ts";
import { formDefinition } from "../../server/properties/form-version.ts";
import { insertProperty } from "../../server/properties/store.ts";
import { defaultSettings } from "../../shared/property.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import { drawVisitorId } from "../../shared/rules/visitor-id.ts";
import { pipeline } from "./http-load.ts";
import type { BenchRow } from "./row.ts";

const PROPERTY = "bench00000";
const AT_ONCE = 64;
const SUBMISSIONS = 12_000;
const WARM_UP = 3_000;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Submissions a second, 64 at once, each a new contact with e-mail, phone and conversation, answered after fsync;
 * beside a bare `node:http` server that parses the same JSON and writes one row with the same driver in shared
 * commits. Both servers run alone, one after the other, from the same load.
 */
export async function benchSubmissions(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "foyer-bench-"));
  try {
    await prepare(join(folder, "foyer.db"));
    const foyer = await launch("dist/server/main.js", folder);
    const tokens = await registerAll(foyer.port, WARM_UP + SUBMISSIONS);
    const bodies = tokens.map(submissionBody);
    const ours = await measure(foyer.port, `/w/${PROPERTY}/deliveries`, bodies);
    foyer.process.kill("SIGKILL");

    const bare = await launch("test/bench/bare-server.mjs", folder);
    const theirs = await measure(bare.port, "/", bodies);
    bare.process.kill("SIGKILL");
    return [
      { name: "submissions a second, bare node:http", value: theirs.rate, unit: "/s" },
      {
        name: "submissions a second, 64 at once, durable",
        value: ours.rate,
        unit: "/s",
        baseline: theirs.rate,
        atLeastRatio: 0.5,
      },
      { name: "  answered, 99th percentile", value: ours.p99, unit: "ms" },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const form = formDefinition({
  fields: [
    { id: "name", type: "name", required: true },
    { id: "email", type: "email", required: true },
    { id: "phone", type: "phone", required: true },
    { id: "message", type: "long_text", required: true },
  ],
});

async function prepare(path: string): Promise<void> {
  const database = await openDatabase(path);
  const settings = { ...defaultSettings("Bench", "UTC"), preChatForm: { fields: [...form.fields] } };
  await database.write((tx) => insertProperty(tx, { id: PROPERTY, settings, now: Date.now() }));
  await database.close();
}

async function launch(script: string, data: string): Promise<{ process: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [join(ROOT, script)], {
    env: {
      ...process.env,
      PORT: "0",
      FOYER_DATA: data,
      FOYER_VISITOR_LIMIT: "1000000",
      FOYER_ADDRESS_LIMIT: "10000000",
      FOYER_LOG_LEVEL: "error",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${script} ended with ${code}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      const found = /localhost:(\d+)/.exec(String(chunk));
      if (found) resolve(Number(found[1]));
    });
  });
  child.removeAllListeners("exit");
  return { process: child, port };
}

async function registerAll(port: number, count: number): Promise<string[]> {
  const visits = Array.from({ length: count }, () =>
    JSON.stringify({
      visitor: drawVisitorId((words) => crypto.getRandomValues(words)),
      proof: randomBytes(16).toString("hex"),
      page: "https://example.com/pricing",
      referrer: "",
      language: "en",
      timeZone: "Europe/Berlin",
      screen: "1280x800",
    }),
  );
  const { answers } = await pipeline({
    port,
    path: `/w/${PROPERTY}/visits`,
    bodies: visits,
    atOnce: AT_ONCE,
  });
  return answers.map((answer) => (JSON.parse(answer) as { token: string }).token);
}

function submissionBody(token: string, at: number): string {
  const delivery = {
    id: uuidv7(Date.now(), randomBytes(8)),
    kind: "submission",
    at: Date.now(),
    form: "pre_chat",
    version: form.version,
    answers: {
      name: `Ana Person ${at}`,
      email: `ana.${at}@example.com`,
      phone: `+49301${String(at).padStart(7, "0")}`,
      message: "Hello, do you ship to the islands, and how long does it take? Thank you.",
    },
    page: "https://example.com/pricing",
    locale: "en",
    shownFor: 20_000,
    trap: "",
  };
  return JSON.stringify({ token, deliveries: [delivery] });
}

async function measure(
  port: number,
  path: string,
  bodies: readonly string[],
): Promise<{ rate: number; p99: number }> {
  await pipeline({ port, path, bodies: bodies.slice(0, WARM_UP), atOnce: AT_ONCE });
  const { seconds, latencies } = await pipeline({
    port,
    path,
    bodies: bodies.slice(WARM_UP),
    atOnce: AT_ONCE,
  });
  latencies.sort((a, b) => a - b);
  return { rate: SUBMISSIONS / seconds, p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0 };
}
