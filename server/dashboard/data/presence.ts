import { type ReadonlySignal, signal } from "@preact/signals";
import type { Presence, PresenceReceipt } from "../../../shared/account.ts";
import type { Api } from "./api.ts";
import { toApiError } from "./api-error.ts";

type Counts = PresenceReceipt["properties"][number];

/** The interval of the heartbeats that keep an agent present, in milliseconds. */
export const HEARTBEAT_INTERVAL = 15_000;
/** The delay after a heartbeat that did not reach the server, in milliseconds. */
const HEARTBEAT_RETRY = 5_000;

const KEY = "foyer.presence";

export interface PresenceDeps {
  readonly api: Pick<Api, "presence">;
  /** Stores the choice for the next visit. */
  readonly preferences: Pick<Storage, "getItem" | "setItem">;
  /** Calls `act` after `ms` milliseconds. The returned function cancels it. */
  readonly after: (ms: number, act: () => void) => () => void;
}

export interface PresenceController {
  /** The status that the agent chose. */
  readonly status: ReadonlySignal<Presence>;
  /** The counts of each property, as of the last heartbeat. */
  readonly counts: ReadonlySignal<ReadonlyMap<string, Counts>>;
  choose(status: Presence): Promise<void>;
  /** Sets whether an agent is available for the visitors of a property. */
  setAvailable(property: string, available: boolean): void;
  /** Sends a heartbeat at once, e.g. to load changed counts. */
  sendHeartbeat(): Promise<void>;
  /** Sends heartbeats until the returned function is called. */
  start(): () => void;
}

/**
 * Sends heartbeats while the dashboard is open. Closing it needs no request: the server sets agents without heartbeats
 * to away.
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
      // the page already shows that the server cannot be reached, so the next heartbeat only comes sooner
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
