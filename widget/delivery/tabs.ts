import type { News } from "./outbox.ts";

/**
 * Opens the channel to the other tabs of the site that have the same property's widget; null where the browser gives
 * none, and each tab finds out by itself.
 */
export function openTabs(name: string, hear: (news: News) => void): BroadcastChannel | null {
  try {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }: MessageEvent<News>) => hear(data); // same origin, same property: our own words
    return channel;
  } catch {
    return null; // blocked together with storage
  }
}

/** Runs a job while no other tab runs one under the same name; without Web Locks it just runs. */
export function aloneUnder<T>(name: string, job: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return navigator.locks ? navigator.locks.request(name, { signal }, job) : job();
}
