import type { AgentFrame, ToAgent } from "../../../../shared/live.ts";

/** A tab's subscriptions on the browser's one connection. */
export interface Subscriptions {
  /** The property whose inbox the tab shows, and the last sequence number that the tab has. */
  readonly follow: { readonly property: string; readonly since: number } | null;
  /** The property whose online visitors the tab shows. */
  readonly site: string | null;
  readonly focused: boolean;
}

export const NO_SUBSCRIPTIONS: Subscriptions = { follow: null, site: null, focused: false };

/** A message between the tabs of one browser. */
export type TabMessage =
  | { readonly kind: "frame"; readonly frame: ToAgent }
  | { readonly kind: "connected"; readonly connected: boolean }
  /** A new tab leads. The other tabs send it their subscriptions. */
  | { readonly kind: "leader" }
  | { readonly kind: "wants"; readonly tab: string; readonly wants: Subscriptions; readonly again: boolean }
  | { readonly kind: "bye"; readonly tab: string }
  | { readonly kind: "send"; readonly frame: AgentFrame };

/** The leader's state: each tab's subscriptions, and the last sequence delivered for each property. */
export interface LeaderState {
  readonly tabs: ReadonlyMap<string, Subscriptions>;
  readonly delivered: ReadonlyMap<string, number>;
}

export const EMPTY_LEADER_STATE: LeaderState = { tabs: new Map(), delivered: new Map() };

const followed = ({ tabs }: LeaderState) =>
  new Set([...tabs.values()].flatMap(({ follow }) => (follow ? [follow.property] : [])));
const watched = ({ tabs }: LeaderState) =>
  new Set([...tabs.values()].flatMap(({ site }) => (site === null ? [] : [site])));

/**
 * Updates a tab's subscriptions (null: the tab has closed), and returns the frames to send to the server.
 *
 * @param again whether the tab has found a gap, so that the server must send the changes after `since` again
 */
export function updateSubscriptions(
  state: LeaderState,
  tab: string,
  wants: Subscriptions | null,
  again = false,
): { state: LeaderState; send: readonly AgentFrame[] } {
  const tabs = new Map(state.tabs);
  if (wants) tabs.set(tab, wants);
  else tabs.delete(tab);
  const delivered = new Map(state.delivered);
  const after: LeaderState = { tabs, delivered };
  const send: AgentFrame[] = [];

  for (const property of followed(state))
    if (!followed(after).has(property)) {
      delivered.delete(property);
      send.push({ kind: "unfollow", property });
    }
  if (wants?.follow) {
    const { property, since } = wants.follow;
    const sequence = delivered.get(property);
    if (sequence === undefined || since < sequence || again) {
      send.push({ kind: "follow", property, since });
      delivered.set(property, Math.max(sequence ?? 0, since));
    }
  }
  for (const property of watched(state))
    if (!watched(after).has(property)) send.push({ kind: "watch_visitors", property, on: false });
  // a new follow replaces the subscription on the server, so the visitors are watched again
  const anew = new Set(send.flatMap((frame) => (frame.kind === "follow" ? [frame.property] : [])));
  for (const property of watched(after))
    if (!watched(state).has(property) || anew.has(property))
      send.push({ kind: "watch_visitors", property, on: true });
  return { state: after, send };
}

/** Records the sequence number that a frame has delivered to the tabs. */
export function recordDelivered(state: LeaderState, frame: ToAgent): LeaderState {
  if (frame.kind !== "changes") return state;
  const sequence = frame.reset
    ? frame.sequence
    : Math.max(state.delivered.get(frame.property) ?? 0, frame.sequence);
  return { ...state, delivered: new Map(state.delivered).set(frame.property, sequence) };
}

/** The frames that subscribe again after a reconnect. */
export function resubscribeFrames(state: LeaderState): readonly AgentFrame[] {
  return [
    ...[...state.delivered].map(([property, since]) => ({ kind: "follow", property, since }) as const),
    ...[...watched(state)].map((property) => ({ kind: "watch_visitors", property, on: true }) as const),
  ];
}
