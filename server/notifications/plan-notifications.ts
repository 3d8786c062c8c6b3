import type { NotificationKind, NotificationPreferences } from "../../shared/notifications.ts";
import type { Occurrence } from "./find-occurrences.ts";
import { afterQuietHours } from "./quiet-hours.ts";

/** An agent of the property, as far as the plan needs to know. */
export interface Teammate {
  readonly id: string;
  readonly name: string;
  /** Whether they are available in an open dashboard. */
  readonly online: boolean;
  readonly preferences: NotificationPreferences;
  /** The IDs of their push subscriptions. */
  readonly subscriptions: readonly string[];
}

/** A notification that is to be stored. */
export interface PlannedNotification {
  readonly agent: string;
  /** `mail`, or the ID of a push subscription. */
  readonly target: string;
  readonly kind: NotificationKind;
  readonly about: Occurrence["about"];
  readonly aboutId: string;
  readonly entry: string;
  readonly dueAt: number;
}

export const MAIL = "mail";

/** A mail waits so long for somebody to read what it is about, ms. */
const MAIL_DELAY = 120_000;

/**
 * Decides who is told of what, by which road, and when. Pure.
 *
 * - Nobody is told of what they did themselves.
 * - Of a new message, the assignee is told unless they are online; without an assignee, the whole team is if none of it is.
 * - Whoever is online gets no mail.
 * - In quiet hours, everything waits for their end.
 *
 * @param mails whether the property can send mails
 * @param now ms since 1970
 */
export function planNotifications(
  occurrences: readonly Occurrence[],
  team: readonly Teammate[],
  { mails, now }: { readonly mails: boolean; readonly now: number },
): PlannedNotification[] {
  const isSomebodyThere = team.some(({ online }) => online);
  return occurrences.flatMap((occurrence) => {
    const { kind, about, aboutId, entry, author, to } = occurrence;
    if (kind === "new_message" && to === null && isSomebodyThere) return [];
    const told = team.filter(
      ({ id, online }) =>
        id !== author && (to === null || to.includes(id)) && (kind !== "new_message" || !online),
    );
    return told.flatMap((agent): PlannedNotification[] => {
      const roads = agent.preferences[kind];
      const targets = [
        ...(roads.mail && mails && !agent.online ? [MAIL] : []),
        ...(roads.push ? agent.subscriptions : []),
      ];
      return targets.map((target) => ({
        agent: agent.id,
        target,
        kind,
        about,
        aboutId,
        entry,
        dueAt: afterQuietHours(agent.preferences.quietHours, now + (target === MAIL ? MAIL_DELAY : 0)),
      }));
    });
  });
}
