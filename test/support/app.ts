import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { createApp } from "../../server/app.ts";
import type { Deps } from "../../server/deps.ts";
import { createBus } from "../../server/platform/bus.ts";
import { type Config, readConfig } from "../../server/platform/config.ts";
import type { Database } from "../../server/platform/database/open.ts";
import type { Schema } from "../../server/platform/database/schema.ts";
import { type Assets, createAsset } from "../../server/platform/http/assets.ts";
import { createLog } from "../../server/platform/log.ts";
import { openFileStore } from "../../server/platform/storage/open.ts";
import { insertProperty } from "../../server/properties/store.ts";
import { createServices, type Services } from "../../server/services.ts";
import { createWebhookRecorder } from "../../server/webhooks/events/record-events.ts";
import type { FoyerEvent } from "../../shared/event.ts";
import { defaultSettings, type PropertySettings } from "../../shared/property.ts";
import { seededBytes, type TestClock, testClock } from "./clock.ts";

/** The real app over a real database, with a clock that stands still and randomness that repeats. */
export interface TestApp {
  readonly app: Hono;
  readonly deps: Deps;
  /** The services that the app shares with the live connections. */
  readonly parts: Services;
  readonly clock: TestClock;
  /** The log, one JSON line for each entry. */
  readonly logged: string[];
}

/** Named like built files; what is in them matters only to the tests of the built product. */
const ASSETS: Assets = {
  embed: "boot(__FOYER_SETTINGS__);",
  fullEmbed: "boot(__FOYER_SETTINGS__);",
  panelHash: "Hash1234",
  dashboard: { script: "dashboard-1.js", styles: [] },
  apiDocs: { script: "api-docs-1.js", styles: [] },
  guides: { script: "guides-1.js", styles: ["guides-1.css"] },
  file: (folder, name) => {
    if (folder === "compat") return createAsset(name, Buffer.from("install(__FOYER_PLACE__)"));
    if (name !== "panel.js") return undefined;
    return {
      type: "text/javascript; charset=utf-8",
      etag: '"panel"',
      body: Buffer.from("export {};".repeat(100)),
    };
  },
};

/**
 * Makes the app for `app.request`.
 *
 * @param config settings that differ from the defaults; limits are out of the way unless they are given
 */
export async function testApp(database: Database, config: Partial<Config> = {}, seed = 1): Promise<TestApp> {
  const clock = testClock();
  const logged: string[] = [];
  const whole = {
    ...readConfig({}, "/nowhere"),
    // of its own: the IDs of two apps are equal, and so are the names of their files
    data: join(tmpdir(), `foyer-data-${randomUUID()}`),
    visitorLimit: 1_000_000,
    addressLimit: 1_000_000,
    ...config,
  };
  const bus = createBus<FoyerEvent>((error) => {
    throw error;
  });
  const log = createLog(whole.logLevel, { write: (line) => void logged.push(line) });
  const deps: Deps = {
    config: whole,
    database: database
      .publishingTo(bus.emit)
      .recordingTo(createWebhookRecorder({ now: clock.now, random: seededBytes(seed + 1) })),
    files: openFileStore(whole, { fetch, now: clock.now }),
    log,
    assets: ASSETS,
    bus,
    fetch,
    now: clock.now,
    random: seededBytes(seed),
  };
  const parts = await createServices(deps);
  return { app: await createApp(deps, parts), deps, parts, clock, logged };
}

/** Makes a property without anybody signing in. @returns its ID */
export async function addProperty(
  { database, now }: Pick<Deps, "database" | "now">,
  settings: Partial<PropertySettings> = {},
  id = "shop000001",
): Promise<string> {
  const whole = { ...defaultSettings("Shop", "UTC"), ...settings };
  await database.write((tx) => insertProperty(tx, { id, settings: whole, now: now() }));
  return id;
}

/** All rows of a table, in no particular order. */
export async function rowsOf<T extends keyof Schema>(
  { deps }: Pick<TestApp, "deps">,
  table: T,
): Promise<Schema[T][]> {
  // Kysely can't see that a table chosen by a type parameter has that table's rows
  const rows: unknown = await deps.database.read.selectFrom<keyof Schema>(table).selectAll().execute();
  return rows as Schema[T][];
}
