import { startServer } from "../support/server.ts";
import { residentMegabytes } from "./resident.ts";
import type { BenchRow } from "./row.ts";

const RUNS = 5;

/** From the start of the built server's process to its first answer, and what it holds in memory at rest. */
export async function benchStart(): Promise<BenchRow[]> {
  const times: number[] = [];
  const sizes: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const server = await startServer();
    times.push(server.startedIn);
    sizes.push(residentMegabytes(server.pid));
    await server.stop();
  }
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN;
  return [
    {
      name: "start to first answer, empty database",
      value: middle(times),
      unit: "ms",
      limit: 1_000,
      wanted: 500,
    },
    ...(sizes.every(Number.isFinite)
      ? [{ name: "resident at rest", value: middle(sizes), unit: "MB", limit: 128, wanted: 90 }]
      : []),
  ];
}
