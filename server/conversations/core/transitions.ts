import type { AgentName, AnsweredField, ConversationEvent, Rating } from "../../../shared/conversation.ts";
import type { FileInfo } from "../../../shared/file.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { replaceLoneSurrogates } from "../../platform/replace-lone-surrogates.ts";

export type ConversationRow = Schema["conversations"];
export type MessageRow = Schema["messages"];

/** The acting agent; null if the visitor acts. */
export interface Actor {
  readonly agent: AgentName | null;
}

/** A message, or a note that only agents see. */
interface WriteAction {
  readonly kind: "message" | "note";
  /** Made by the client. A repeated request has the same ID. */
  readonly id: string;
  readonly text: string;
  readonly files: readonly FileInfo[];
  /** The client's clock, ms since 1970. */
  readonly sentAt: number;
}

interface RateAction {
  readonly kind: "rate";
  readonly rating: Rating;
  readonly text: string;
}

/** Everything that can be done in a conversation. */
export type Action =
  | WriteAction
  | RateAction
  /** Marks all entries up to a sequence number as read; a number beyond the last entry counts as the last. */
  | { readonly kind: "read"; readonly sequence: number }
  /** Marks the conversation as unread for agents. */
  | { readonly kind: "mark_unread" }
  | { readonly kind: "mark_suspicious"; readonly on: boolean }
  /** The agent assigns the conversation to themselves. */
  | { readonly kind: "take" }
  | { readonly kind: "assign"; readonly to: AgentName }
  | { readonly kind: "unassign" }
  | { readonly kind: "close" }
  | { readonly kind: "reopen" }
  | { readonly kind: "make_ticket"; readonly number: number }
  /** Moves the conversation to a contact's record. Claimed: by an unproven device that did not found the contact (R12). */
  | { readonly kind: "reassign"; readonly contact: string; readonly claimed: boolean };

export interface TransitionContext {
  /** Gives the property's next sequence number. */
  readonly sequence: () => number;
  readonly newId: () => string;
  /** Ms since 1970. */
  readonly now: number;
}

/** A conversation after an action, and its new entries. If nothing changed, `row` is the same object as before. */
export interface Transition {
  readonly row: ConversationRow;
  readonly entries: readonly MessageRow[];
}

/** The text that lists show for a message: its beginning, or else the names of its files. */
export function messagePreview(text: string, files: readonly Pick<FileInfo, "name">[] = []): string {
  const shown = text || files.map(({ name }) => name).join(" · ");
  return [...replaceLoneSurrogates(shown).replace(/\s+/g, " ")].slice(0, 200).join("");
}

/** The text that lists show for a conversation without messages: the answers of its form. */
export function answersPreview(answers: readonly AnsweredField[]): string {
  return messagePreview(answers.map(({ answer }) => [answer].flat().join(", ")).join(" · "));
}

/** Applies an action to a conversation. Pure. */
export function applyAction(
  row: ConversationRow,
  action: Action,
  by: Actor,
  context: TransitionContext,
): Transition {
  switch (action.kind) {
    case "message":
      return by.agent
        ? applyAgentMessage(row, action, by.agent, context)
        : applyVisitorMessage(row, action, context);
    case "note":
      return addEntry(row, { ...toContent(action), kind: "note" }, by, context);
    case "read":
      return markRead(row, action.sequence, by, context);
    case "mark_unread":
      return setFields(row, { unread: 1 }, context);
    case "mark_suspicious":
      return setFields(row, { suspicious: action.on ? 1 : 0 }, context);
    case "reassign":
      return setFields(row, { contact_id: action.contact, claimed: action.claimed ? 1 : 0 }, context);
    case "rate": {
      const rated = { ...row, rating: action.rating };
      const event = { kind: "rated", rating: action.rating } as const;
      return addEvent(rated, event, { agent: null }, context, action.text);
    }
    case "take":
      return assign(row, by.agent, { kind: "taken" }, by, context);
    case "assign": {
      const isTaken = by.agent?.id === action.to.id;
      return assign(
        row,
        action.to,
        isTaken ? { kind: "taken" } : { kind: "assigned", to: action.to },
        by,
        context,
      );
    }
    case "unassign":
      return assign(row, null, { kind: "left" }, by, context);
    case "close":
      if (row.status === "closed") return unchanged(row);
      return addEvent({ ...row, status: "closed", waiting_since: null }, { kind: "closed" }, by, context);
    case "reopen":
      return reopen(row, by, context);
    case "make_ticket":
      return row.ticket === null ? makeTicket(row, action.number, by, context) : unchanged(row);
  }
}

const unchanged = (row: ConversationRow): Transition => ({ row, entries: [] });

/** Sets columns of the conversation without adding an entry. */
function setFields(
  row: ConversationRow,
  values: Partial<ConversationRow>,
  { sequence }: TransitionContext,
): Transition {
  const names = Object.keys(values) as (keyof ConversationRow)[];
  if (names.every((name) => row[name] === values[name])) return unchanged(row);
  return { row: { ...row, ...values, revision: sequence() }, entries: [] };
}

type Content = Pick<MessageRow, "id" | "kind" | "text" | "files" | "event" | "sent_at">;

function toContent({ id, text, files, sentAt }: WriteAction): Content {
  return { id, kind: "message", text, files: JSON.stringify(files), event: null, sent_at: sentAt };
}

/** Appends an entry under the next sequence number. */
function addEntry(
  row: ConversationRow,
  content: Content,
  { agent }: Actor,
  context: TransitionContext,
): Transition {
  const sequence = context.sequence();
  const entry: MessageRow = {
    ...content,
    property_id: row.property_id,
    conversation_id: row.id,
    sequence,
    revision: sequence,
    author: agent ? "agent" : "visitor",
    agent_id: agent?.id ?? null,
    edited_at: null,
    retracted: 0,
    received_at: context.now,
  };
  return { row: { ...row, last_sequence: sequence, revision: sequence }, entries: [entry] };
}

function addEvent(
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

function assign(
  row: ConversationRow,
  to: AgentName | null,
  event: ConversationEvent,
  by: Actor,
  context: TransitionContext,
): Transition {
  const assignee = to?.id ?? null;
  if (row.assignee_id === assignee) return unchanged(row);
  return addEvent({ ...row, assignee_id: assignee }, event, by, context);
}

function reopen(row: ConversationRow, by: Actor, context: TransitionContext): Transition {
  if (row.status === "open") return unchanged(row);
  return addEvent({ ...row, status: "open" }, { kind: "reopened" }, by, context);
}

/** A visitor's message waits for an answer, and reopens a closed conversation. */
function applyVisitorMessage(
  row: ConversationRow,
  action: WriteAction,
  context: TransitionContext,
): Transition {
  const by: Actor = { agent: null };
  const opened = reopen(row, by, context);
  const { row: after, entries } = addEntry(opened.row, toContent(action), by, context);
  return {
    row: {
      ...after,
      unread: 1,
      waiting_since: row.waiting_since ?? context.now,
      visitor_read: after.last_sequence,
      preview: messagePreview(action.text, action.files),
      last_message_at: context.now,
    },
    entries: [...opened.entries, ...entries],
  };
}

/** An agent's message marks everything before it as read, takes an unassigned conversation, and reopens a closed one. */
function applyAgentMessage(
  row: ConversationRow,
  action: WriteAction,
  agent: AgentName,
  context: TransitionContext,
): Transition {
  const by: Actor = { agent };
  const taken =
    row.assignee_id === null ? assign(row, agent, { kind: "taken" }, by, context) : unchanged(row);
  const opened = reopen(taken.row, by, context);
  const { row: after, entries } = addEntry(opened.row, toContent(action), by, context);
  return {
    row: {
      ...after,
      unread: 0,
      waiting_since: null,
      agent_read: after.last_sequence,
      preview: messagePreview(action.text, action.files),
      last_message_at: context.now,
    },
    entries: [...taken.entries, ...opened.entries, ...entries],
  };
}

function markRead(
  row: ConversationRow,
  sequence: number,
  { agent }: Actor,
  context: TransitionContext,
): Transition {
  const until = Math.min(sequence, row.last_sequence);
  return agent
    ? setFields(row, { unread: 0, agent_read: Math.max(until, row.agent_read) }, context)
    : setFields(row, { visitor_read: Math.max(until, row.visitor_read) }, context);
}

/** A new ticket is open, unread, and waits for an answer. */
function makeTicket(row: ConversationRow, number: number, by: Actor, context: TransitionContext): Transition {
  const opened = reopen(row, by, context);
  const ticket = {
    ...opened.row,
    ticket: number,
    unread: 1,
    waiting_since: row.waiting_since ?? context.now,
  };
  const { row: after, entries } = addEvent(ticket, { kind: "ticket", number }, by, context);
  return { row: after, entries: [...opened.entries, ...entries] };
}
