import { performance } from "node:perf_hooks";

/** How often a loop looks for work, and how it gives way to requests. */
export interface BackgroundOptions {
  /** The pause after a run without work, ms. */
  readonly pause: number;
  /** The pause after a run with work, in multiples of the run's duration. */
  readonly rest: number;
  /** The longest wait for a moment when the process is not busy, ms. */
  readonly patience: number;
  readonly onError: (error: unknown) => void;
}

/** The utilization of the event loop above which the process counts as busy. */
const BUSY = 0.7;
/** The pause before the utilization is measured again, ms. */
const BUSY_PAUSE = 100;

/**
 * Runs background work in short pieces while the process is not busy, or when `patience` is over.
 *
 * @param work does some milliseconds of work; resolves to whether there was any
 * @returns stops the loop
 */
export function startBackgroundLoop(
  work: () => Promise<boolean>,
  { pause, rest, patience, onError }: BackgroundOptions,
): () => void {
  let timer: NodeJS.Timeout;
  let stopped = false;
  const wait = (milliseconds: number, since = performance.now()) => {
    if (stopped) return;
    const before = performance.eventLoopUtilization();
    timer = setTimeout(() => {
      const isBusy = performance.eventLoopUtilization(before).utilization > BUSY;
      if (isBusy && performance.now() - since < patience) wait(BUSY_PAUSE, since);
      else void run();
    }, milliseconds);
    timer.unref();
  };
  const run = async () => {
    const startedAt = performance.now();
    const more = await work().catch(onError);
    wait(more ? rest * (performance.now() - startedAt) : pause);
  };
  wait(pause);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
