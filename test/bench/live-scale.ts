import { connect, type Socket } from "node:net";
import {
  begin,
  connectAgent,
  connectClients,
  type Foyer,
  messageBody,
  processorSeconds,
  quantiles,
  registerVisitors,
  residentAfterGc,
  startBare,
  startFoyer,
} from "./live-world.ts";
import type { BenchRow } from "./row.ts";

const VISITORS = 10_000;
const WARM_UP = 500;
const CONVERSATIONS = 500;
const RATE = 1_000;
const SECONDS = 30;
/** Connections that the messages are sent over; a conversation keeps to one, so that its messages stay in order. */
const LANES = 50;

/**
 * Ten thousand visitors at rest: what each costs the server, beside a bare `ws` server. Then, while they stay, a
 * thousand messages a second over 500 conversations, all of them sent to one dashboard.
 */
export async function benchLiveScale(): Promise<BenchRow[]> {
  const bare = await startBare();
  const plain = await restCost(bare.pid, Array(VISITORS).fill(`ws://127.0.0.1:${bare.port}/`));
  plain.clients.stop();
  await bare.stop();

  const foyer = await startFoyer();
  try {
    const tokens = await registerVisitors(foyer, VISITORS);
    const conversations = await begin(foyer, tokens.slice(0, CONVERSATIONS));
    const url = `ws://127.0.0.1:${foyer.port}/w/${foyer.property}/live`;
    const lines = tokens.map((token) => `${url} ${JSON.stringify({ kind: "hello", token, since: 0 })}`);
    // what it held for the registering would hide what it holds for the connections
    await foyer.restart();
    const ours = await restCost(foyer.pid, lines);
    const load = await measureLoad(foyer, tokens, conversations);
    ours.clients.stop();
    return [
      { name: `memory of one of ${VISITORS}, bare ws`, value: plain.kilobytes, unit: "KB" },
      {
        name: `memory of one of ${VISITORS} visitors at rest`,
        value: ours.kilobytes,
        unit: "KB",
        limit: 1.5 * plain.kilobytes,
      },
      { name: `sent in ${SECONDS} s over ${CONVERSATIONS} conversations`, value: load.sent, unit: "" },
      { name: "  a second", value: load.rate, unit: "/s" },
      { name: "  the server's processor time for each", value: load.cost, unit: "ms" },
      { name: "  to the dashboard: median", value: load.median, unit: "ms" },
      { name: "  99th percentile", value: load.p99, unit: "ms", limit: 250 },
      { name: "  lost", value: load.lost, unit: "", limit: 0 },
      { name: "  repeated", value: load.repeated, unit: "", limit: 0 },
      { name: "  out of order", value: load.disordered, unit: "", limit: 0 },
      {
        name: "  connections at rest that were lost",
        value: ours.clients.closed() ? 1 : 0,
        unit: "",
        limit: 0,
      },
    ];
  } finally {
    await foyer.stop();
  }
}

/** KB for each connection, without what the first ones make the process learn. */
async function restCost(pid: number, lines: readonly string[]) {
  const first = await connectClients(lines.slice(0, WARM_UP));
  first.stop();
  const before = await residentAfterGc(pid);
  const clients = await connectClients(lines);
  const after = await residentAfterGc(pid);
  return { kilobytes: (after - before) / lines.length, clients };
}

async function measureLoad(foyer: Foyer, tokens: readonly string[], conversations: readonly string[]) {
  const total = RATE * SECONDS;
  const sentAt: number[] = [];
  const times: number[] = [];
  const got = new Uint8Array(total);
  const lastOf = new Int32Array(CONVERSATIONS).fill(-1);
  let repeated = 0;
  let disordered = 0;
  let arrived = 0;
  const agent = await connectAgent(foyer, (text) => {
    const now = performance.now();
    for (const [, number] of text.matchAll(/"text":"Load (\d+)\./g)) {
      const at = Number(number);
      if (got[at]) repeated++;
      got[at] = 1;
      if (at <= (lastOf[at % CONVERSATIONS] ?? -1)) disordered++;
      lastOf[at % CONVERSATIONS] = at;
      times.push(now - (sentAt[at] ?? now));
      arrived++;
    }
  });

  const lanes = await Promise.all(Array.from({ length: LANES }, () => openLane(foyer)));
  const usedBefore = processorSeconds(foyer.pid);
  const begun = performance.now();
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1_000) * RATE));
    for (; sent < due; sent++) {
      const one = sent % CONVERSATIONS;
      sentAt[sent] = performance.now();
      lanes[one % LANES]?.(
        messageBody(tokens[one] ?? "", conversations[one] ?? "", `Load ${sent}. How long does it take?`),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const seconds = (performance.now() - begun) / 1_000;
  const deadline = performance.now() + 30_000;
  while (arrived < total && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
  agent.terminate();
  const lost = total - got.reduce((sum, one) => sum + one, 0);
  const used = processorSeconds(foyer.pid) - usedBefore;
  return {
    sent,
    rate: sent / seconds,
    cost: (used / total) * 1_000,
    lost,
    repeated,
    disordered,
    ...quantiles(times),
  };
}

/** One keep-alive connection that posts deliveries, one after the other. */
async function openLane({ port, property }: Foyer): Promise<(body: string) => void> {
  const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise((resolve) => socket.once("connect", resolve));
  const queue: string[] = [];
  let busy = false;
  let received = "";
  const next = () => {
    const body = queue.shift();
    busy = body !== undefined;
    if (body === undefined) return;
    socket.write(
      `POST /w/${property}/deliveries HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: https://example.com\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  };
  socket.on("data", (chunk) => {
    received += chunk.toString("latin1");
    const end = received.indexOf("\r\n\r\n");
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? Number.NaN);
    if (end < 0 || !(received.length >= end + 4 + length)) return;
    if (!received.includes('"status":"accepted"')) throw new Error(received);
    received = "";
    next();
  });
  return (body) => {
    queue.push(body);
    if (!busy) next();
  };
}
