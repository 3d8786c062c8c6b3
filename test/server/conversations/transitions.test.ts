import { describe, expect, it } from "vitest";
import type { Actor, ConversationRow } from "../../../server/conversations/core/row-changes.ts";
import {
  type Action,
  answersPreview,
  applyAction,
  messagePreview,
} from "../../../server/conversations/core/transitions.ts";
import { ALICE, BOB, chat, context, NOW, TARGET, VISITOR } from "./rows.ts";

const alice = { agent: ALICE };
const write = (text = "Hi", kind: "message" | "note" = "message") => ({
  kind,
  id: "m",
  text,
  files: [],
  sentAt: 5,
  channel: "widget" as const,
});
const taken = { assignee_id: ALICE.id };
const closed = { status: "closed", unanswered_since: null } as const;

/** The columns that an action changes, its sequence numbers apart, and the entries that it adds. */
function apply(row: ConversationRow, action: Action, by: Actor) {
  const transition = applyAction(row, action, by, context());
  const changes = Object.entries(transition.row).filter(
    ([name, value]) => row[name as keyof typeof row] !== value,
  );
  const { last_sequence, revision, ...rest } = Object.fromEntries(changes);
  const entries = transition.entries.map(({ kind, event }) => (event ? JSON.parse(event).kind : kind));
  return { rest, entries, sequences: [last_sequence, revision], same: transition.row === row };
}

/** The conversation before; the action and the actor; the expected changes and entries. */
const CASES: readonly [
  title: string,
  row: Partial<ConversationRow>,
  action: Action,
  by: Actor,
  rest: object,
  entries: readonly string[],
][] = [
  [
    "a visitor's message waits for an answer",
    { unread: 0, unanswered_since: null },
    write(),
    VISITOR,
    { unread: 1, unanswered_since: NOW, visitor_read: 20, preview: "Hi", last_message_at: NOW },
    ["message"],
  ],
  [
    "a message by mail says nothing of what was read in the widget",
    { unread: 0, unanswered_since: null },
    { ...write(), channel: "mail" },
    VISITOR,
    { unread: 1, unanswered_since: NOW, preview: "Hi", last_message_at: NOW },
    ["message"],
  ],
  [
    "a visitor who waits already keeps the start of the wait",
    {},
    write(),
    VISITOR,
    { visitor_read: 20, preview: "Hi", last_message_at: NOW },
    ["message"],
  ],
  [
    "a visitor's message reopens a closed conversation",
    closed,
    write(),
    VISITOR,
    { status: "open", unanswered_since: NOW, visitor_read: 21, preview: "Hi", last_message_at: NOW },
    ["reopened", "message"],
  ],
  [
    "an agent's message takes an unassigned conversation and marks it as read",
    {},
    write(),
    alice,
    {
      assignee_id: "alice",
      unread: 0,
      unanswered_since: null,
      agent_read: 21,
      preview: "Hi",
      last_message_at: NOW,
    },
    ["taken", "message"],
  ],
  [
    "another agent's message leaves the assignee",
    { assignee_id: "bob" },
    write(),
    alice,
    { unread: 0, unanswered_since: null, agent_read: 20, preview: "Hi", last_message_at: NOW },
    ["message"],
  ],
  [
    "an agent's message reopens a closed conversation",
    { ...closed, ...taken },
    write(),
    alice,
    { status: "open", unread: 0, agent_read: 21, preview: "Hi", last_message_at: NOW },
    ["reopened", "message"],
  ],
  ["a note changes neither the wait nor the read marks", {}, write("Psst", "note"), alice, {}, ["note"]],
  ["an agent takes a conversation", {}, { kind: "take" }, alice, { assignee_id: "alice" }, ["taken"]],
  ["taking one's own conversation changes nothing", taken, { kind: "take" }, alice, {}, []],
  [
    "an agent assigns a conversation to another agent",
    taken,
    { kind: "assign", to: BOB },
    alice,
    { assignee_id: "bob" },
    ["assigned"],
  ],
  [
    "assigning it to its assignee changes nothing",
    { assignee_id: "bob" },
    { kind: "assign", to: BOB },
    alice,
    {},
    [],
  ],
  [
    "assigning it to oneself is taking it",
    {},
    { kind: "assign", to: ALICE },
    alice,
    { assignee_id: "alice" },
    ["taken"],
  ],
  ["unassigning", taken, { kind: "unassign" }, alice, { assignee_id: null }, ["left"]],
  ["unassigning an unassigned conversation changes nothing", {}, { kind: "unassign" }, alice, {}, []],
  [
    "closing ends the wait",
    {},
    { kind: "set_status", to: "closed" },
    VISITOR,
    { status: "closed", unanswered_since: null },
    ["closed"],
  ],
  [
    "closing a closed conversation changes nothing",
    closed,
    { kind: "set_status", to: "closed" },
    alice,
    {},
    [],
  ],
  ["reopening", closed, { kind: "set_status", to: "open" }, alice, { status: "open" }, ["reopened"]],
  ["reopening an open conversation changes nothing", {}, { kind: "set_status", to: "open" }, alice, {}, []],
  [
    "a visitor reads up to a sequence number",
    { visitor_read: 3 },
    { kind: "read", sequence: 7 },
    VISITOR,
    { visitor_read: 7 },
    [],
  ],
  ["reading up to an earlier number changes nothing", {}, { kind: "read", sequence: 7 }, VISITOR, {}, []],
  [
    "reading beyond the last entry is reading up to the last",
    { visitor_read: 3 },
    { kind: "read", sequence: 9e15 },
    VISITOR,
    { visitor_read: 10 },
    [],
  ],
  [
    "an agent who reads clears the unread mark",
    {},
    { kind: "read", sequence: Number.POSITIVE_INFINITY },
    alice,
    { unread: 0, agent_read: 10 },
    [],
  ],
  [
    "reading it again changes nothing",
    { unread: 0, agent_read: 10 },
    { kind: "read", sequence: 10 },
    alice,
    {},
    [],
  ],
  [
    "marking as unread leaves the read marks",
    { unread: 0, agent_read: 10 },
    { kind: "mark_unread" },
    alice,
    { unread: 1 },
    [],
  ],
  ["marking as unread twice changes nothing", {}, { kind: "mark_unread" }, alice, {}, []],
  ["marking as suspicious", {}, { kind: "mark_suspicious", on: true }, alice, { suspicious: 1 }, []],
  [
    "removing the suspicious mark",
    { suspicious: 1 },
    { kind: "mark_suspicious", on: false },
    alice,
    { suspicious: 0 },
    [],
  ],
  [
    "removing a suspicious mark that is not there changes nothing",
    {},
    { kind: "mark_suspicious", on: false },
    alice,
    {},
    [],
  ],
  ["a rating", {}, { kind: "rate", rating: "good", text: "Thanks" }, VISITOR, { rating: "good" }, ["rated"]],
  [
    "the last rating counts",
    { rating: "good" },
    { kind: "rate", rating: "bad", text: "" },
    VISITOR,
    { rating: "bad" },
    ["rated"],
  ],
  [
    "a new ticket is unread and waits",
    { unread: 0, unanswered_since: null },
    { kind: "make_ticket", number: 3, subject: "Hi" },
    VISITOR,
    { ticket: 3, subject: "Hi", unread: 1, unanswered_since: NOW, due_at: NOW + TARGET },
    ["ticket"],
  ],
  [
    "a new ticket is reopened",
    closed,
    { kind: "make_ticket", number: 3, subject: "Hi" },
    VISITOR,
    { ticket: 3, subject: "Hi", status: "open", unanswered_since: NOW, due_at: NOW + TARGET },
    ["reopened", "ticket"],
  ],
  [
    "a ticket keeps its number",
    { ticket: 2 },
    { kind: "make_ticket", number: 3, subject: "Hi" },
    VISITOR,
    {},
    [],
  ],
  [
    "moving to another contact's record",
    {},
    { kind: "reassign", contact: "V0000000000000002", claimed: true },
    VISITOR,
    { contact_id: "V0000000000000002", claimed: 1 },
    [],
  ],
];

describe("applying an action to a conversation", () => {
  it.each(CASES)("%s", (_, more, action, by, rest, entries) => {
    const row = chat(more);
    const result = apply(row, action, by);
    expect(result.rest).toEqual(rest);
    expect(result.entries).toEqual(entries);
    expect(result.same).toBe(!entries.length && !Object.keys(rest).length);
    const last = 19 + entries.length;
    if (entries.length) expect(result.sequences).toEqual([last, last]);
    else expect(result.sequences).toEqual([undefined, result.same ? undefined : 20]);
  });

  it("gives each entry the next sequence number, its author and the time", () => {
    const { entries } = applyAction(chat(), write("Good day"), alice, context());
    expect(entries).toMatchObject([
      { sequence: 20, revision: 20, author: "agent", agent_id: "alice", kind: "event", received_at: NOW },
      { sequence: 21, revision: 21, id: "m", kind: "message", text: "Good day", sent_at: 5, retracted: 0 },
    ]);
  });

  it("previews a message by the beginning of its text, or by the names of its files", () => {
    const file = { name: "plan.pdf" };
    expect(messagePreview("a\n\tb", [file])).toBe("a b");
    expect(messagePreview("", [file, file])).toBe("plan.pdf · plan.pdf");
    expect(messagePreview("👍".repeat(300))).toBe("👍".repeat(200));
    expect(
      answersPreview([
        { field: "a", type: "choices", label: "A", answer: ["x", "y"] },
        { field: "b", type: "checkbox", label: "B", answer: true },
      ]),
    ).toBe("x, y · true");
  });
});
