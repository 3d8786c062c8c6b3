import { performance } from "node:perf_hooks";

/** How soon it is looked again for work when there was none, and how the work is shared with what people wait for. */
export interface BackgroundOptions {
  /** ms */
  readonly pause: number;
  /** It rests so many times as long as it works. */
  readonly rest: number;
  /** So long it waits at most for a moment when the process is not busy, ms. */
  readonly patience: number;
  readonly onError: (error: unknown) => void;
}

/** The process is busy where it works this part of the time. */
const BUSY = 0.7;
/** How soon it is looked again whether it still is, ms. */
const LOOK_AGAIN = 100;

/**
 * Does work that nobody waits for, piece by piece, in the moments when others have none; but never waits for them for
 * ever.
 *
 * @param work some milliseconds of it; tells whether there was any
 * @returns what stops it
 */
export function inBackground(
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
      if (isBusy && performance.now() - since < patience) wait(LOOK_AGAIN, since);
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
