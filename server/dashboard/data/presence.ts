import { type ReadonlySignal, signal } from "@preact/signals";
import type { Presence, PresenceReceipt } from "../../../shared/account.ts";
import type { Api } from "./api.ts";
import { toApiError } from "./api-error.ts";

type Counts = PresenceReceipt["properties"][number];

/** How often an open dashboard says that its agent is still there, in milliseconds. */
export const HEARTBEAT_INTERVAL = 15_000;
/** How soon it tries again when the server did not hear it. */
const HEARTBEAT_RETRY = 5_000;

const KEY = "foyer.presence";

export interface PresenceDeps {
  readonly api: Pick<Api, "presence">;
  /** Keeps the choice for the next visit. */
  readonly preferences: Pick<Storage, "getItem" | "setItem">;
  /** Calls back once after so many milliseconds; returns what takes it back. */
  readonly after: (ms: number, act: () => void) => () => void;
}

export interface PresenceController {
  /** What the agent chose. */
  readonly status: ReadonlySignal<Presence>;
  /** What waits in each property, as of the last beat. */
  readonly counts: ReadonlySignal<ReadonlyMap<string, Counts>>;
  choose(status: Presence): Promise<void>;
  /** The server said by itself whether visitors of a property find somebody. */
  setAvailable(property: string, available: boolean): void;
  /** Says so now, e.g. because counts must have changed. */
  sendHeartbeat(): Promise<void>;
  /** Beats until the returned function is called. */
  start(): () => void;
}

/**
 * Keeps the agent's presence alive while the dashboard is open. Nothing has to be said when it closes: without beats
 * the server counts the agent as away.
 */
export function createPresence({ api, preferences, after }: PresenceDeps): PresenceController {
  const saved = preferences.getItem(KEY);
  const status = signal<Presence>(saved === "away" ? "away" : "available");
  const counts = signal<ReadonlyMap<string, Counts>>(new Map());
  let running = false;
  let cancel: () => void = () => undefined;

  async function sendHeartbeat(): Promise<void> {
    cancel();
    let wait = HEARTBEAT_INTERVAL;
    try {
      const receipt = await api.presence(status.value);
      counts.value = new Map(receipt.properties.map((one) => [one.id, one]));
    } catch (error) {
      // the page already shows that the server is out of reach; what remains to do is to try sooner
      if (toApiError(error).code === "unreachable") wait = HEARTBEAT_RETRY;
    }
    cancel();
    if (running) cancel = after(wait, () => void sendHeartbeat());
  }

  return {
    status,
    counts,
    sendHeartbeat,
    async choose(chosen) {
      status.value = chosen;
      preferences.setItem(KEY, chosen);
      await sendHeartbeat();
    },
    setAvailable(property, available) {
      const old = counts.value.get(property);
      if (old) counts.value = new Map(counts.value).set(property, { ...old, available });
    },
    start() {
      running = true;
      void sendHeartbeat();
      return () => {
        running = false;
        cancel();
      };
    },
  };
}
