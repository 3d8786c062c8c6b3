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
  /** This tab's own name. */
  readonly tab: string;
  /** Null: this browser gives its tabs no line, so each holds a connection of its own. */
  readonly channel: TabChannel | null;
  /** Calls `lead` once this tab is to hold the connection, until the returned function is called. */
  readonly elect: (lead: () => void) => () => void;
  readonly connection: (events: {
    onFrame: (frame: ToAgent) => void;
    onConnected: (connected: boolean) => void;
  }) => Connection;
}

/** The live connection: frames that the server sends by itself. */
export interface Live {
  /** Whether changes come by themselves now; without it the page asks every few seconds. */
  readonly connected: ReadonlySignal<boolean>;
  /** Whether this tab holds the browser's connection. */
  readonly leading: ReadonlySignal<boolean>;
  /** Connects for as long as somebody is signed in. */
  start(): () => void;
  /** Everything that comes, in order; the returned function ends that. */
  on(listener: (frame: ToAgent) => void): () => void;
  /** Brings what changes in a property's inbox from a place on; null: nothing any more. */
  follow(follow: Subscriptions["follow"]): void;
  /** Asks again for everything since a place, because something was missed. */
  fillGap(property: string, since: number): void;
  /** Subscribes to the visitors on a property's site; null ends it. */
  watchSite(property: string | null): void;
  /** Whether somebody looks at this tab. */
  focus(focused: boolean): void;
  /** Whether somebody looks at any tab of the dashboard. Only the tab that leads knows. */
  isLookedAt(): boolean;
  /** Tries to connect now rather than later. */
  nudge(): void;
  typing(frame: Omit<Extract<AgentFrame, { kind: "typing" }>, "kind">): void;
}

/** One connection per browser: one tab holds it and passes everything on to the others. */
export function createLive({ tab, channel, elect, connection }: LiveDeps): Live {
  const connected = signal(false);
  const leading = signal(false);
  const listeners = new Set<(frame: ToAgent) => void>();
  let wants: Subscriptions = NO_SUBSCRIPTIONS;
  let leader: LeaderState = EMPTY_LEADER_STATE;

  const tell = (frame: ToAgent) => {
    wants = { ...wants, follow: followedOn(wants.follow, frame) };
    for (const listener of listeners) listener(frame);
  };
  const line = connection({
    onFrame(frame) {
      leader = recordDelivered(leader, frame);
      channel?.post({ kind: "frame", frame });
      tell(frame);
    },
    onConnected(now) {
      connected.value = now;
      channel?.post({ kind: "connected", connected: now });
      if (now) for (const frame of resubscribeFrames(leader)) line.send(frame);
    },
  });

  const register = (who: string, what: Subscriptions | null, again = false) => {
    const { state: after, send } = updateSubscriptions(leader, who, what, again);
    leader = after;
    for (const frame of send) line.send(frame);
  };

  const say = (again = false) => {
    if (leading.value) register(tab, wants, again);
    else channel?.post({ kind: "wants", tab, wants, again });
  };
  const want = (more: Partial<Subscriptions>) => {
    wants = { ...wants, ...more };
    say();
  };

  const hear = (message: TabMessage) => {
    switch (message.kind) {
      case "frame":
        if (!leading.value) tell(message.frame);
        break;
      case "connected":
        if (!leading.value) connected.value = message.connected;
        break;
      case "leader":
        if (!leading.value) say();
        break;
      case "wants":
        if (!leading.value) break;
        register(message.tab, message.wants, message.again);
        channel?.post({ kind: "connected", connected: connected.value });
        break;
      case "bye":
        if (leading.value) register(message.tab, null);
        break;
      case "send":
        if (leading.value) line.send(message.frame);
        break;
    }
  };

  return {
    connected,
    leading,
    start() {
      if (channel) channel.onMessage = hear;
      const retire = elect(() => {
        leading.value = true;
        connected.value = false;
        leader = EMPTY_LEADER_STATE;
        register(tab, wants);
        channel?.post({ kind: "leader" });
        line.start();
      });
      say();
      return () => {
        channel?.post({ kind: "bye", tab });
        line.stop();
        leading.value = false;
        connected.value = false;
        retire();
      };
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow: (follow) => want({ follow }),
    fillGap(property, since) {
      if (wants.follow?.property !== property) return;
      wants = { ...wants, follow: { property, since } };
      say(true);
    },
    watchSite: (site) => want({ site }),
    focus: (focused) => want({ focused }),
    isLookedAt: () => wants.focused || [...leader.tabs.values()].some(({ focused }) => focused),
    nudge: line.nudge,
    typing(frame) {
      const whole = { kind: "typing", ...frame } as const;
      if (leading.value) line.send(whole);
      else channel?.post({ kind: "send", frame: whole });
    },
  };
}

/** What a tab follows after a frame, so that it asks for no more than it lacks. */
function followedOn(follow: Subscriptions["follow"], frame: ToAgent): Subscriptions["follow"] {
  if (frame.kind !== "changes" || follow?.property !== frame.property) return follow;
  const next = frame.reset || (frame.from <= follow.since && frame.sequence > follow.since);
  return next ? { property: follow.property, since: frame.sequence } : follow;
}
