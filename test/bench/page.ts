import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { PROPERTY, withProperty } from "../support/prepared-data.ts";
import { startServer } from "../support/server.ts";
import { HOST_CSS, heroPng, hostPage } from "./host-page.ts";
import { type OpenCost, type PageCost, runPage } from "./page-run.ts";
import type { BenchRow } from "./row.ts";

const RUNS = 5;
/** How long a pointer rests on the launcher of who has made up their mind, ms. */
const REST = 200;

/**
 * What the built widget, served by the built server, costs a page on a phone: processor at a quarter, 1.6 Mbit/s,
 * 150 ms a request. Medians of five runs, alternating with the same page without the widget.
 */
export async function benchPage(): Promise<BenchRow[]> {
  const server = await startServer({}, withProperty());
  const site = await startHost(`<script async src="${server.url}/w/${PROPERTY}.js"></script>`);
  try {
    const [bare, cold, hovered]: [PageCost[], PageCost[], PageCost[]] = [[], [], []];
    for (let run = 0; run < RUNS; run++) {
      bare.push(await runPage(`${site.origin}/bare`, null));
      cold.push(await runPage(`${site.origin}/`, 0));
      hovered.push(await runPage(`${site.origin}/`, REST));
    }
    return rows(bare, cold, hovered);
  } finally {
    site.close();
    await server.stop();
  }
}

function rows(
  bare: readonly PageCost[],
  cold: readonly PageCost[],
  hovered: readonly PageCost[],
): BenchRow[] {
  const full = [...cold, ...hovered];
  const added = (cost: (page: PageCost) => number) => median(full.map(cost)) - median(bare.map(cost));
  const opening = (runs: readonly PageCost[], cost: (open: OpenCost) => number) =>
    median(runs.flatMap(({ open }) => (open ? [cost(open)] : [])));
  return [
    {
      name: "click to usable form, cold",
      value: opening(cold, (o) => o.usable),
      unit: "ms",
      limit: 400,
      wanted: 300,
    },
    {
      name: "click to usable form, pointer rested 200 ms",
      value: opening(hovered, (o) => o.usable),
      unit: "ms",
      limit: 150,
      wanted: 100,
    },
    { name: "script added to the load", value: added((p) => p.script), unit: "ms", limit: 30, wanted: 15 },
    {
      name: "script to open, cold",
      value: opening(cold, (o) => o.script),
      unit: "ms",
      limit: 60,
      wanted: 40,
    },
    {
      name: "blocking added to the load (noise about 30)",
      value: added((p) => p.blocking),
      unit: "ms",
      limit: 30,
    },
    { name: "blocking to open, cold", value: opening(cold, (o) => o.blocking), unit: "ms", limit: 30 },
    { name: "layout shift added to the load", value: added((p) => p.shift), unit: "", limit: 0 },
    {
      name: "layout shift on opening, after input too",
      value: opening(full, (o) => o.shift),
      unit: "",
      limit: 0,
    },
    { name: "largest paint later by (noise about 50)", value: added((p) => p.lcp), unit: "ms", limit: 50 },
    {
      name: "requests of a visitor who never chats",
      value: median(full.map((p) => p.requests)),
      unit: "",
      limit: 2,
    },
    { name: "heap added, launcher only", value: added((p) => p.heap), unit: "KB" },
    {
      name: "heap added, form open",
      value: opening(full, (o) => o.heap) - median(bare.map((p) => p.heap)),
      unit: "KB",
    },
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? high : (high + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The host's own server: the same page with and without the tag. */
async function startHost(tag: string): Promise<{ origin: string; close(): void }> {
  const html = (text: string) => ({
    type: "text/html; charset=utf-8",
    body: gzipSync(text),
    encoding: "gzip",
  });
  const files: Readonly<Record<string, { type: string; body: Buffer; encoding?: string }>> = {
    "/": html(hostPage(tag)),
    "/bare": html(hostPage("")),
    "/host.css": { type: "text/css", body: Buffer.from(HOST_CSS) },
    "/hero.png": { type: "image/png", body: heroPng() },
  };
  const http = createServer((request, response) => {
    const file = files[request.url ?? ""];
    if (!file) return void response.writeHead(404).end();
    const encoding = file.encoding ? { "Content-Encoding": file.encoding } : {};
    response.writeHead(200, { "Content-Type": file.type, ...encoding }).end(file.body);
  });
  await new Promise<void>((resolve) => http.listen(0, "localhost", resolve));
  return {
    origin: `http://localhost:${(http.address() as AddressInfo).port}`,
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}
