import type { Delivery, Receipt } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { ToVisitor } from "../../shared/live.ts";
import { MAX_DELIVERIES_AT_ONCE } from "../../shared/rules/limits.ts";
import { retryDelay } from "../../shared/rules/retry.ts";
import { proofOf, type VisitorRecord } from "../embed/visitor-record.ts";
import type { Storage } from "../state/panel-state.ts";
import { type Entry, memoryStore, type Store } from "./outbox-store.ts";

/** The most characters in one request: what the server reads of a body, with room to spare. */
const MOST_CHARACTERS = 60_000;

/** After so long another tab that was sending may be gone, ms; while it is there, it has the lock. */
const TAKES_OVER = 10_000;

/** What came of sending a batch. */
export interface Outcome {
  readonly receipts?: readonly Receipt[] | undefined;
  /** The whole batch was refused: one bad entry may be the reason. */
  readonly problem?: Problem | null;
  /** With neither of both, try again: the Retry-After header. */
  readonly after: string | null;
}

/** What happens in the outbox. */
export type OutboxNews<D extends Delivery = Delivery> =
  | { readonly kind: "queued"; readonly delivery: D }
  | { readonly kind: "trying"; readonly ids: readonly string[] }
  | {
      readonly kind: "waiting";
      readonly ids: readonly string[];
      readonly failures: number;
      readonly until: number;
    }
  | { readonly kind: "accepted"; readonly entry: Entry<D>; readonly ticket: number | null }
  | { readonly kind: "refused"; readonly entry: Entry<D>; readonly problem: Problem };

/** What tabs tell each other, and the outbox and the live connection their panel. */
export type News =
  | OutboxNews
  | { readonly kind: "frame"; readonly frame: ToVisitor }
  /** For the tab that has the connection. */
  | { readonly kind: "typing"; readonly on: boolean }
  /** "Not you?": there is another visitor now. */
  | { readonly kind: "forgotten" };

export interface OutboxParts {
  readonly disk: Store;
  send(batch: readonly Entry[]): Promise<Outcome>;
  /** Runs a job while no other tab runs one. */
  alone<T>(job: () => Promise<T>): Promise<T>;
  /** Tells this tab and the others. */
  tell(news: News): void;
  /** Remembers for the next page whether anything waits. */
  mark(waiting: boolean): void;
  now(): number;
  random(): number;
  /** Calls back after so many ms; returns how to call it off. */
  after(ms: number, job: () => void): () => void;
}

export interface Outbox {
  /**
   * Takes a delivery, in place of a refused one if it names it. Resolves when it is where it will be kept until the
   * server has it: on disk, or in memory if the browser blocks storage or has no room (R21).
   */
  put(delivery: Delivery, visitor: VisitorRecord, replaces: string | null): Promise<Storage>;
  /** Whether the browser stores anything at all. */
  probe(): Promise<Storage>;
  all(): Promise<Entry[]>;
  discard(id: string): Promise<void>;
  /** Tries at once: at the start, when the network is back, and when the page becomes visible (R22). */
  kick(): void;
  /** What another tab told. */
  hear(news: News): void;
  stop(): void;
}

/** The entries to send next: the oldest that wait, of one visitor, as many as go at once. */
export function nextBatch(entries: readonly Entry[], most: number): Entry[] {
  const batch: Entry[] = [];
  let characters = 0;
  for (const entry of entries) {
    if (entry.problem) continue;
    characters += JSON.stringify(entry.delivery).length;
    const [first = entry] = batch;
    const fits = first === entry || (batch.length < most && characters <= MOST_CHARACTERS);
    if (!fits || proofOf(entry.visitor) !== proofOf(first.visitor)) break;
    batch.push(entry);
  }
  return batch;
}

/** The one durable queue of a property's deliveries in this browser (R21–R23). */
export function openOutbox(parts: OutboxParts): Outbox {
  const { disk, send, tell, now } = parts;
  const memory = memoryStore();
  let most = MAX_DELIVERIES_AT_ONCE;
  let failures = 0;
  let notBefore = 0;
  let running = false;
  let again = false;
  let stopped = false;
  let callOff: () => void = () => undefined;

  /** Both stores, oldest first. */
  async function all(): Promise<Entry[]> {
    const kept = await disk.all().catch(() => []); // blocked storage holds nothing
    return [...kept, ...(await memory.all())].sort((a, b) => (a.delivery.id < b.delivery.id ? -1 : 1));
  }

  async function remove(id: string): Promise<void> {
    await memory.write([], [id]);
    await disk.write([], [id]).catch(() => undefined); // still there: it is sent again, and answered the same
  }

  async function put(delivery: Delivery, visitor: VisitorRecord, replaces: string | null): Promise<Storage> {
    const entry: Entry = { delivery, visitor, problem: null };
    const replaced = replaces ? [replaces] : [];
    // before, should the page die in between, and after, should a tab that saw an empty outbox have said so
    parts.mark(true);
    const storage = await disk.write([entry], replaced).then(
      () => "disk" as const,
      async (error) => {
        await memory.write([entry], replaced);
        return error?.name === "QuotaExceededError" ? "full" : "blocked";
      },
    );
    parts.mark(true);
    if (storage === "disk") tell({ kind: "queued", delivery });
    kick();
    return storage;
  }

  const probe = () =>
    disk.write([], []).then(
      () => "disk" as const,
      () => "blocked" as const,
    );

  /** What the visitor wrote stays, for them to mend (R22). Of the rest there is nothing that anybody could. */
  async function refuse(entry: Entry, problem: Problem): Promise<void> {
    const refused = { ...entry, problem };
    const { id, kind } = entry.delivery;
    if (kind === "submission" || kind === "message")
      await disk.write([refused], []).catch(() => memory.write([refused], []));
    else await remove(id);
    tell({ kind: "refused", entry, problem });
  }

  /** @returns whether the receipts were about any of the entries */
  async function settle(batch: readonly Entry[], receipts: readonly Receipt[]): Promise<boolean> {
    let settled = false;
    for (const entry of batch) {
      const { id } = entry.delivery;
      const receipt = receipts.find((one) => one.id === id);
      settled ||= !!receipt;
      if (receipt?.status === "refused") await refuse(entry, receipt.problem as Problem);
      else if (receipt) {
        await remove(id);
        tell({ kind: "accepted", entry, ticket: receipt.ticket ?? null });
      }
    }
    return settled;
  }

  function postpone(batch: readonly Entry[], after: string | null): number {
    const wait = retryDelay(++failures, parts.random(), after, now());
    notBefore = now() + wait;
    parts.mark(true);
    tell({ kind: "waiting", ids: batch.map(({ delivery }) => delivery.id), failures, until: notBefore });
    return wait;
  }

  /** Sends until nothing waits. @returns how long to wait before the next try, ms; null: nothing waits */
  async function drain(): Promise<number | null> {
    for (;;) {
      if (stopped) return null;
      if (notBefore > now()) return notBefore - now();
      const batch = nextBatch(await all(), most);
      if (!batch.length) {
        parts.mark(false);
        most = MAX_DELIVERIES_AT_ONCE;
        return null;
      }
      tell({ kind: "trying", ids: batch.map(({ delivery }) => delivery.id) });
      const { receipts = [], problem, after } = await send(batch);
      if (stopped) return null;
      if (problem && batch.length > 1) most = 1;
      else if (problem) await refuse(batch[0] as Entry, problem);
      else if (await settle(batch, receipts)) failures = 0;
      else return postpone(batch, after);
    }
  }

  async function run(): Promise<void> {
    callOff();
    if (running || stopped) {
      again = true;
      return;
    }
    running = true;
    let wait: number | null;
    do {
      again = false;
      wait = await parts.alone(drain).catch(drain); // no lock to be had; the server answers repeats the same
    } while (again && !stopped);
    running = false;
    if (wait !== null && !stopped) callOff = parts.after(wait, run);
  }

  function kick(): void {
    notBefore = 0;
    run();
  }

  function hear(news: News): void {
    let wait = TAKES_OVER;
    if (news.kind === "waiting") {
      failures = news.failures;
      notBefore = news.until;
      wait = notBefore - now() + 1000;
    } else if (news.kind !== "trying") return;
    callOff();
    // the tab that tried tries again first; the others are there in case it is closed by then
    callOff = parts.after(wait, run);
  }

  function stop(): void {
    stopped = true;
    callOff();
    disk.close();
  }

  return { put, probe, all, discard: remove, kick, hear, stop };
}
