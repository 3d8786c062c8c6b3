// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runExclusively } from "../../widget/delivery/tabs.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A lock that another tab holds for so long, ms. */
function lockHeldFor(ms: number) {
  const request = (_: string, { signal }: { signal: AbortSignal }, job: () => Promise<unknown>) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => resolve(job()), ms);
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    });
  vi.stubGlobal("navigator", { locks: { request } });
}

const { signal } = new AbortController();

test("a job waits for the tab that runs one, and may then take as long as it needs", async () => {
  lockHeldFor(29_000);
  const job = () => new Promise<string>((resolve) => setTimeout(() => resolve("done"), 60_000));
  const done = runExclusively("outbox", job, signal);
  await vi.advanceTimersByTimeAsync(89_000);
  expect(await done).toBe("done");
});

test("R21: a tab that never releases the lock, because it is frozen, does not keep others waiting for ever", async () => {
  lockHeldFor(1_000_000_000);
  const job = vi.fn(async () => "done");
  const refused = expect(runExclusively("outbox", job, signal)).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(30_000);
  await refused; // the outbox then runs the job without the lock
  expect(job).not.toHaveBeenCalled();
});

test("without Web Locks the job just runs", async () => {
  vi.stubGlobal("navigator", {});
  expect(await runExclusively("outbox", async () => "done", signal)).toBe("done");
});
