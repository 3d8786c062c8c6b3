import type { Delivery, Receipt } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import { MAX_DELIVERIES_AT_ONCE } from "../../shared/rules/limits.ts";
import { retryDelay } from "../../shared/rules/retry.ts";
import { proofOf, type VisitorRecord } from "../embed/visitor-record.ts";
import type { CancelTimer } from "./cancel-timer.ts";
import type { IntermediaryAnswer } from "./intermediary-answer.ts";
import type { OutboxEvent } from "./outbox-event.ts";
import {
  idsOf,
  type OutboxEntry,
  type OutboxStore,
  type StorageKind,
  withMemoryFallback,
} from "./outbox-store.ts";
import type { TabEvent } from "./tabs.ts";

/** The most characters of deliveries in one request. */
const MAX_CHARACTERS = 60_000;

/** How long another tab may take to send before this one takes over, ms. While it is open, it holds the lock. */
const TAKEOVER_DELAY = 10_000;

/** The result of sending a batch. */
export interface SendResult {
  readonly receipts?: readonly Receipt[] | undefined;
  /** The server refused the whole batch; a single bad entry may be the reason. */
  readonly problem?: Problem | null;
  /** The refusing party, if it is not the server. */
  readonly answer?: IntermediaryAnswer | undefined;
  /** The Retry-After header, for a batch with neither receipts nor a problem, which is sent again. */
  readonly retryAfter: string | null;
}

export interface OutboxOptions {
  readonly disk: OutboxStore;
  send(batch: readonly OutboxEntry[]): Promise<SendResult>;
  /** Runs a job while no other tab runs one. */
  exclusively<T>(job: () => Promise<T>): Promise<T>;
  publish(event: OutboxEvent): void;
  /** Tells the next page whether deliveries wait. */
  setPending(pending: boolean): void;
  /** By the visitor's clock, ms since 1970: for a Retry-After that is a date. */
  now(): number;
  /** The time since the page was opened, ms, whatever becomes of the clock. */
  monotonicNow(): number;
  random(): number;
  /** Calls a job after so many ms. */
  after(ms: number, job: () => void): CancelTimer;
}

export interface Outbox {
  /**
   * Adds a delivery. Resolves once it is stored until the server has it: on disk, or in memory if the browser blocks
   * storage or has no room (R21).
   *
   * @param replaces the ID of a refused delivery that this one replaces, in the same transaction
   */
  put(delivery: Delivery, visitor: VisitorRecord, replaces: string | null): Promise<StorageKind>;
  /** Whether the browser stores anything at all. */
  probe(): Promise<StorageKind>;
  /** All entries, oldest first. */
  all(): Promise<OutboxEntry[]>;
  discard(id: string): Promise<void>;
  /** Sends at once: at the start, when the network is back, and when the page becomes visible (R22). */
  flush(): void;
  /** Another tab has published an event: this tab waits while that one is sending. */
  onRemoteEvent(event: TabEvent): void;
  stop(): void;
}

/** The entries to send next: the oldest that wait, of one visitor, as many as fit into a request. */
export function nextBatch(entries: readonly OutboxEntry[], maxCount: number): OutboxEntry[] {
  const batch: OutboxEntry[] = [];
  let characters = 0;
  for (const entry of entries) {
    if (entry.problem) continue;
    characters += JSON.stringify(entry.delivery).length;
    const [first = entry] = batch;
    const fits = first === entry || (batch.length < maxCount && characters <= MAX_CHARACTERS);
    if (!fits || proofOf(entry.visitor) !== proofOf(first.visitor)) break;
    batch.push(entry);
  }
  return batch;
}

/**
 * Runs a job in one tab at a time, and again if it was asked for meanwhile.
 *
 * @param job resolves to the wait before its next run, ms; null: there is nothing left to do
 */
function createLoop({ exclusively, after }: OutboxOptions, job: () => Promise<number | null>) {
  let isRunning = false;
  let runAgain = false;
  let isStopped = false;
  let cancel: CancelTimer = () => undefined;

  async function run(): Promise<void> {
    cancel();
    if (isRunning || isStopped) {
      runAgain = true;
      return;
    }
    isRunning = true;
    let wait: number | null;
    do {
      runAgain = false;
      wait = await exclusively(job).catch(job); // locks are blocked; the server answers a repeat with the same receipt
    } while (runAgain && !isStopped);
    isRunning = false;
    if (wait !== null && !isStopped) cancel = after(wait, run);
  }

  return {
    run,
    isStopped: () => isStopped,
    runAfter(ms: number): void {
      cancel();
      cancel = after(ms, run);
    },
    stop(): void {
      isStopped = true;
      cancel();
    },
  };
}

type Store = ReturnType<typeof withMemoryFallback>;
type Publish = OutboxOptions["publish"];

/** A refused text is stored, so that the visitor can correct it (R22). A visitor cannot correct other deliveries. */
async function refuse(
  store: Store,
  publish: Publish,
  entry: OutboxEntry,
  problem: Problem,
  answer?: IntermediaryAnswer,
): Promise<void> {
  const { id, kind } = entry.delivery;
  if (kind === "submission" || kind === "message") await store.put({ ...entry, problem }, []);
  else await store.remove(id);
  publish({ kind: "refused", entry, problem, answer });
}

/**
 * Removes the deliveries that have a receipt.
 *
 * @returns whether there was a receipt for any of them
 */
async function settle(
  store: Store,
  publish: Publish,
  batch: readonly OutboxEntry[],
  receipts: readonly Receipt[],
): Promise<boolean> {
  let settled = false;
  for (const entry of batch) {
    const { id } = entry.delivery;
    const receipt = receipts.find((one) => one.id === id);
    settled ||= !!receipt;
    if (receipt?.status === "refused") await refuse(store, publish, entry, receipt.problem as Problem);
    else if (receipt) {
      await store.remove(id);
      publish({ kind: "accepted", entry, ticket: receipt.ticket ?? null });
    }
  }
  return settled;
}

/** Opens the durable queue of a property's deliveries in this browser (R21–R23). */
export function openOutbox(options: OutboxOptions): Outbox {
  const { publish, setPending, monotonicNow } = options;
  const store = withMemoryFallback(options.disk);
  const loop = createLoop(options, sendAll);
  let maxCount = MAX_DELIVERIES_AT_ONCE;
  let failures = 0;
  /** By `monotonicNow`. */
  let notBefore = 0;

  async function put(
    delivery: Delivery,
    visitor: VisitorRecord,
    replaces: string | null,
  ): Promise<StorageKind> {
    // before, in case the page dies meanwhile, and after, in case a tab that saw an empty outbox has cleared the flag
    setPending(true);
    const storage = await store.put({ delivery, visitor, problem: null }, replaces ? [replaces] : []);
    setPending(true);
    if (storage === "disk") publish({ kind: "queued", delivery });
    flush();
    return storage;
  }

  function postpone(batch: readonly OutboxEntry[], retryAfter: string | null): number {
    const wait = retryDelay(++failures, options.random(), retryAfter, options.now());
    notBefore = monotonicNow() + wait;
    setPending(true);
    publish({ kind: "waiting", ids: idsOf(batch), failures, wait });
    return wait;
  }

  /** Sends batches until nothing waits. @returns the wait before the next try, ms; null: nothing waits */
  async function sendAll(): Promise<number | null> {
    while (!loop.isStopped()) {
      const wait = notBefore - monotonicNow();
      if (wait > 0) return wait;
      const batch = nextBatch(await store.all(), maxCount);
      const [first] = batch;
      if (!first) {
        setPending(false);
        maxCount = MAX_DELIVERIES_AT_ONCE;
        return null;
      }
      publish({ kind: "sending", ids: idsOf(batch) });
      const { receipts = [], problem, answer, retryAfter } = await options.send(batch);
      if (loop.isStopped()) break;
      if (problem && batch.length > 1) maxCount = 1;
      else if (problem) {
        await refuse(store, publish, first, problem, answer);
        failures = 0;
      } else if (await settle(store, publish, batch, receipts)) failures = 0;
      else return postpone(batch, retryAfter);
    }
    return null;
  }

  function flush(): void {
    notBefore = 0;
    loop.run();
  }

  function onRemoteEvent(event: TabEvent): void {
    if (event.kind === "waiting") {
      failures = event.failures;
      notBefore = monotonicNow() + event.wait;
      // the tab that failed tries again first; this one does in case that tab is closed by then
      loop.runAfter(event.wait + 1000);
    } else if (event.kind === "sending") loop.runAfter(TAKEOVER_DELAY);
  }

  function stop(): void {
    loop.stop();
    store.close();
  }

  return { put, probe: store.probe, all: store.all, discard: store.remove, flush, onRemoteEvent, stop };
}
