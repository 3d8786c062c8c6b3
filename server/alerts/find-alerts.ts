import type { AlertKind } from "../../shared/alert.ts";
import { mentionedAgents } from "../../shared/rules/mentions.ts";
import type { NewEntry } from "../notifications/find-occurrences.ts";
import type { Schema } from "../platform/database/schema.ts";

/** An occurrence that a team may have to be alerted of. */
export interface FoundAlert {
  readonly kind: AlertKind;
  readonly about: "conversation" | "contact";
  readonly aboutId: string;
  /** As in the table `alerts`: an occurrence with the same one is the same. */
  readonly entry: string;
  /** When it began, ms since 1970. */
  readonly since: number;
}

export type AlertedConversation = Pick<
  Schema["conversations"],
  "id" | "ticket" | "status" | "unanswered_since" | "suspicious" | "joined_into"
>;

/**
 * Finds what has happened in a conversation that a team may have to be alerted of: a chat that waits, a ticket that is new, and each
 * note that mentions somebody. Suspicious conversations and joined tickets give nothing. Pure.
 *
 * @param entries the new entries, oldest first
 * @param range the numbers of tickets that are new: after the first, up to the second
 * @param team the agents of the property
 * @param now ms since 1970
 */
export function findAlerts(
  conversation: AlertedConversation,
  entries: readonly Pick<NewEntry, "sequence" | "kind" | "text" | "retracted">[],
  [after, until]: readonly [number, number],
  team: readonly { readonly id: string; readonly name: string }[],
  now: number,
): FoundAlert[] {
  const { id, ticket, status, unanswered_since, suspicious, joined_into } = conversation;
  if (suspicious || joined_into !== null) return [];
  const about = { about: "conversation", aboutId: id } as const;
  const isWaiting = ticket === null && status === "open" && unanswered_since !== null;
  const waiting: FoundAlert[] = isWaiting
    ? [{ ...about, kind: "waiting_chat", entry: String(unanswered_since), since: unanswered_since }]
    : [];
  const isNew = ticket !== null && ticket > after && ticket <= until;
  const tickets: FoundAlert[] = isNew
    ? [{ ...about, kind: "new_ticket", entry: String(ticket), since: now }]
    : [];
  const mentions = entries
    .filter((one) => one.kind === "note" && !one.retracted && mentionedAgents(one.text, team).length > 0)
    .map(
      ({ sequence }): FoundAlert => ({
        ...about,
        kind: "mention",
        entry: String(sequence),
        since: now,
      }),
    );
  return [...waiting, ...tickets, ...mentions];
}
