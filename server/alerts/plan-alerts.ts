import type { AlertSettings } from "../../shared/alert.ts";
import { afterQuietHours } from "../notifications/quiet-hours.ts";
import type { FoundAlert } from "./find-alerts.ts";

/** A channel, as far as the plan needs to know. */
export interface PlannedChannel {
  readonly id: string;
  readonly settings: AlertSettings;
}

/** An alert that is to be stored. */
export interface PlannedAlert extends Omit<FoundAlert, "since"> {
  readonly channel: string;
  /** Ms since 1970. */
  readonly dueAt: number;
}

/**
 * Decides which channels are alerted of what, and when: a waiting chat after the channel's delay, and everything after its quiet
 * hours. Pure.
 *
 * @param timeZone the property's
 * @param now ms since 1970
 */
export function planAlerts(
  found: readonly FoundAlert[],
  channels: readonly PlannedChannel[],
  { timeZone, now }: { readonly timeZone: string; readonly now: number },
): PlannedAlert[] {
  return channels.flatMap(({ id: channel, settings: { kinds, waitSeconds, quietHours } }) =>
    found
      .filter(({ kind }) => kinds[kind])
      .map(({ since, ...one }) => {
        const wanted = one.kind === "waiting_chat" ? Math.max(now, since + waitSeconds * 1_000) : now;
        return { ...one, channel, dueAt: afterQuietHours(quietHours && { ...quietHours, timeZone }, wanted) };
      }),
  );
}
