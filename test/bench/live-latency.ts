import { WebSocket } from "ws";
import {
  begin,
  connectAgent,
  type Foyer,
  type Measured,
  messageBody,
  newMessageId,
  quantiles,
  registerVisitors,
  startBare,
  startFoyer,
} from "./live-world.ts";
import type { BenchRow } from "./row.ts";

const MESSAGES = 1_000;
const WARM_UP = 200;

/**
 * From the moment a message is sent by HTTP to the moment the other side's live connection has it, on disk before
 * that; one at a time. Beside a bare server that writes one row in a shared commit and sends as many bytes.
 */
export async function benchLiveLatency(): Promise<BenchRow[]> {
  const foyer = await startFoyer();
  const bare = await startBare();
  try {
    const [token = ""] = await registerVisitors(foyer, 1);
    const [conversation = ""] = await begin(foyer, [token]);
    const toAgent = await visitorToAgent(foyer, token, conversation);
    const toVisitor = await agentToVisitor(foyer, token, conversation);
    const plain = await throughBare(bare, toAgent.bytes);
    return [
      { name: "message to frame, bare ws and node:http: median", value: plain.median, unit: "ms" },
      { name: "  99th percentile", value: plain.p99, unit: "ms" },
      ...rows("visitor to agent", toAgent, plain),
      ...(toVisitor ? rows("agent to visitor", toVisitor, plain) : []),
    ];
  } finally {
    await foyer.stop();
    await bare.stop();
  }
}

interface Times {
  readonly median: number;
  readonly p99: number;
}

const rows = (name: string, ours: Times, plain: Times): BenchRow[] => [
  { name: `${name}, durable: median`, value: ours.median, unit: "ms", baseline: plain.median },
  { name: "  99th percentile", value: ours.p99, unit: "ms", baseline: plain.p99 },
];

/** Sends one after the other. @param send does so, and has what resolves when the frame with the text is there */
async function oneByOne(send: (text: string) => Promise<unknown>): Promise<Times> {
  const times: number[] = [];
  for (let at = 0; at < WARM_UP + MESSAGES; at++) {
    const begun = performance.now();
    await send(`Message number ${at}.`);
    if (at >= WARM_UP) times.push(performance.now() - begun);
  }
  return quantiles(times);
}

/** Resolves waiting promises with the frames that hold what they wait for. */
function awaiting() {
  let wanted = "";
  let found: () => void = () => undefined;
  let bytes = 0;
  return {
    hear(frame: string): void {
      if (!wanted || !frame.includes(wanted)) return;
      bytes = frame.length;
      found();
    },
    until: (text: string) =>
      new Promise<void>((resolve) => {
        wanted = text;
        found = resolve;
      }),
    bytes: () => bytes,
  };
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(url, { method: "POST", body, headers });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
}

async function visitorToAgent(foyer: Foyer, token: string, conversation: string) {
  const frames = awaiting();
  const agent = await connectAgent(foyer, frames.hear);
  const url = `http://127.0.0.1:${foyer.port}/w/${foyer.property}/deliveries`;
  const times = await oneByOne((text) => {
    const body = messageBody(token, conversation, text);
    return Promise.all([frames.until(text), post(url, body, { origin: "https://example.com" })]);
  });
  agent.terminate();
  return { ...times, bytes: frames.bytes() };
}

/** Null: the server has no route for agents' messages. */
async function agentToVisitor(foyer: Foyer, token: string, conversation: string): Promise<Times | null> {
  const url = `http://127.0.0.1:${foyer.port}/api/properties/${foyer.property}/conversations/${conversation}/messages`;
  const headers = { cookie: foyer.cookie, "content-type": "application/json" };
  const body = (text: string) => JSON.stringify({ id: newMessageId(), text, kind: "message", files: [] });
  const first = await fetch(url, { method: "POST", headers, body: body("First") });
  await first.text();
  if (first.status === 404) return null;
  const frames = awaiting();
  const visitor = new WebSocket(`ws://127.0.0.1:${foyer.port}/w/${foyer.property}/live`, {
    headers: { origin: "https://example.com" },
    perMessageDeflate: false,
  });
  await new Promise((resolve) => visitor.once("open", resolve));
  visitor.on("message", (data) => frames.hear(String(data)));
  const caughtUp = frames.until('"kind":"changes"');
  visitor.send(JSON.stringify({ kind: "hello", token, since: 0 }));
  await caughtUp;
  const times = await oneByOne((text) => Promise.all([frames.until(text), post(url, body(text), headers)]));
  visitor.terminate();
  return times;
}

async function throughBare({ port }: Measured, bytes: number): Promise<Times> {
  const frames = awaiting();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once("open", resolve));
  socket.on("message", (data) => frames.hear(String(data)));
  const times = await oneByOne(() => {
    const id = newMessageId();
    const body = JSON.stringify({ id, bytes, text: "x".repeat(200) });
    return Promise.all([frames.until(id), post(`http://127.0.0.1:${port}/`, body, {})]);
  });
  socket.terminate();
  return times;
}
