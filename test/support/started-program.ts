import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { until } from "./until.ts";

/** A port of 127.0.0.1 that nothing listens on, for a program that can't choose one by itself. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || !address) throw new Error("No port");
  return address.port;
}

/** How long a program may take to start, ms. */
const START_TIMEOUT = 30_000;

/** Waits until a program that was started answers HTTP. @throws if it ends before, or does not answer in 30 seconds */
export function untilAnswering(address: string, child: ChildProcess): Promise<void> {
  return until(address, START_TIMEOUT, async () => {
    try {
      await (await fetch(address, { signal: AbortSignal.timeout(START_TIMEOUT) })).text();
      return { value: undefined };
    } catch (error) {
      if (child.exitCode !== null)
        throw new Error(`${child.spawnfile} ended with ${child.exitCode}`, { cause: error });
      return { reason: "no answer" };
    }
  });
}

/** Ends a child when the test process ends, or earlier by the returned function. */
export function stopWithProcess(child: ChildProcess): () => void {
  const kill = () => void child.kill();
  // before Playwright removes its profiles, because the process is killed when its end takes longer than half a second
  process.prependOnceListener("exit", kill);
  return () => {
    process.off("exit", kill);
    kill();
  };
}
