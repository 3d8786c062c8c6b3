import type { CancelTimer } from "./cancel-timer.ts";
import type { LeaderEvent } from "./leader-event.ts";

/** How often a visible tab checks that the leader is alive, ms. */
const CHECK_INTERVAL = 8_000;

export interface LeaderOptions {
  /** Of the lock. */
  readonly name: string;
  /** Ends the candidacy. */
  readonly signal: AbortSignal;
  /** The leader's work, until its signal is aborted. */
  lead(signal: AbortSignal): Promise<void>;
  /** Whether the leader's work proceeds although its tab is hidden, where browsers slow timers down. */
  worksWhileHidden(): boolean;
  broadcast(event: LeaderEvent): void;
  /** Calls a job after so many ms. */
  after(ms: number, job: () => void): CancelTimer;
}

/** One of several tabs that want to lead. */
export interface Candidate {
  /** @param event of another tab */
  onEvent(event: LeaderEvent): void;
}

/**
 * Lets one of the tabs lead: the one that holds a lock. Browsers do not release the lock of a tab that they have frozen
 * or that is in the back/forward cache, so a visible tab that has no answer from the leader takes the lock over.
 * Without Web Locks, which are blocked together with storage, each tab leads on its own.
 */
export function runForLeader(options: LeaderOptions): Candidate {
  const { name, signal, lead, broadcast, after } = options;
  let request = new AbortController();
  let isLeader = false;
  let isLeaderAlive = false;
  let cancel: CancelTimer = () => undefined;

  function resign(): void {
    request.abort();
    isLeader = false;
  }

  /** @param steal takes the lock from the tab that holds it */
  async function run(steal: boolean): Promise<void> {
    resign();
    if (signal.aborted) return;
    const current = new AbortController();
    request = current;
    const job = () => {
      isLeader = true;
      return lead(current.signal);
    };
    try {
      if (navigator.locks)
        await navigator.locks.request(name, steal ? { steal } : { signal: current.signal }, job);
      else await job();
    } catch (error) {
      if (current.signal.aborted) return;
      if ((error as Error).name === "AbortError") {
        // another tab has taken the lock over
        run(false);
        check();
      } else job(); // locks are blocked
    }
  }

  /** Asks whether there is a leader, and takes over if there is no answer. */
  function check(): void {
    cancel();
    isLeaderAlive = false;
    broadcast({ kind: "leader_check" });
    cancel = after(CHECK_INTERVAL, () => {
      if (!isLeader && !isLeaderAlive && !document.hidden) run(true);
      check();
    });
  }

  // a page that holds a lock may not be stored in the back/forward cache
  addEventListener("pagehide", resign, { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && run(false), { signal });
  signal.addEventListener("abort", () => {
    cancel();
    resign();
  });
  run(false);
  check();

  return {
    onEvent({ kind }) {
      if (kind === "leader_alive") isLeaderAlive = true;
      else if (kind === "leader_check" && isLeader && (!document.hidden || options.worksWhileHidden()))
        broadcast({ kind: "leader_alive" });
    },
  };
}
