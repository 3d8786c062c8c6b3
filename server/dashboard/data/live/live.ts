import { type ReadonlySignal, signal } from "@preact/signals";
import type { AgentFrame, ToAgent } from "../../../../shared/live.ts";
import type { Connection } from "./connection.ts";
import {
  EMPTY_LEADER_STATE,
  type LeaderState,
  NO_SUBSCRIPTIONS,
  recordDelivered,
  resubscribeFrames,
  type Subscriptions,
  type TabMessage,
  updateSubscriptions,
} from "./tabs.ts";

/** The channel between the tabs of one browser. */
export interface TabChannel {
  post(message: TabMessage): void;
  onMessage: (message: TabMessage) => void;
}

export interface LiveDeps {
  /** The ID of this tab. */
  readonly tab: string;
  /** Null if the browser has no channel between tabs; then each tab holds a connection of its own. */
  readonly channel: TabChannel | null;
  /** Calls `lead` when this tab becomes the leader. The returned function leaves the election, or gives the lead up. */
  readonly elect: (lead: () => void) => () => void;
  readonly connection: (events: {
    onFrame: (frame: ToAgent) => void;
    onConnected: (connected: boolean) => void;
  }) => Connection;
}

/** The live connection to the server, shared by all tabs of the browser. */
export interface Live {
  /** Whether the browser is connected. While it is not, the page polls every few seconds. */
  readonly connected: ReadonlySignal<boolean>;
  /** Whether this tab holds the browser's connection. */
  readonly leading: ReadonlySignal<boolean>;
  /** Joins the election of the leader. The returned function leaves it, and disconnects a leader. */
  start(): () => void;
  /** Registers a listener for every frame, in order; the returned function removes it. */
  on(listener: (frame: ToAgent) => void): () => void;
  /** Subscribes to the changes of a property's inbox after a sequence number; null ends the subscription. */
  follow(follow: Subscriptions["follow"]): void;
  /** Requests all changes after a sequence number again, because the tab has missed some. */
  fillGap(property: string, since: number): void;
  /** Subscribes to the visitors on a property's site; null ends the subscription. */
  watchSite(property: string | null): void;
  /** Sets whether this tab has the focus. */
  focus(focused: boolean): void;
  /** Whether any tab of the dashboard has the focus. Only the leader knows. */
  hasFocusedTab(): boolean;
  /** Reconnects at once instead of after the retry delay. */
  nudge(): void;
  typing(frame: Omit<Extract<AgentFrame, { kind: "typing" }>, "kind">): void;
}

/** Creates the live connection: the leading tab holds it and forwards every frame to the other tabs. */
export const createLive = (deps: LiveDeps): Live => new TabLive(deps);

class TabLive implements Live {
  readonly connected = signal(false);
  readonly leading = signal(false);
  readonly #tab: string;
  readonly #channel: TabChannel | null;
  readonly #elect: LiveDeps["elect"];
  readonly #connection: Connection;
  readonly #listeners = new Set<(frame: ToAgent) => void>();
  #subscriptions: Subscriptions = NO_SUBSCRIPTIONS;
  /** The subscriptions of all tabs. Only the leader uses it. */
  #leader: LeaderState = EMPTY_LEADER_STATE;

  constructor({ tab, channel, elect, connection }: LiveDeps) {
    this.#tab = tab;
    this.#channel = channel;
    this.#elect = elect;
    this.#connection = connection({
      onFrame: (frame) => this.#onServerFrame(frame),
      onConnected: (connected) => this.#onConnected(connected),
    });
  }

  start(): () => void {
    if (this.#channel) this.#channel.onMessage = (message) => this.#onTabMessage(message);
    const retire = this.#elect(() => this.#lead());
    this.#publishSubscriptions();
    return () => {
      this.#channel?.post({ kind: "bye", tab: this.#tab });
      this.#connection.stop();
      this.leading.value = false;
      this.connected.value = false;
      retire();
    };
  }

  on(listener: (frame: ToAgent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  follow(follow: Subscriptions["follow"]): void {
    this.#subscribe({ follow });
  }

  fillGap(property: string, since: number): void {
    if (this.#subscriptions.follow?.property === property)
      this.#subscribe({ follow: { property, since } }, true);
  }

  watchSite(site: string | null): void {
    this.#subscribe({ site });
  }

  focus(focused: boolean): void {
    this.#subscribe({ focused });
  }

  hasFocusedTab(): boolean {
    return this.#subscriptions.focused || [...this.#leader.tabs.values()].some(({ focused }) => focused);
  }

  nudge(): void {
    this.#connection.nudge();
  }

  typing(frame: Parameters<Live["typing"]>[0]): void {
    const typing = { kind: "typing", ...frame } as const;
    if (this.leading.value) this.#connection.send(typing);
    else this.#channel?.post({ kind: "send", frame: typing });
  }

  #subscribe(change: Partial<Subscriptions>, again = false): void {
    this.#subscriptions = { ...this.#subscriptions, ...change };
    this.#publishSubscriptions(again);
  }

  /** @param again whether the server must send the changes after `since` again, to fill a gap */
  #publishSubscriptions(again = false): void {
    if (this.leading.value) this.#register(this.#tab, this.#subscriptions, again);
    else this.#channel?.post({ kind: "wants", tab: this.#tab, wants: this.#subscriptions, again });
  }

  /** As the leader: updates a tab's subscriptions (null: the tab has closed), and informs the server. */
  #register(tab: string, subscriptions: Subscriptions | null, again = false): void {
    const { state, send } = updateSubscriptions(this.#leader, tab, subscriptions, again);
    this.#leader = state;
    for (const frame of send) this.#connection.send(frame);
  }

  /** Becomes the leader, connects, and has the other tabs send their subscriptions. */
  #lead(): void {
    this.leading.value = true;
    this.connected.value = false;
    this.#leader = EMPTY_LEADER_STATE;
    this.#register(this.#tab, this.#subscriptions);
    this.#channel?.post({ kind: "leader" });
    this.#connection.start();
  }

  #onServerFrame(frame: ToAgent): void {
    this.#leader = recordDelivered(this.#leader, frame);
    this.#channel?.post({ kind: "frame", frame });
    this.#deliver(frame);
  }

  #onConnected(connected: boolean): void {
    this.connected.value = connected;
    this.#channel?.post({ kind: "connected", connected });
    if (connected) for (const frame of resubscribeFrames(this.#leader)) this.#connection.send(frame);
  }

  /** Calls this tab's listeners. */
  #deliver(frame: ToAgent): void {
    this.#subscriptions = {
      ...this.#subscriptions,
      follow: advanceFollow(this.#subscriptions.follow, frame),
    };
    for (const listener of this.#listeners) listener(frame);
  }

  #onTabMessage(message: TabMessage): void {
    if (this.leading.value) this.#onFollowerMessage(message);
    else this.#onLeaderMessage(message);
  }

  #onLeaderMessage(message: TabMessage): void {
    if (message.kind === "frame") this.#deliver(message.frame);
    else if (message.kind === "connected") this.connected.value = message.connected;
    else if (message.kind === "leader") this.#publishSubscriptions();
  }

  #onFollowerMessage(message: TabMessage): void {
    if (message.kind === "wants") {
      this.#register(message.tab, message.wants, message.again);
      this.#channel?.post({ kind: "connected", connected: this.connected.value });
    } else if (message.kind === "bye") this.#register(message.tab, null);
    else if (message.kind === "send") this.#connection.send(message.frame);
  }
}

/** Advances a subscription past the changes that a frame contains, so that a new leader does not request them again. */
function advanceFollow(follow: Subscriptions["follow"], frame: ToAgent): Subscriptions["follow"] {
  if (frame.kind !== "changes" || follow?.property !== frame.property) return follow;
  const advances = frame.reset || (frame.from <= follow.since && frame.sequence > follow.since);
  return advances ? { property: follow.property, since: frame.sequence } : follow;
}
