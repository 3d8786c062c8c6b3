import type { AgentName, ConversationEvent } from "../../../shared/conversation.ts";
import type { Schema } from "../../platform/database/schema.ts";

export type ConversationRow = Schema["conversations"];
export type MessageRow = Schema["messages"];

/** An agent who acts. `via`: a program acts for them, with the API key of this name. */
export interface Author extends AgentName {
  readonly via?: string;
}

/** The actor: an agent; or else the visitor, or Foyer itself. */
export interface Actor {
  readonly agent: Author | null;
  /** Foyer itself acts, for example because a time has passed. */
  readonly system?: true;
}

export interface TransitionContext {
  /** Gives the property's next sequence number. */
  readonly sequence: () => number;
  readonly newId: () => string;
  /** Ms since 1970. */
  readonly now: number;
  /** The property's, by its IANA name. */
  readonly timeZone: string;
  /** When the answer to a message of a ticket is due, which arrived at a time; both ms since 1970. Null: never. */
  readonly answerDue: (from: number) => number | null;
}

/** A conversation after an action, and its new entries. If nothing changed, `row` is the same object as before. */
export interface Transition {
  readonly row: ConversationRow;
  readonly entries: readonly MessageRow[];
}

export const unchanged = (row: ConversationRow): Transition => ({ row, entries: [] });

/** Sets columns of the conversation without adding an entry. */
export function setFields(
  row: ConversationRow,
  values: Partial<ConversationRow>,
  { sequence }: Pick<TransitionContext, "sequence">,
): Transition {
  const names = Object.keys(values) as (keyof ConversationRow)[];
  if (names.every((name) => row[name] === values[name])) return unchanged(row);
  return { row: { ...row, ...values, revision: sequence() }, entries: [] };
}

/** The content of an entry, without its number, author and time. */
export type Content = Pick<MessageRow, "id" | "kind" | "text" | "files" | "event" | "sent_at">;

/** Appends an entry under the next sequence number. */
export function addEntry(
  row: ConversationRow,
  content: Content,
  { agent, system }: Actor,
  context: TransitionContext,
): Transition {
  const sequence = context.sequence();
  const entry: MessageRow = {
    ...content,
    property_id: row.property_id,
    conversation_id: row.id,
    sequence,
    revision: sequence,
    author: agent ? "agent" : system ? "system" : "visitor",
    agent_id: agent?.id ?? null,
    via: agent?.via ?? null,
    edited_at: null,
    retracted: 0,
    received_at: context.now,
  };
  return { row: { ...row, last_sequence: sequence, revision: sequence }, entries: [entry] };
}

/** Appends an event. @param text what belongs to it, such as a comment; empty: nothing */
export function addEvent(
  row: ConversationRow,
  event: ConversationEvent,
  by: Actor,
  context: TransitionContext,
  text = "",
): Transition {
  const content: Content = {
    id: context.newId(),
    kind: "event",
    text,
    files: "[]",
    event: JSON.stringify(event),
    sent_at: context.now,
  };
  return addEntry(row, content, by, context);
}

/** Applies one change after the other. @returns the last row, and the entries of all */
export function inTurn(
  row: ConversationRow,
  ...changes: readonly ((row: ConversationRow) => Transition)[]
): Transition {
  let all = unchanged(row);
  for (const change of changes) {
    const { row: after, entries } = change(all.row);
    all = { row: after, entries: [...all.entries, ...entries] };
  }
  return all;
}
