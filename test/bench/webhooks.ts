import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { withData } from "../support/prepared-data.ts";
import { type ServerProcess, startServer } from "../support/server.ts";
import { percentile, watchVisitor } from "./bench-server.ts";
import { residentMegabytes } from "./resident.ts";
import type { BenchRow } from "./row.ts";
import { enableEndpoint, makeEndpoint, makeProperty, queueEventsFor } from "./webhook-events.ts";

const EVENTS = Number(process.env.FOYER_BENCH_EVENTS ?? 100_000);
/** How many wait for an endpoint that does not answer, and how many are sent to another meanwhile. */
const WAITING = EVENTS / 10;
const BESIDE = EVENTS / 5;
/** How long the endpoint takes for its answer, ms. */
const SLOW = 50;
/** How long visits are watched before anything is sent, ms. */
const QUIET = 5_000;
/** The longest wait for all events of a part, ms. */
const PATIENCE = 1_200_000;

/** An owner's server, which counts what it gets. */
interface Endpoint {
  readonly url: string;
  readonly count: () => number;
  readonly stop: () => void;
}

/** @param delay ms until the answer; null: there is none */
async function startEndpoint(delay: number | null): Promise<Endpoint> {
  let count = 0;
  const listener: RequestListener = (request, response) => {
    request.resume().once("end", () => {
      count++;
      if (delay !== null) setTimeout(() => response.writeHead(204).end(), delay);
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, count: () => count, stop };
}

/** Waits until an endpoint has got so many events. @returns ms */
async function timeUntil({ count }: Endpoint, wanted: number): Promise<number> {
  const begun = performance.now();
  while (count() < wanted) {
    if (performance.now() - begun > PATIENCE) throw new Error(`Only ${count()} of ${wanted} events came`);
    await pause(20);
  }
  return performance.now() - begun;
}

/**
 * Events that wait in the queue, sent by one process to an endpoint that takes 50 ms for each: their rate, the server's memory and the
 * visits meanwhile; then the same beside an endpoint that does not answer.
 */
export async function benchWebhooks(): Promise<BenchRow[]> {
  const endpoint = await startEndpoint(SLOW);
  const dead = await startEndpoint(null);
  const server = await startServer(
    {
      FOYER_VISITOR_LIMIT: "1000000",
      FOYER_ADDRESS_LIMIT: "10000000",
      FOYER_PRIVATE_NETWORKS: "127.0.0.1",
    },
    (data) => withData(data, makeProperty),
  );
  try {
    return await measure(server, endpoint, dead);
  } finally {
    await server.stop();
    endpoint.stop();
    dead.stop();
  }
}

async function measure(server: ServerProcess, endpoint: Endpoint, dead: Endpoint): Promise<BenchRow[]> {
  const port = Number(new URL(server.url).port);
  const inDatabase = <T>(use: Parameters<typeof withData<T>>[1]) => withData(server.data, use);
  const [id, deadId] = await inDatabase(async (database) => {
    const ids = [await makeEndpoint(database, endpoint.url), await makeEndpoint(database, dead.url)] as const;
    await queueEventsFor(database, ids[0], EVENTS);
    await queueEventsFor(database, ids[1], WAITING);
    return ids;
  });
  const quiet = watchVisitor(port);
  await pause(QUIET);
  const before = await quiet.stop();

  const busy = watchVisitor(port);
  await inDatabase((database) => enableEndpoint(database, id));
  const firstAt = await timeUntil(endpoint, EVENTS / 10);
  const atFirst = residentMegabytes(server.pid);
  const restTook = await timeUntil(endpoint, EVENTS);
  const atEnd = residentMegabytes(server.pid);
  const during = await busy.stop();

  await inDatabase((database) => enableEndpoint(database, deadId));
  await timeUntil(dead, 1);
  await inDatabase((database) => queueEventsFor(database, id, BESIDE));
  await timeUntil(endpoint, EVENTS + BESIDE / 10);
  const besideTook = await timeUntil(endpoint, EVENTS + BESIDE);

  const rate = (EVENTS * 0.9) / (restTook / 1_000);
  const seconds = (firstAt + restTook) / 1_000;
  return [
    { name: `${EVENTS} events sent in`, value: seconds, unit: "s" },
    {
      name: `  events a second to an endpoint that takes ${SLOW} ms`,
      value: rate,
      unit: "/s",
      baseline: 200,
      atLeastRatio: 1,
    },
    {
      name: "  memory at the end, more than at a tenth",
      value: atEnd - atFirst,
      unit: "MB",
      limit: 32,
    },
    { name: "  visits before, 99th percentile", value: percentile(before, 0.99), unit: "ms" },
    { name: "  visits meanwhile, 99th percentile", value: percentile(during, 0.99), unit: "ms", limit: 100 },
    {
      name: `  events a second while ${WAITING} wait for a dead endpoint`,
      value: (BESIDE * 0.9) / (besideTook / 1_000),
      unit: "/s",
      baseline: rate,
      atLeastRatio: 0.8,
    },
  ];
}
