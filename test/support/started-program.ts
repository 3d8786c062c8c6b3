import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";

/** A port of 127.0.0.1 that nothing listens on, for a program that can't choose one by itself. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || !address) throw new Error("No port");
  return address.port;
}

/** Lets a program make progress between two looks at it. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until a program that was started answers HTTP. @throws if it ends before */
export async function untilAnswering(address: string, child: ChildProcess): Promise<void> {
  for (;;) {
    try {
      await (await fetch(address)).text();
      return;
    } catch (error) {
      if (child.exitCode !== null)
        throw new Error(`${child.spawnfile} ended with ${child.exitCode}`, { cause: error });
      await pause(20);
    }
  }
}

/** Ends a child when the test process ends, or earlier by the returned function. */
export function stopWithProcess(child: ChildProcess): () => void {
  const kill = () => void child.kill();
  process.once("exit", kill);
  return () => {
    process.off("exit", kill);
    kill();
  };
}
