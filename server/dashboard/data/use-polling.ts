import { useEffect } from "preact/hooks";
import type { ApiError } from "./api-error.ts";

/** The interval between two requests for the progress, and the one after an error, in milliseconds. */
const POLL_INTERVAL = 1_000;
const RETRY_INTERVAL = 3_000;

/** Repeats a request while `isActive`. */
export function usePolling(isActive: boolean, request: () => Promise<ApiError | null>): void {
  useEffect(() => {
    if (!isActive) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let stopped = false;
    const schedule = (ms: number) => {
      timer = setTimeout(async () => {
        const failure = await request();
        if (!stopped) schedule(failure ? RETRY_INTERVAL : POLL_INTERVAL);
      }, ms);
    };
    schedule(POLL_INTERVAL);
    return () => {
      stopped = true;
      if (timer) clearTimeout(timer);
    };
  }, [isActive, request]);
}
