// vitest ends its processes by a signal; ended by itself, this one also ends the programs that it has started
process.once("SIGTERM", () => process.exit());

/**
 * A program that the test files of a process share, because its start costs seconds: it is started when it is first asked
 * for, and runs until the process ends.
 *
 * @param start starts it, and calls `onEnd` if it ends before: the next file gets another one
 */
export function shared<T>(start: (onEnd: () => void) => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  const forget = () => {
    running = undefined;
  };
  return () => {
    if (running) return running;
    const started = start(forget);
    started.catch(forget);
    running = started;
    return started;
  };
}
