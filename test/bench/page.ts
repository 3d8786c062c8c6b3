import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { PROPERTY, withProperty } from "../support/prepared-data.ts";
import { startServer } from "../support/server.ts";
import { makeFloor } from "./floor.ts";
import { HOST_CSS, heroPng, hostPage } from "./host-page.ts";
import { type OpenCost, type PageCost, runPage } from "./page-run.ts";
import type { BenchRow } from "./row.ts";

const RUNS = 5;
/** How long a pointer rests on the launcher of who has made up their mind, ms. */
const REST = 200;

/** No figure is more than so many times the floor's. */
const MOST = 1.3;
/** Differences of blocking below this are noise, ms. */
const NOISE = 30;

/** The runs of one page: the launcher is pressed at once, or after the pointer has rested on it. */
interface Runs {
  readonly cold: PageCost[];
  readonly hovered: PageCost[];
}

/**
 * Measures the cost of the built widget, served by the built server, for a page on a phone: processor at a quarter, 1.6 Mbit/s,
 * 150 ms a request. Medians of five runs, alternating with the same page without a widget, and with the floor
 * (`makeFloor`): what this machine makes of the same bytes.
 */
export async function benchPage(): Promise<BenchRow[]> {
  const server = await startServer({}, withProperty());
  const embed = `${server.url}/w/${PROPERTY}.js`;
  const site = await startHost(embed, await makeFloor(embed, "/floor/"));
  try {
    const bare: PageCost[] = [];
    const widget: Runs = { cold: [], hovered: [] };
    const floor: Runs = { cold: [], hovered: [] };
    for (let run = 0; run < RUNS; run++) {
      bare.push(await runPage(`${site.origin}/bare`, null));
      for (const [path, { cold, hovered }] of [
        ["/floor", floor],
        ["/", widget],
      ] as const) {
        cold.push(await runPage(site.origin + path, 0));
        hovered.push(await runPage(site.origin + path, REST));
      }
    }
    return rows(bare, widget, floor);
  } finally {
    site.close();
    await server.stop();
  }
}

function rows(bare: readonly PageCost[], widget: Runs, floor: Runs): BenchRow[] {
  const all = ({ cold, hovered }: Runs) => [...cold, ...hovered];
  const added = (runs: Runs, cost: (page: PageCost) => number) =>
    median(all(runs).map(cost)) - median(bare.map(cost));
  const opening = (runs: readonly PageCost[], cost: (open: OpenCost) => number) =>
    median(runs.flatMap(({ open }) => (open ? [cost(open)] : [])));
  const heap = (runs: Runs) => opening(all(runs), (o) => o.heap) - median(bare.map((p) => p.heap));
  const ratio = (name: string, unit: string, measure: (runs: Runs) => number): BenchRow => ({
    name,
    unit,
    value: measure(widget),
    baseline: measure(floor),
    atMostRatio: MOST,
  });
  // the floor may block for no time at all, so that there is no ratio
  const blocking = (name: string, measure: (runs: Runs) => number): BenchRow => ({
    name,
    unit: "ms",
    value: measure(widget),
    limit: Math.max(MOST * measure(floor), NOISE),
  });
  const absolute = { unit: "", limit: 0 };
  return [
    ratio("click to usable form, cold", "ms", ({ cold }) => opening(cold, (o) => o.usable)),
    ratio("click to usable form, pointer rested 200 ms", "ms", ({ hovered }) =>
      opening(hovered, (o) => o.usable),
    ),
    ratio("script added to the load", "ms", (runs) => added(runs, (p) => p.script)),
    ratio("script until the form is usable, cold", "ms", ({ cold }) => opening(cold, (o) => o.script)),
    blocking("blocking added to the load", (runs) => added(runs, (p) => p.blocking)),
    blocking("blocking to open, cold", ({ cold }) => opening(cold, (o) => o.blocking)),
    ratio("heap added, launcher only", "KB", (runs) => added(runs, (p) => p.heap)),
    ratio("heap added, form open", "KB", heap),
    { ...absolute, name: "layout shift added to the load", value: added(widget, (p) => p.shift) },
    {
      ...absolute,
      name: "layout shift on opening, after input too",
      value: opening(all(widget), (o) => o.shift),
    },
    {
      name: "largest paint later by (noise about 50)",
      value: added(widget, (p) => p.lcp),
      unit: "ms",
      limit: 50,
    },
    {
      name: "requests of a visitor who never chats",
      value: median(all(widget).map((p) => p.requests)),
      unit: "",
      limit: 2,
    },
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? high : (high + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The host's own server: the same page without a widget, with the floor's, and with Foyer's. */
async function startHost(
  embed: string,
  floor: Awaited<ReturnType<typeof makeFloor>>,
): Promise<{ origin: string; close(): void }> {
  const tag = (src: string) => `<script async src="${src}"></script>`;
  const html = (text: string) => ({
    type: "text/html; charset=utf-8",
    body: gzipSync(text),
    encoding: "gzip",
  });
  const files: Readonly<Record<string, { type: string; body: Buffer; encoding?: string }>> = {
    "/": html(hostPage(tag(embed))),
    "/floor": html(hostPage(tag("/floor/embed.js"))),
    "/bare": html(hostPage("")),
    "/host.css": { type: "text/css", body: Buffer.from(HOST_CSS) },
    "/hero.png": { type: "image/png", body: heroPng() },
    ...Object.fromEntries(
      floor.map(({ path, body }) => [path, { type: "text/javascript", body, encoding: "br" }]),
    ),
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
