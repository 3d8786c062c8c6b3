import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { formDefinition } from "../../server/properties/form-version.ts";
import { defaultSettings } from "../../shared/property.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import { drawVisitorId } from "../../shared/rules/visitor-id.ts";
import { startServer } from "../support/server.ts";
import { pipeline } from "./http-load.ts";

const GC = fileURLToPath(new URL("gc-on-signal.mjs", import.meta.url));
const BARE = fileURLToPath(new URL("live-bare.mjs", import.meta.url));
const CLIENTS = fileURLToPath(new URL("live-clients.mjs", import.meta.url));
const ENV = {
  FOYER_VISITOR_LIMIT: "1000000",
  FOYER_ADDRESS_LIMIT: "10000000",
  NODE_OPTIONS: `--import=${GC}`,
};

/** A server that is measured: Foyer's own, or the bare one beside it. */
export interface Measured {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Foyer with one property, and its admin signed in. */
export interface Foyer extends Measured {
  readonly property: string;
  readonly cookie: string;
  restart(): Promise<void>;
}

const ADMIN = { name: "Robin Host", email: "robin@example.com", password: "correct horse battery" };

export async function startFoyer(): Promise<Foyer> {
  const server = await startServer(ENV);
  const token = new URL(server.setupUrl).searchParams.get("token");
  const response = await fetch(`${server.url}/api/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, ...ADMIN, property: { name: "Bench", timeZone: "UTC" } }),
  });
  const me = (await response.json()) as { properties: { id: string }[] };
  const cookie = response.headers.getSetCookie().map((one) => one.split(";", 1)[0]);
  return {
    port: Number(new URL(server.url).port),
    get pid() {
      return server.pid;
    },
    property: me.properties[0]?.id ?? "",
    cookie: cookie.join("; "),
    restart: server.restart,
    stop: server.stop,
  };
}

export async function startBare(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "foyer-bare-"));
  const child = spawn(process.execPath, [BARE], {
    env: { ...process.env, ...ENV, PORT: "0", FOYER_DATA: folder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = await firstLine(child);
  return {
    port: Number(/:(\d+)\//.exec(said)?.[1]),
    pid: child.pid ?? 0,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", (chunk: Buffer) => resolve(String(chunk)));
    child.once("exit", (code) => reject(new Error(`A process of the bench ended with ${code}`)));
  });
}

/** Connects so many clients from a process of their own. Resolves when all are connected. */
export async function connectClients(lines: readonly string[]): Promise<{ stop(): void; closed(): boolean }> {
  const child = spawn(process.execPath, [CLIENTS], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(`${lines.join("\n")}\n\n`);
  const said = await firstLine(child);
  let closed = said.includes("closed");
  child.stdout.on("data", () => {
    closed = true;
  });
  return { stop: () => void child.kill("SIGKILL"), closed: () => closed };
}

/** The resident memory of a server after a garbage collection, KB. */
export async function residentAfterGc(pid: number): Promise<number> {
  const resident = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 4; time++) {
    process.kill(pid, "SIGUSR2");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    least = Math.min(least, resident());
  }
  return least;
}

/** Processor seconds that a process has used, as Linux counts them: the same however busy the machine is otherwise. */
export function processorSeconds(pid: number): number {
  const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return (user + system) / 100;
}

/** Registers so many visitors. @returns their tokens */
export async function registerVisitors({ port, property }: Foyer, count: number): Promise<string[]> {
  const bodies = Array.from({ length: count }, () =>
    JSON.stringify({
      visitor: drawVisitorId((words) => crypto.getRandomValues(words)),
      proof: randomBytes(16).toString("hex"),
      page: "https://example.com/pricing",
      referrer: "",
      language: "en",
      timeZone: "Europe/Berlin",
      screen: "1280x800@1",
    }),
  );
  const { answers } = await pipeline({ port, path: `/w/${property}/visits`, bodies, atOnce: 64 });
  return answers.map((answer) => (JSON.parse(answer) as { token: string }).token);
}

const { version } = formDefinition(defaultSettings("", "UTC").preChatForm);
const newId = () => uuidv7(Date.now(), randomBytes(8));

/** Has each visitor begin a conversation. @returns the conversations' IDs */
export async function begin(
  { port, property }: Foyer,
  tokens: readonly string[],
  from = 0,
): Promise<string[]> {
  const bodies = tokens.map((token, index) => {
    const at = from + index;
    const delivery = {
      id: newId(),
      kind: "submission",
      at: Date.now(),
      form: "pre_chat",
      version,
      answers: { name: `Ana ${at}`, email: `ana.${at}@example.com`, message: "Hello" },
      page: "https://example.com/pricing",
      locale: "en",
      shownFor: 20_000,
      trap: "",
    };
    return JSON.stringify({ token, deliveries: [delivery] });
  });
  const { answers } = await pipeline({ port, path: `/w/${property}/deliveries`, bodies, atOnce: 32 });
  return answers.map((answer) => JSON.parse(answer).receipts[0].conversation as string);
}

/** A visitor's message as the widget would send it. */
export function messageBody(token: string, conversation: string, text: string): string {
  const message = { id: newId(), kind: "message", at: Date.now(), conversation, text, files: [] };
  return JSON.stringify({ token, deliveries: [message] });
}

export const newMessageId = newId;

/** A dashboard that follows the property from now on. @param onFrame called with each frame, as text */
export async function connectAgent(
  { port, property, cookie }: Foyer,
  onFrame: (frame: string) => void,
): Promise<WebSocket> {
  const headers = { cookie, "content-type": "application/json" };
  const response = await fetch(`http://127.0.0.1:${port}/api/connect-token`, { method: "POST", headers });
  const { token } = (await response.json()) as { token: string };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live`, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once("open", resolve));
  await new Promise<void>((resolve) => {
    socket.on("message", (data) => {
      const text = String(data);
      if (text === '{"kind":"heartbeat"}') socket.send(text);
      else if (text === '{"kind":"welcome"}')
        socket.send(JSON.stringify({ kind: "follow", property, since: 1_000_000_000 }));
      else if (text.includes('"reset":true')) resolve();
      else onFrame(text);
    });
    socket.send(JSON.stringify({ kind: "hello", token }));
  });
  return socket;
}

/** The middle and the 99th percentile, ms. */
export function quantiles(times: number[]): { median: number; p99: number } {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { median: at(0.5), p99: at(0.99) };
}
