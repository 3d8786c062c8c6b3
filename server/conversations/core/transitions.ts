import type {
  AgentName,
  AnsweredField,
  ConversationEvent,
  ConversationStatus,
  Priority,
  Rating,
} from "../../../shared/conversation.ts";
import type { FileInfo } from "../../../shared/file.ts";
import { wellFormed } from "../../../shared/rules/well-formed.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import {
  isClosedTicket,
  makeTicket,
  reopenForCustomer,
  requireTicket,
  setStatus,
  setStatusByReply,
  unansweredColumns,
} from "../tickets/ticket-status.ts";
import {
  type Actor,
  addEntry,
  addEvent,
  type Content,
  type ConversationRow,
  inTurn,
  setFields,
  type Transition,
  type TransitionContext,
  unchanged,
} from "./row-changes.ts";

/** Where a customer's message was written: in the widget, in a mail, or on the page that a mail links to. */
export type MessageChannel = "widget" | "mail" | "page";

/** A message, or a note that only agents see. */
interface WriteAction {
  readonly kind: "message" | "note";
  /** Made by the client. A repeated request has the same ID. */
  readonly id: string;
  readonly text: string;
  readonly files: readonly FileInfo[];
  /** The client's clock, ms since 1970. */
  readonly sentAt: number;
  /** Where a visitor wrote; absent: an agent did. Only somebody who writes in the widget has seen what stands there. */
  readonly channel?: MessageChannel;
  /** The status that an agent's message gives a ticket; absent: waiting for the customer. */
  readonly status?: "open" | "waiting" | "solved" | undefined;
  /** The customer has written something that the agent had not seen: a ticket stays open and unanswered. */
  readonly isOutdated?: boolean;
}

interface RateAction {
  readonly kind: "rate";
  readonly rating: Rating;
  readonly text: string;
}

/** An automatic answer of a customer's program, such as a notice of absence: nobody waits for an answer to it (R31). */
interface AutomaticMessageAction extends Pick<WriteAction, "id" | "text" | "files" | "sentAt"> {
  readonly kind: "automatic_message";
}

/** Everything that can be done in a conversation. */
export type Action =
  | WriteAction
  | AutomaticMessageAction
  | RateAction
  /** Marks all entries up to a sequence number as read; a number beyond the last entry counts as the last. */
  | { readonly kind: "read"; readonly sequence: number }
  /** Marks the conversation as unread for agents. */
  | { readonly kind: "mark_unread" }
  | { readonly kind: "mark_suspicious"; readonly on: boolean }
  /** Marks that an answer did not reach the customer by mail, or that it has. */
  | { readonly kind: "mark_mail_failed"; readonly on: boolean }
  /** The agent assigns the conversation to themselves. */
  | { readonly kind: "take" }
  | { readonly kind: "assign"; readonly to: AgentName }
  | { readonly kind: "unassign" }
  | { readonly kind: "set_status"; readonly to: ConversationStatus }
  | { readonly kind: "set_subject"; readonly subject: string }
  | { readonly kind: "set_priority"; readonly priority: Priority }
  /** The IDs of all tags that it has then. */
  | { readonly kind: "set_tags"; readonly tags: readonly string[] }
  | { readonly kind: "make_ticket"; readonly number: number; readonly subject: string }
  /** The decision of another plan: a join, or a follow-up. */
  | { readonly kind: "change"; readonly values: Partial<ConversationRow>; readonly event: ConversationEvent }
  /** Moves the conversation to a contact's record. Claimed: by an unproven device that did not found the contact (R12). */
  | { readonly kind: "reassign"; readonly contact: string; readonly claimed: boolean };

/** The text that lists show for a message: its beginning, or else the names of its files. */
export function messagePreview(text: string, files: readonly Pick<FileInfo, "name">[] = []): string {
  const shown = text || files.map(({ name }) => name).join(" · ");
  return [...wellFormed(shown).replace(/\s+/g, " ")].slice(0, 200).join("");
}

/** The text that lists show for a conversation without messages: the answers of its form. Visitors see it too. */
export function answersPreview(answers: readonly AnsweredField[]): string {
  const seen = answers.filter(({ type }) => type !== "hidden");
  return messagePreview(seen.map(({ answer }) => [answer].flat().join(", ")).join(" · "));
}

/** The actions for a ticket that was joined into another one: none that its agents would look for here. */
const ALLOWED_WHEN_JOINED: readonly Action["kind"][] = [
  "read",
  "rate",
  "reassign",
  "change",
  "mark_mail_failed",
];

/**
 * Applies an action to a conversation. Pure.
 *
 * @throws ApiError `not_a_ticket`, `ticket_joined`
 */
export function applyAction(
  row: ConversationRow,
  action: Action,
  by: Actor,
  context: TransitionContext,
): Transition {
  if (row.joined_into !== null && !ALLOWED_WHEN_JOINED.includes(action.kind))
    throw new ApiError("ticket_joined");
  switch (action.kind) {
    case "message":
      return by.agent
        ? applyAgentMessage(row, action, by.agent, context)
        : applyVisitorMessage(row, action, context);
    case "note":
      return addEntry(row, { ...toContent(action), kind: "note" }, by, context);
    case "automatic_message":
      return addEntry(row, toContent(action), by, context);
    case "read":
      return markRead(row, action.sequence, by, context);
    case "mark_unread":
      return setFields(row, { unread: 1 }, context);
    case "mark_suspicious":
      return setFields(row, { suspicious: action.on ? 1 : 0 }, context);
    case "mark_mail_failed":
      return setFields(row, { mail_failed: action.on ? 1 : 0 }, context);
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
    case "set_status":
      return setStatus(row, action.to, by, context);
    case "set_subject":
      return setSubject(row, action.subject, by, context);
    case "set_priority":
      return setPriority(row, action.priority, by, context);
    case "set_tags":
      return setFields(row, { tags: JSON.stringify([...new Set(action.tags)].sort()) }, context);
    case "make_ticket":
      return row.ticket === null ? makeTicket(row, action, by, context) : unchanged(row);
    case "change":
      return addEvent({ ...row, ...action.values }, action.event, by, context);
  }
}

function toContent({ id, text, files, sentAt }: WriteAction | AutomaticMessageAction): Content {
  return { id, kind: "message", text, files: JSON.stringify(files), event: null, sent_at: sentAt };
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

function setSubject(
  row: ConversationRow,
  subject: string,
  by: Actor,
  context: TransitionContext,
): Transition {
  requireTicket(row);
  if (row.subject === subject) return unchanged(row);
  return addEvent({ ...row, subject }, { kind: "subject" }, by, context, subject);
}

function setPriority(
  row: ConversationRow,
  priority: Priority,
  by: Actor,
  context: TransitionContext,
): Transition {
  requireTicket(row);
  if (row.priority === priority) return unchanged(row);
  return addEvent({ ...row, priority }, { kind: "priority", to: priority }, by, context);
}

/** A visitor's message waits for an answer, and reopens a conversation that is no closed ticket. */
function applyVisitorMessage(
  row: ConversationRow,
  action: WriteAction,
  context: TransitionContext,
): Transition {
  if (isClosedTicket(row)) throw new Error(`Ticket ${row.id} is closed; a reply opens another one`);
  const by: Actor = { agent: null };
  return inTurn(
    row,
    (one) => reopenForCustomer(one, by, context),
    (one) => {
      const { row: after, entries } = addEntry(one, toContent(action), by, context);
      const seen = action.channel === "widget" ? { visitor_read: after.last_sequence } : {};
      const shown = { ...seen, hidden: 0, ...previewOf(action, context) };
      return { row: { ...after, ...unansweredColumns(one, context), ...shown }, entries };
    },
  );
}

/**
 * An agent's message marks everything before it as read and takes an unassigned conversation. It reopens a closed chat;
 * a ticket gets the status that the agent sends it with. If the agent had not seen everything, a ticket is open, and what
 * they had not seen waits for an answer.
 */
function applyAgentMessage(
  row: ConversationRow,
  action: WriteAction,
  agent: AgentName,
  context: TransitionContext,
): Transition {
  const by: Actor = { agent };
  const isOutdated = row.ticket !== null && action.isOutdated === true;
  const status = row.ticket === null || isOutdated ? "open" : (action.status ?? "waiting");
  const all = inTurn(
    row,
    (one) => (one.assignee_id === null ? assign(one, agent, { kind: "taken" }, by, context) : unchanged(one)),
    (one) => (status === "open" ? setStatus(one, status, by, context) : unchanged(one)),
    (one) => {
      const { row: after, entries } = addEntry(one, toContent(action), by, context);
      const answered = isOutdated ? {} : { unread: 0, unanswered_since: null, due_at: null };
      const shown = { mail_failed: 0, hidden: 0, ...previewOf(action, context) };
      return { row: { ...after, ...answered, ...shown }, entries };
    },
    (one) => setStatusByReply(one, status, by, context),
  );
  if (isOutdated) return all;
  return { row: { ...all.row, agent_read: all.row.last_sequence }, entries: all.entries };
}

function previewOf({ text, files }: WriteAction, { now }: TransitionContext) {
  return { preview: messagePreview(text, files), last_message_at: now };
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
