import type { News } from "./outbox.ts";

/** The other tabs of the site that have the same property's widget. */
export interface Tabs {
  tell(news: News): void;
  close(): void;
}

const ALONE: Tabs = { tell: () => undefined, close: () => undefined };

/** Opens the channel between tabs; where the browser gives none, each tab finds out by itself. */
export function openTabs(name: string, hear: (news: News) => void): Tabs {
  try {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }: MessageEvent<News>) => hear(data); // same origin, same property: our own words
    return { tell: (news) => channel.postMessage(news), close: () => channel.close() };
  } catch {
    return ALONE; // blocked together with storage
  }
}

/** Runs a job while no other tab runs one under the same name; without Web Locks it just runs. */
export function aloneUnder<T>(name: string, job: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return navigator.locks ? navigator.locks.request(name, { signal }, job) : job();
}
