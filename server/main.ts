#!/usr/bin/env node
import { mkdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { getRequestListener } from "@hono/node-server";
import type { FoyerEvent } from "../shared/event.ts";
import { ensureSetupToken } from "./accounts/set-up.ts";
import { startTaggingConversations } from "./activity/tag-conversations.ts";
import { arrivalTime, createApp } from "./app.ts";
import { isCancellable, runCommandLine } from "./cli/run-command.ts";
import { startTicketingLeftChats } from "./conversations/tickets/ticket-left-chats.ts";
import type { Deps } from "./deps.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { createLive } from "./live/live.ts";
import { startFailureMarks } from "./mail/outbound/mark-failures.ts";
import { createBus } from "./platform/bus.ts";
import { basePath, type Config, readConfig } from "./platform/config.ts";
import { openDatabase } from "./platform/database/open.ts";
import { logSlowStatements } from "./platform/database/slow-statements.ts";
import { loadAssets } from "./platform/http/assets.ts";
import { withoutBase } from "./platform/http/base-path.ts";
import { limitArrival } from "./platform/http/limit-arrival.ts";
import {
  answerMalformedRequests,
  malformedResponse,
  SERVER_OPTIONS,
} from "./platform/http/malformed-request.ts";
import { ARRIVAL } from "./platform/limits.ts";
import { createLog } from "./platform/log.ts";
import { pooledRandom } from "./platform/pooled-random.ts";
import { StartupError } from "./platform/startup-error.ts";
import { openFileStore } from "./platform/storage/open.ts";
import { makePrivate, PRIVATE_UMASK } from "./platform/storage/private-folder.ts";
import { createServices } from "./services.ts";
import { createWebhookRecorder } from "./webhooks/events/record-events.ts";

const DIST = fileURLToPath(new URL("..", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The data folder of the development server, which `server/dev.mjs` names too. */
const DEV_DATA = "data/dev";
/** The live preview sends a whole draft of the settings in its address; bytes. */
const MAX_HEADERS = 64 * 1024;
/** Node's limit for all routes, ms; its default is five minutes. `arrivalTime` has the limits of each. */
const REQUEST_TIMEOUT = ARRIVAL.large;

async function openDeps(config: Config): Promise<Deps> {
  process.umask(PRIVATE_UMASK);
  makeDataFolder(config.data);
  const log = createLog(config.logLevel);
  const bus = createBus<FoyerEvent>((err) => log.error({ err }, "a listener of the bus failed"));
  const random = pooledRandom();
  const database = await openDatabase(config.database, logSlowStatements(log));
  // only now: a folder in which no database can be opened is not Foyer's
  const open = makePrivate(config.data);
  if (open.length)
    log.warn({ files: open.length, first: open[0] }, "others may read files of the data folder");
  return {
    config,
    database: database.publishingTo(bus.emit).recordingTo(createWebhookRecorder({ now: Date.now, random })),
    files: openFileStore(config, { fetch, now: Date.now }),
    log,
    assets: loadAssets(DIST),
    bus,
    fetch,
    now: Date.now,
    random,
  };
}

/**
 * The settings of a command. The sample data goes into the folder of `npm run dev` unless a setting names another place;
 * only in that folder, older data is removed first.
 */
function commandConfig(command: string | undefined): Config {
  const { FOYER_DATA, FOYER_DATABASE_URL } = process.env;
  if (command !== "seed" || FOYER_DATA || FOYER_DATABASE_URL) return readConfig(process.env, ROOT);
  const config = readConfig({ ...process.env, FOYER_DATA: DEV_DATA }, ROOT);
  rmSync(config.data, { recursive: true, force: true });
  return config;
}

async function command(args: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  // a second Ctrl-C ends the process
  if (isCancellable(args)) process.once("SIGINT", () => interruption.abort());
  process.exitCode = await runCommandLine({
    open: () => openDeps(commandConfig(args[0])),
    args,
    terminal: { out: process.stdout, err: process.stderr, interrupted: interruption.signal },
  });
}

async function start(): Promise<void> {
  const deps = await openDeps(readConfig(process.env, ROOT));
  const services = await createServices(deps);
  const app = await createApp(deps, services);
  const live = createLive(services);
  const base = basePath(deps.config);
  const server = createServer(
    { ...SERVER_OPTIONS, maxHeaderSize: MAX_HEADERS, requestTimeout: REQUEST_TIMEOUT },
    limitArrival(getRequestListener(app.fetch, { errorHandler: malformedResponse }), (path) =>
      arrivalTime(withoutBase(path, base)),
    ),
  );
  answerMalformedRequests(server);
  server.on("upgrade", live.handleUpgrade);
  const { port } = await listen(server, deps.config);
  const stopHousekeeping = startHousekeeping(deps);
  const stopTicketing = startTicketingLeftChats(services);
  live.start();
  services.importRunner.watch();
  services.mailWorker.start();
  services.mailboxWorker.start();
  services.sourceWorker.start();
  const stopAnswers = services.answerWorker.start();
  const stopMarks = startFailureMarks(services);
  const stopTagging = startTaggingConversations(services);
  services.notificationWorker.start();
  services.webhookWorker.start();
  services.alertWorker.start();
  const token = await ensureSetupToken(deps);
  printAddresses(deps.config, deps.config.publicUrl ?? `http://localhost:${port}`, token);

  const stop = async () => {
    stopHousekeeping();
    stopTicketing();
    stopAnswers();
    stopMarks();
    stopTagging();
    live.stop();
    server.close();
    server.closeIdleConnections();
    await Promise.all([services.notificationWorker.stop(), services.alertWorker.stop()]);
    await Promise.all([
      services.importRunner.stop(),
      services.mailWorker.stop(),
      services.mailboxWorker.stop(),
      services.webhookWorker.stop(),
      services.sourceWorker.stop(),
    ]);
    await deps.database.close();
    process.exit(0);
  };
  process.once("SIGINT", () => void stop());
  process.once("SIGTERM", () => void stop());
}

/** @param setupToken the token of the first-run link; null once Foyer is set up */
function printAddresses({ demo }: Pick<Config, "demo">, base: string, setupToken: string | null): void {
  const lines = [
    ...(demo ? [`Demo page:  ${base}/demo`] : []),
    `Dashboard:  ${base}/dashboard/`,
    ...(setupToken ? [`First run:  ${base}/dashboard/setup?token=${setupToken}`] : []),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** @throws StartupError `bad_setting` */
function makeDataFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `FOYER_DATA is "${path}", but that can't be used as a folder: ${reason}`;
    throw new StartupError("bad_setting", message, { cause });
  }
}

/** @throws StartupError `port_in_use`, `bad_setting` */
function listen(server: Server, { port, host }: Pick<Config, "port" | "host">): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      const message = isTaken
        ? `Port ${port} is in use by another program. Stop it, or set PORT to a free one.`
        : `Cannot listen on port ${port} (PORT) of ${host ?? "this machine"} (FOYER_HOST): ${error.message}`;
      reject(new StartupError(isTaken ? "port_in_use" : "bad_setting", message, { cause: error }));
    });
    server.listen({ port, ...(host && { host }) }, () => resolve(server.address() as AddressInfo));
  });
}

// an import produces gigabytes of garbage; by default the heap would grow to several times what is in use
setFlagsFromString("--heap-growing-percent=50");

const args = process.argv.slice(2);
(args.length ? command(args) : start()).catch((error: unknown) => {
  const isExpected = error instanceof StartupError;
  const message = isExpected
    ? `${error.message} (${error.code})`
    : error instanceof Error
      ? error.stack
      : error;
  process.stderr.write(`Foyer cannot start. ${message}\n`);
  process.exit(1);
});
