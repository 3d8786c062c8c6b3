import * as z from "zod/mini";
import { ConversationEvent } from "../../shared/conversation.ts";
import type { NotificationKind } from "../../shared/notifications.ts";
import { mentionedAgents } from "../../shared/rules/mentions.ts";
import type { Schema } from "../platform/database/schema.ts";

/** An occurrence that agents may have to be told of. */
export interface Occurrence {
  readonly kind: NotificationKind;
  readonly about: "conversation" | "contact";
  readonly aboutId: string;
  /** The entry, as in the table `notifications`. */
  readonly entry: string;
  /** The agent who caused it, who is never told of it; null: a visitor. */
  readonly author: string | null;
  /** Whom it is for; null: whoever of the team is there. */
  readonly to: readonly string[] | null;
}

export type ChangedConversation = Pick<
  Schema["conversations"],
  "id" | "assignee_id" | "unread" | "suspicious" | "joined_into" | "last_sequence"
>;
export type NewEntry = Pick<
  Schema["messages"],
  "sequence" | "kind" | "author" | "agent_id" | "text" | "event" | "retracted"
>;

/**
 * Finds the occurrences in a conversation that agents may have to be told of: the visitor's last new message if nobody has
 * read it, the last assignment if it still holds, and each note that mentions somebody. Suspicious conversations and joined tickets give nothing. Pure.
 *
 * @param entries the new entries, oldest first
 * @param range the sequence numbers of what is new: after the first, up to the second
 * @param team the agents of the property
 */
export function findOccurrences(
  conversation: ChangedConversation,
  entries: readonly NewEntry[],
  [after, until]: readonly [number, number],
  team: readonly { readonly id: string; readonly name: string }[],
): Occurrence[] {
  const { id, assignee_id, unread, suspicious, joined_into, last_sequence } = conversation;
  if (suspicious || joined_into !== null) return [];
  const about = { about: "conversation", aboutId: id } as const;
  const shown = entries.filter(({ retracted }) => !retracted);

  // a form without a message opens a conversation without an entry, but with a number
  const hasOpened = !entries.length && last_sequence > after && last_sequence <= until;
  const message = shown.findLast(({ kind, author }) => kind === "message" && author === "visitor");
  const sequence = message?.sequence ?? (hasOpened ? last_sequence : null);
  const member = team.some((one) => one.id === assignee_id) ? assignee_id : null;
  const messages: Occurrence[] =
    sequence !== null && unread
      ? [
          {
            ...about,
            kind: "new_message",
            entry: String(sequence),
            author: null,
            to: member === null ? null : [member],
          },
        ]
      : [];

  const assignment = shown.findLast(({ kind, event }) => kind === "event" && assignedTo(event) !== null);
  const assigned: Occurrence[] =
    assignment && member !== null && assignedTo(assignment.event) === member
      ? [
          {
            ...about,
            kind: "assigned",
            entry: String(assignment.sequence),
            author: assignment.agent_id,
            to: [member],
          },
        ]
      : [];

  const mentions = shown.flatMap(({ kind, text, agent_id, sequence }): Occurrence[] => {
    const to = kind === "note" ? mentionedAgents(text, team) : [];
    return to.length ? [{ ...about, kind: "mentioned", entry: String(sequence), author: agent_id, to }] : [];
  });
  return [...messages, ...assigned, ...mentions];
}

/** The agent to whom an event assigns the conversation; null: it does not. */
function assignedTo(stored: string | null): string | null {
  if (stored === null) return null;
  const event = z.parse(ConversationEvent, JSON.parse(stored));
  return event.kind === "assigned" ? event.to.id : null;
}
