import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { HttpClient, HttpOutcome } from "../../platform/http-client/http-client.ts";
import { newId } from "../../platform/ids.ts";
import { settleWithin } from "../../platform/jobs/settle-within.ts";
import { coalesceRuns } from "../../platform/jobs/table-queue.ts";
import { writeResult } from "../../platform/jobs/write-result.ts";
import { randomFraction } from "../../platform/random-fraction.ts";
import type { EndedNotice } from "../endpoints/tell-admins.ts";
import { signedHeaders } from "../endpoints/webhook-secret.ts";
import {
  type ClaimedDelivery,
  claimDeliveries,
  LEASE,
  recoverDeliveries,
  renewLeases,
} from "./claim-deliveries.ts";
import { type Attempt, noteResult } from "./note-result.ts";

export interface WebhookWorkerDeps extends Pick<Deps, "database" | "log" | "bus" | "now" | "random"> {
  readonly http: HttpClient;
  readonly tellAdmins: (tx: Tx, notice: EndedNotice) => Promise<void>;
}

/** Sends the webhooks of the queue. */
export interface WebhookWorker {
  /** Sends what is due, and resolves when nothing is. */
  catchUp(): Promise<void>;
  /** Starts to send in the background, at once when an event is queued. */
  start(): void;
  /** Ends after the requests that are under way, or after ten seconds. The rest is continued by the next process. */
  stop(): Promise<void>;
}

/** How often the queue is looked at for events of other processes, and for those that are due again, ms. */
const POLL = 1_000;
/** Requests at the same time. */
const MAX_TOTAL = 100;
/** How long `stop` waits, ms. */
const PATIENCE = 10_000;
/** Of an answer's body, the characters that are stored. */
const MAX_ANSWER = 4_000;

/**
 * Makes the worker. Several processes may work on one queue: each holds what it sends by a lease, and takes over what a process that
 * died has left.
 */
export function createWebhookWorker(deps: WebhookWorkerDeps): WebhookWorker {
  const { database, log, now } = deps;
  const runner = newId(deps);
  const sending = new Map<ClaimedDelivery, Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let isStopping = false;
  let stopListening: (() => void) | null = null;

  const random = () => randomFraction(deps.random);
  const sendingTo = (endpoint: string) =>
    [...sending.keys()].filter((one) => one.endpoint === endpoint).length;

  const round = coalesceRuns(async () => {
    await recoverDeliveries(database, runner, now());
    while (!isStopping) {
      const capacity = MAX_TOTAL - sending.size;
      const claimed = await claimDeliveries(database, { runner, now: now(), capacity, sendingTo });
      for (const delivery of claimed) begin(delivery);
      if (!claimed.length) return;
    }
  });
  const run = () => {
    if (isStopping) return;
    round().catch((err: unknown) =>
      log.error({ err }, "could not read the queue of webhooks; it tries again"),
    );
  };
  const begin = (delivery: ClaimedDelivery) => {
    const done = send(deps, delivery)
      .then((attempt) => writeResult(() => noteResult({ ...deps, random, runner }, delivery, attempt)))
      .catch((err: unknown) =>
        log.error(
          { err, event: delivery.event },
          "could not write the result of a webhook; it is sent again",
        ),
      )
      .finally(() => {
        sending.delete(delivery);
        // a place is free
        run();
      });
    sending.set(delivery, done);
  };
  const renew = () => {
    if (!sending.size) return;
    renewLeases(database, runner, now()).catch((err: unknown) =>
      log.warn({ err }, "could not renew the leases of webhooks; another process may send them again"),
    );
  };
  const settle = () => Promise.all(sending.values());

  return {
    async catchUp() {
      do {
        await round();
        await settle();
        await round();
      } while (sending.size);
    },
    start() {
      stopListening = deps.bus.on((event) => {
        if (event.kind === "webhooks_queued") run();
      });
      timers.add(setInterval(run, POLL).unref());
      timers.add(setInterval(renew, LEASE / 3).unref());
      run();
    },
    async stop() {
      isStopping = true;
      stopListening?.();
      await settleWithin(settle(), PATIENCE);
      for (const timer of timers) clearInterval(timer);
    },
  };
}

async function send({ http, now }: WebhookWorkerDeps, delivery: ClaimedDelivery): Promise<Attempt> {
  const startedAt = now();
  const { event: id, body, url: address } = delivery;
  const outcome = await http({
    address,
    headers: signedHeaders(delivery, { id, body, now: startedAt }),
    body,
  });
  return toAttempt(outcome, now() - startedAt);
}

function toAttempt(outcome: HttpOutcome, duration: number): Attempt {
  if (outcome.kind === "unanswered") {
    const { code } = outcome;
    return {
      end: { kind: "failure", code, status: null, retryAfter: null },
      status: null,
      answer: null,
      duration,
    };
  }
  const { status, body, headers } = outcome.answer;
  const answer = body.slice(0, MAX_ANSWER);
  if (outcome.kind === "success") return { end: { kind: "success" }, status, answer, duration };
  const retryAfter = headers["retry-after"] ?? null;
  return { end: { kind: "failure", code: outcome.code, status, retryAfter }, status, answer, duration };
}
