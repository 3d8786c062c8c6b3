import type { ToVisitor } from "../../shared/live.ts";
import type { LeaderEvent } from "./leader-event.ts";
import type { OutboxEvent } from "./outbox-event.ts";

/** An event that the widgets of one property share between the tabs of a site. */
export type TabEvent =
  | OutboxEvent
  /** From the tab that holds the live connection. */
  | { readonly kind: "frame"; readonly frame: ToVisitor }
  /** For the tab that holds the live connection. */
  | { readonly kind: "typing"; readonly on: boolean }
  | LeaderEvent
  /** "Not you?" was pressed: the browser has a new visitor. */
  | { readonly kind: "visitor_changed" };

type Listener = (event: TabEvent, isRemote: boolean) => void;

export interface Tabs {
  /** Publishes an event in this tab and in the others. */
  publish(event: TabEvent): void;
  /** Sends an event to the other tabs only. */
  broadcast(event: TabEvent): void;
  /** @param listener gets the events of this tab and, as remote, those of the others */
  subscribe(listener: Listener): void;
}

/**
 * Connects the tabs of a site. Where the browser has no channel for them (it is blocked together with storage), each
 * tab works on its own.
 *
 * @param name of the channel; null for a preview, which has none
 * @param signal closes the channel
 */
export function openTabs(name: string | null, signal: AbortSignal): Tabs {
  const listeners: Listener[] = [];
  const notify = (event: TabEvent, isRemote: boolean) => {
    for (const listener of listeners) listener(event, isRemote);
  };
  let channel: BroadcastChannel | undefined;
  try {
    if (name) channel = new BroadcastChannel(name);
  } catch {
    // blocked
  }
  // the channel is of the same origin and property, so all its messages are tab events
  channel?.addEventListener("message", ({ data }: MessageEvent<TabEvent>) => notify(data, true), { signal });
  signal.addEventListener("abort", () => channel?.close());

  const broadcast = (event: TabEvent) => {
    if (!signal.aborted) channel?.postMessage(event);
  };
  return {
    broadcast,
    publish(event) {
      broadcast(event);
      notify(event, false);
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}

/** How long another tab may hold the lock before this one goes on without it, ms: no request takes longer. */
const LOCK_TIMEOUT = 30_000;

/**
 * Runs a job while no other tab runs one under the same name. Without Web Locks the job just runs.
 *
 * @throws when the lock is blocked, or not released in time: the tab that holds it may be frozen
 */
export function runExclusively<T>(name: string, job: () => Promise<T>, signal: AbortSignal): Promise<T> {
  if (!navigator.locks) return job();
  const request = new AbortController();
  const abort = () => request.abort();
  const timer = setTimeout(abort, LOCK_TIMEOUT);
  signal.addEventListener("abort", abort, request);
  return navigator.locks.request(name, request, () => {
    clearTimeout(timer);
    return job();
  });
}
