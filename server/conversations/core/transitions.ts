import type { AgentName, AnsweredField, ConversationEvent, Rating } from "../../../shared/conversation.ts";
import type { FileInfo } from "../../../shared/file.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { wholeCharacters } from "../../platform/replace-lone-surrogates.ts";

export type ConversationRow = Schema["conversations"];
export type MessageRow = Schema["messages"];

/** Who does it; no agent: the visitor. */
export type Actor = { readonly agent: AgentName } | { readonly agent: null };

/** What can be done in a conversation. */
export type Action =
  | {
      readonly kind: "say" | "note";
      /** Made by who wrote it, so that it is known again. */
      readonly id: string;
      readonly text: string;
      readonly files: readonly FileInfo[];
      /** The writer's clock. */
      readonly sentAt: number;
    }
  /** An agent who reads has seen everything; a visitor says up to which place. */
  | { readonly kind: "read"; readonly sequence: number }
  /** Agents are to look at it (again). */
  | { readonly kind: "unread" }
  | { readonly kind: "suspicious"; readonly on: boolean }
  | { readonly kind: "rate"; readonly rating: Rating; readonly text: string }
  | { readonly kind: "take" }
  | { readonly kind: "assign"; readonly to: AgentName }
  | { readonly kind: "leave" }
  | { readonly kind: "close" }
  | { readonly kind: "reopen" }
  /** Nobody answered: it is followed up under a number. */
  | { readonly kind: "ticket"; readonly number: number }
  /** It is shown on this contact's record; claimed: by an unproven device that did not found it (R12). */
  | { readonly kind: "belong"; readonly to: string; readonly claimed: boolean };

export interface TransitionContext {
  /** The next place in the property's order. */
  readonly sequence: () => number;
  readonly newId: () => string;
  readonly now: number;
}

/** A conversation after an action, and the entries that it got. The same row: nothing has changed. */
export interface Transition {
  readonly row: ConversationRow;
  readonly entries: readonly MessageRow[];
}

/** The first line of a list's entry. */
export function messagePreview(text: string, files: readonly Pick<FileInfo, "name">[] = []): string {
  const messageContent = text || files.map(({ name }) => name).join(" · ");
  return [...wholeCharacters(messageContent).replace(/\s+/g, " ")].slice(0, 200).join("");
}

/** The same of a conversation in which nothing is said (any more): what its form was answered with. */
export function answersPreview(answers: readonly AnsweredField[]): string {
  return messagePreview(answers.map(({ answer }) => [answer].flat().join(", ")).join(" · "));
}

/** What an action makes of a conversation. Pure: rules in, rows out. */
export function applyAction(
  row: ConversationRow,
  action: Action,
  by: Actor,
  context: TransitionContext,
): Transition {
  switch (action.kind) {
    case "say":
      return by.agent
        ? applyAgentMessage(row, action, by.agent, context)
        : applyVisitorMessage(row, action, context);
    case "note":
      return addEntry(row, { ...words(action), kind: "note" }, by, context);
    case "read":
      return by.agent
        ? markReadByAgent(row, action.sequence, context)
        : markReadByVisitor(row, action.sequence, context);
    case "unread":
      return setFields(row, { unread: 1 }, context);
    case "suspicious":
      return setFields(row, { suspicious: action.on ? 1 : 0 }, context);
    case "belong":
      return setFields(row, { contact_id: action.to, claimed: action.claimed ? 1 : 0 }, context);
    case "rate":
      return applyRating(row, action, context);
    case "take":
      if (row.assignee_id === by.agent?.id) return unchanged(row);
      return addEvent({ ...row, assignee_id: by.agent?.id ?? null }, { kind: "taken" }, by, context);
    case "assign":
      if (by.agent?.id === action.to.id) return applyAction(row, { kind: "take" }, by, context);
      if (row.assignee_id === action.to.id) return unchanged(row);
      return addEvent(
        { ...row, assignee_id: action.to.id },
        { kind: "assigned", to: action.to },
        by,
        context,
      );
    case "leave":
      if (row.assignee_id === null) return unchanged(row);
      return addEvent({ ...row, assignee_id: null }, { kind: "left" }, by, context);
    case "close":
      if (row.status === "closed") return unchanged(row);
      return addEvent({ ...row, status: "closed", waiting_since: null }, { kind: "closed" }, by, context);
    case "reopen":
      if (row.status === "open") return unchanged(row);
      return addEvent({ ...row, status: "open" }, { kind: "reopened" }, by, context);
    case "ticket":
      return row.ticket === null ? applyTicket(row, action.number, by, context) : unchanged(row);
  }
}

const unchanged = (row: ConversationRow): Transition => ({ row, entries: [] });

/** Other values in the row itself, if they are others. */
function setFields(
  row: ConversationRow,
  values: Partial<ConversationRow>,
  { sequence }: TransitionContext,
): Transition {
  const names = Object.keys(values) as (keyof ConversationRow)[];
  if (names.every((name) => row[name] === values[name])) return unchanged(row);
  return { row: { ...row, ...values, revision: sequence() }, entries: [] };
}

type WriteAction = Extract<Action, { kind: "say" | "note" }>;
type Content = Pick<MessageRow, "id" | "kind" | "text" | "files" | "event" | "sent_at">;

function words({ id, text, files, sentAt }: WriteAction): Content {
  return { id, kind: "message", text, files: JSON.stringify(files), event: null, sent_at: sentAt };
}

/** Puts an entry at the next place. */
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
) {
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

/** What a visitor writes waits for an answer; to a closed conversation it opens it again. */
function applyVisitorMessage(
  row: ConversationRow,
  said: WriteAction,
  context: TransitionContext,
): Transition {
  const by: Actor = { agent: null };
  const opened = applyAction(row, { kind: "reopen" }, by, context);
  const { row: after, entries } = addEntry(opened.row, words(said), by, context);
  return {
    row: {
      ...after,
      unread: 1,
      waiting_since: row.waiting_since ?? context.now,
      visitor_read: after.last_sequence,
      preview: messagePreview(said.text, said.files),
      last_message_at: context.now,
    },
    entries: [...opened.entries, ...entries],
  };
}

/** An agent who answers has read what stands there, and takes what nobody has. */
function applyAgentMessage(
  row: ConversationRow,
  said: WriteAction,
  agent: AgentName,
  context: TransitionContext,
): Transition {
  const by: Actor = { agent };
  const taken = row.assignee_id === null ? applyAction(row, { kind: "take" }, by, context) : unchanged(row);
  const opened = applyAction(taken.row, { kind: "reopen" }, by, context);
  const { row: after, entries } = addEntry(opened.row, words(said), by, context);
  return {
    row: {
      ...after,
      unread: 0,
      waiting_since: null,
      agent_read: after.last_sequence,
      preview: messagePreview(said.text, said.files),
      last_message_at: context.now,
    },
    entries: [...taken.entries, ...opened.entries, ...entries],
  };
}

/** A place from the future is one that was never shown: it counts as the last. */
function markReadByVisitor(row: ConversationRow, sequence: number, context: TransitionContext): Transition {
  const until = Math.min(sequence, row.last_sequence);
  return setFields(row, { visitor_read: Math.max(until, row.visitor_read) }, context);
}

function markReadByAgent(row: ConversationRow, sequence: number, context: TransitionContext): Transition {
  const until = Math.min(sequence, row.last_sequence);
  return setFields(row, { unread: 0, agent_read: Math.max(until, row.agent_read) }, context);
}

/** A ticket is open, waits for an answer, and is news. */
function applyTicket(
  row: ConversationRow,
  number: number,
  by: Actor,
  context: TransitionContext,
): Transition {
  const opened = applyAction(row, { kind: "reopen" }, by, context);
  const ticket = {
    ...opened.row,
    ticket: number,
    unread: 1,
    waiting_since: row.waiting_since ?? context.now,
  };
  const { row: after, entries } = addEvent(ticket, { kind: "ticket", number }, by, context);
  return { row: after, entries: [...opened.entries, ...entries] };
}

function applyRating(
  row: ConversationRow,
  { rating, text }: Extract<Action, { kind: "rate" }>,
  context: TransitionContext,
) {
  return addEvent({ ...row, rating }, { kind: "rated", rating }, { agent: null }, context, text);
}
