import * as z from "zod/mini";
import { ApiKeyCreated } from "../../shared/api-key.ts";
import { setUp } from "../support/admin.ts";
import { startServer } from "../support/server.ts";
import { pipeline } from "./http-load.ts";
import type { BenchRow } from "./row.ts";
import { benchSubmissions } from "./submissions.ts";

/** How much is sent: `BENCH_API_SCALE=0.05` for a short look. */
const SCALE = Number(process.env.BENCH_API_SCALE ?? 1);
const UPSERTS = Math.ceil(9_000 * SCALE);
const BATCHES = Math.ceil(20 * SCALE);
const AT_ONCE = 32;
const BATCH = 1_000;
const LIMIT = "10000000";

/** A contact as a shop's software sends it. */
const contact = (kind: string, at: number) => ({
  userId: `${kind}-${at}`,
  name: `Person ${at}`,
  emails: [`${kind}.${at}@example.com`],
  phones: [`+4915${String(at).padStart(9, "0")}`],
  tags: ["customer"],
});

/**
 * New contacts a second over the REST API, answered after fsync: upserts, 32 at once, beside the figure of submissions in the same
 * run; and batches of 1,000, one after the other.
 */
export async function benchApi(): Promise<BenchRow[]> {
  const submissions = (await benchSubmissions()).find(({ name }) => name.includes("durable"));
  const server = await startServer({ FOYER_API_LIMIT: LIMIT });
  try {
    const { cookie, property } = await setUp(server);
    const created = await fetch(`${server.url}/api/properties/${property}/api-keys`, {
      method: "POST",
      headers: { cookie, "content-type": "application/json" },
      body: JSON.stringify({ name: "Bench", scopes: ["contacts:write"] }),
    });
    const { secret } = z.parse(ApiKeyCreated, await created.json());
    const load = (path: string, bodies: readonly unknown[], atOnce: number) =>
      pipeline({
        port: Number(new URL(server.url).port),
        path: `/api/v1/contacts/${path}`,
        bodies: bodies.map((body) => JSON.stringify(body)),
        atOnce,
        headers: { Authorization: `Bearer ${secret}` },
      });
    const upserts = (kind: string, count: number) =>
      load(
        "upsert",
        Array.from({ length: count }, (_, at) => contact(kind, at)),
        AT_ONCE,
      );
    await upserts("warm", Math.ceil(UPSERTS / 4));
    const single = await upserts("single", UPSERTS);
    const batches = await load(
      "batch",
      Array.from({ length: BATCHES }, (_, batch) => ({
        contacts: Array.from({ length: BATCH }, (_none, at) => contact("batch", batch * BATCH + at)),
      })),
      1,
    );
    return [
      { name: "submissions a second, 64 at once, durable", value: submissions?.value ?? 0, unit: "/s" },
      {
        name: "upserts a second, 32 at once, durable",
        value: UPSERTS / single.seconds,
        unit: "/s",
        baseline: 1_500,
        atLeastRatio: 1,
      },
      {
        name: "contacts a second in batches of 1,000",
        value: (BATCHES * BATCH) / batches.seconds,
        unit: "/s",
        baseline: 4_000,
        atLeastRatio: 1,
      },
    ];
  } finally {
    await server.stop();
  }
}
