import type { AgentFrame, ToAgent } from "../../../../shared/live.ts";

/** What a tab wants from the browser's one connection. */
export interface Wants {
  /** The property whose inbox it shows, and the last place of it that the tab has. */
  readonly follow: { readonly property: string; readonly since: number } | null;
  /** The property whose visitors it shows. */
  readonly site: string | null;
  readonly focused: boolean;
}

export const NOTHING: Wants = { follow: null, site: null, focused: false };

/** What tabs of one browser say to each other. */
export type TabMessage =
  | { readonly kind: "frame"; readonly frame: ToAgent }
  | { readonly kind: "connected"; readonly connected: boolean }
  /** Somebody new holds the connection: say again what you want. */
  | { readonly kind: "leader" }
  | { readonly kind: "wants"; readonly tab: string; readonly wants: Wants; readonly again: boolean }
  | { readonly kind: "bye"; readonly tab: string }
  | { readonly kind: "send"; readonly frame: AgentFrame };

/** What the leader knows: who wants what, and how far it has brought each property. */
export interface Office {
  readonly tabs: ReadonlyMap<string, Wants>;
  readonly brought: ReadonlyMap<string, number>;
}

export const EMPTY_OFFICE: Office = { tabs: new Map(), brought: new Map() };

const followed = ({ tabs }: Office) =>
  new Set([...tabs.values()].flatMap(({ follow }) => (follow ? [follow.property] : [])));
const watched = ({ tabs }: Office) =>
  new Set([...tabs.values()].flatMap(({ site }) => (site === null ? [] : [site])));

/**
 * A tab says what it wants, or (null) is gone: the office after that, and the frames that go to the server.
 *
 * @param again the tab has found a gap and asks for what it lacks
 */
export function tabWants(
  office: Office,
  tab: string,
  wants: Wants | null,
  again = false,
): { office: Office; send: readonly AgentFrame[] } {
  const tabs = new Map(office.tabs);
  if (wants) tabs.set(tab, wants);
  else tabs.delete(tab);
  const brought = new Map(office.brought);
  const after: Office = { tabs, brought };
  const send: AgentFrame[] = [];

  for (const property of followed(office))
    if (!followed(after).has(property)) {
      brought.delete(property);
      send.push({ kind: "unfollow", property });
    }
  if (wants?.follow) {
    const { property, since } = wants.follow;
    const sequence = brought.get(property);
    if (sequence === undefined || since < sequence || again) {
      send.push({ kind: "follow", property, since });
      brought.set(property, Math.max(sequence ?? 0, since));
    }
  }
  for (const property of watched(office))
    if (!watched(after).has(property)) send.push({ kind: "watch_site", property, on: false });
  // the server knows a watcher only by what they follow, so a new follow says it again
  const anew = new Set(send.flatMap((frame) => (frame.kind === "follow" ? [frame.property] : [])));
  for (const property of watched(after))
    if (!watched(office).has(property) || anew.has(property))
      send.push({ kind: "watch_site", property, on: true });
  return { office: after, send };
}

/** A frame went out to the tabs: how far each property has been brought. */
export function broughtBy(office: Office, frame: ToAgent): Office {
  if (frame.kind !== "changes") return office;
  const sequence = frame.reset
    ? frame.sequence
    : Math.max(office.brought.get(frame.property) ?? 0, frame.sequence);
  return { ...office, brought: new Map(office.brought).set(frame.property, sequence) };
}

/** Everything that the server must hear after a new welcome. */
export function wantsOf(office: Office): readonly AgentFrame[] {
  return [
    ...[...office.brought].map(([property, since]) => ({ kind: "follow", property, since }) as const),
    ...[...watched(office)].map((property) => ({ kind: "watch_site", property, on: true }) as const),
  ];
}
