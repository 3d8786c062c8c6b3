#!/usr/bin/env node
import { randomFillSync } from "node:crypto";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { getRequestListener } from "@hono/node-server";
import type { FoyerEvent } from "../shared/event.ts";
import { ensureSetupToken } from "./accounts/setup.ts";
import { createApp } from "./app.ts";
import { runCommand } from "./cli/run-command.ts";
import type { Deps } from "./deps.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { importRunnerFor } from "./imports/jobs/import-runner.ts";
import { createLive } from "./live/live.ts";
import { loadAssets } from "./platform/assets.ts";
import { createBus } from "./platform/bus.ts";
import { readConfig } from "./platform/config.ts";
import { openDatabase } from "./platform/database/open.ts";
import { createLog } from "./platform/log.ts";
import { StartupError } from "./platform/startup-error.ts";
import { openFileStore } from "./platform/storage/open.ts";
import { createParts } from "./services.ts";

const DIST = fileURLToPath(new URL("..", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** A whole draft of settings travels in the address of the live preview; bytes. */
const MAX_HEADERS = 64 * 1024;
/** A request may take so long to arrive, ms: the largest file over a slow line. Node's own five minutes would cut it off. */
const ARRIVAL = 3_600_000;

/** Random bytes from a pool: one system call for many small draws. */
function pooledRandom(): Deps["random"] {
  const pool = new Uint8Array(8_192);
  let used = pool.length;
  return (bytes) => {
    if (bytes > pool.length) return randomFillSync(new Uint8Array(bytes));
    if (used + bytes > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += bytes;
    return pool.slice(used - bytes, used);
  };
}

async function openDeps(): Promise<Deps> {
  const config = readConfig(process.env, ROOT);
  makeDataFolder(config.data);
  const log = createLog(config.logLevel);
  const bus = createBus<FoyerEvent>((err) => log.error({ err }, "a listener of the bus failed"));
  const database = await openDatabase(config.database);
  return {
    config,
    database: database.publishingTo(bus.emit),
    files: openFileStore(config, { fetch, now: Date.now }),
    log,
    assets: loadAssets(DIST),
    bus,
    now: Date.now,
    random: pooledRandom(),
  };
}

async function command(args: readonly string[]): Promise<void> {
  const deps = await openDeps();
  const code = await runCommand(deps, args, { out: process.stdout, err: process.stderr });
  await deps.database.close();
  process.exitCode = code;
}

async function start(): Promise<void> {
  const deps = await openDeps();
  const { config, database } = deps;
  const parts = await createParts(deps);
  const app = await createApp(deps, parts);
  const live = createLive(parts);
  const server = createServer(
    { maxHeaderSize: MAX_HEADERS, requestTimeout: ARRIVAL },
    getRequestListener(app.fetch),
  );
  server.on("upgrade", live.handleUpgrade);
  const { port } = await listen(server, config.port, config.host);
  const stopHousekeeping = startHousekeeping(deps);
  live.start();
  const imports = importRunnerFor(deps);
  imports.watch();

  const base = config.publicUrl ?? `http://localhost:${port}`;
  const token = await ensureSetupToken(deps);
  const lines = [
    `Demo page:  ${base}/demo`,
    `Dashboard:  ${base}/dashboard/`,
    ...(token ? [`First run:  ${base}/dashboard/setup?token=${token}`] : []),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);

  const stop = async () => {
    stopHousekeeping();
    live.stop();
    server.close();
    server.closeIdleConnections();
    await imports.stop();
    await database.close();
    process.exit(0);
  };
  process.once("SIGINT", () => void stop());
  process.once("SIGTERM", () => void stop());
}

function makeDataFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartupError(
      "bad_setting",
      `FOYER_DATA is "${path}", but that can't be used as a folder: ${reason}`,
      {
        cause,
      },
    );
  }
}

function listen(
  server: ReturnType<typeof createServer>,
  port: number,
  host: string | null,
): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      const words = taken
        ? `Port ${port} is in use by another program. Stop it, or set PORT to a free one.`
        : `Cannot listen on port ${port} (PORT) of ${host ?? "this machine"} (FOYER_HOST): ${error.message}`;
      reject(new StartupError(taken ? "port_in_use" : "bad_setting", words, { cause: error }));
    });
    server.listen({ port, ...(host && { host }) }, () => resolve(server.address() as AddressInfo));
  });
}

// an import makes garbage by the gigabyte: otherwise it is left lying until it is several times what is needed
setFlagsFromString("--heap-growing-percent=50");

const args = process.argv.slice(2);
(args.length ? command(args) : start()).catch((error: unknown) => {
  const words = error instanceof StartupError ? `${error.message} (${error.code})` : error;
  process.stderr.write(`Foyer cannot start. ${words instanceof Error ? words.stack : words}\n`);
  process.exit(1);
});
