import { describe, expect, it } from "vitest";
import {
  type Action,
  type Actor,
  answersPreview,
  applyAction,
  type ConversationRow,
  messagePreview,
} from "../../../server/conversations/core/transitions.ts";
import { ALICE, BOB, chat, context, NOW, VISITOR } from "./rows.ts";

const alice = { agent: ALICE };
const say = (text = "Hi", kind: "say" | "note" = "say"): Action => ({
  kind,
  id: "m",
  text,
  files: [],
  sentAt: 5,
});
const taken = { assignee_id: ALICE.id };
const closed = { status: "closed", waiting_since: null } as const;

/** What an action changes in the row beside its places, and which entries it adds. */
function done(row: ConversationRow, action: Action, by: Actor) {
  const acted = applyAction(row, action, by, context());
  const changes = Object.entries(acted.row).filter(
    ([name, value]) => row[name as keyof typeof row] !== value,
  );
  const { last_sequence, revision, ...rest } = Object.fromEntries(changes);
  const entries = acted.entries.map(({ kind, event }) => (event ? JSON.parse(event).kind : kind));
  return { rest, entries, sequences: [last_sequence, revision], same: acted.row === row };
}

/** Conversation, action, who; the changes and the entries. */
const CASES: readonly [
  title: string,
  row: Partial<ConversationRow>,
  action: Action,
  by: Actor,
  rest: object,
  entries: readonly string[],
][] = [
  [
    "a visitor's words wait for an answer",
    { unread: 0, waiting_since: null },
    say(),
    VISITOR,
    { unread: 1, waiting_since: NOW, visitor_read: 20, preview: "Hi", last_message_at: NOW },
    ["message"],
  ],
  [
    "who waits already waits since then",
    {},
    say(),
    VISITOR,
    { visitor_read: 20, preview: "Hi", last_message_at: NOW },
    ["message"],
  ],
  [
    "a visitor's words open what was closed",
    closed,
    say(),
    VISITOR,
    { status: "open", waiting_since: NOW, visitor_read: 21, preview: "Hi", last_message_at: NOW },
    ["reopened", "message"],
  ],
  [
    "an agent who answers takes what nobody has, and has read it",
    {},
    say(),
    alice,
    {
      assignee_id: "alice",
      unread: 0,
      waiting_since: null,
      agent_read: 21,
      preview: "Hi",
      last_message_at: NOW,
    },
    ["taken", "message"],
  ],
  [
    "an agent who helps out takes nothing away from who has it",
    { assignee_id: "bob" },
    say(),
    alice,
    { unread: 0, waiting_since: null, agent_read: 20, preview: "Hi", last_message_at: NOW },
    ["message"],
  ],
  [
    "an agent's words open what was closed",
    { ...closed, ...taken },
    say(),
    alice,
    { status: "open", unread: 0, agent_read: 21, preview: "Hi", last_message_at: NOW },
    ["reopened", "message"],
  ],
  ["a note changes nothing that anybody waits for", {}, say("Psst", "note"), alice, {}, ["note"]],
  ["taking", {}, { kind: "take" }, alice, { assignee_id: "alice" }, ["taken"]],
  ["taking what is mine changes nothing", taken, { kind: "take" }, alice, {}, []],
  [
    "assigning to somebody else",
    taken,
    { kind: "assign", to: BOB },
    alice,
    { assignee_id: "bob" },
    ["assigned"],
  ],
  [
    "assigning to who has it changes nothing",
    { assignee_id: "bob" },
    { kind: "assign", to: BOB },
    alice,
    {},
    [],
  ],
  [
    "assigning to oneself is taking",
    {},
    { kind: "assign", to: ALICE },
    alice,
    { assignee_id: "alice" },
    ["taken"],
  ],
  ["giving back", taken, { kind: "leave" }, alice, { assignee_id: null }, ["left"]],
  ["giving back what nobody has changes nothing", {}, { kind: "leave" }, alice, {}, []],
  [
    "closing ends the wait",
    {},
    { kind: "close" },
    VISITOR,
    { status: "closed", waiting_since: null },
    ["closed"],
  ],
  ["closing what is closed changes nothing", closed, { kind: "close" }, alice, {}, []],
  ["opening again", closed, { kind: "reopen" }, alice, { status: "open" }, ["reopened"]],
  ["opening what is open changes nothing", {}, { kind: "reopen" }, alice, {}, []],
  [
    "a visitor reads up to a place",
    { visitor_read: 3 },
    { kind: "read", sequence: 7 },
    VISITOR,
    { visitor_read: 7 },
    [],
  ],
  ["reading back changes nothing", {}, { kind: "read", sequence: 7 }, VISITOR, {}, []],
  [
    "reading the future is reading the last",
    { visitor_read: 3 },
    { kind: "read", sequence: 9e15 },
    VISITOR,
    { visitor_read: 10 },
    [],
  ],
  [
    "an agent who reads has seen the news",
    {},
    { kind: "read", sequence: Number.POSITIVE_INFINITY },
    alice,
    { unread: 0, agent_read: 10 },
    [],
  ],
  [
    "an agent who has read it changes nothing",
    { unread: 0, agent_read: 10 },
    { kind: "read", sequence: 10 },
    alice,
    {},
    [],
  ],
  [
    "marking unread takes no read mark from the visitor",
    { unread: 0, agent_read: 10 },
    { kind: "unread" },
    alice,
    { unread: 1 },
    [],
  ],
  ["marking unread twice changes nothing", {}, { kind: "unread" }, alice, {}, []],
  ["putting aside what looks suspicious", {}, { kind: "suspicious", on: true }, alice, { suspicious: 1 }, []],
  [
    "and bringing it back",
    { suspicious: 1 },
    { kind: "suspicious", on: false },
    alice,
    { suspicious: 0 },
    [],
  ],
  ["it was not", {}, { kind: "suspicious", on: false }, alice, {}, []],
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
    "a ticket is news and waits",
    { unread: 0, waiting_since: null },
    { kind: "ticket", number: 3 },
    VISITOR,
    { ticket: 3, unread: 1, waiting_since: NOW },
    ["ticket"],
  ],
  [
    "a ticket is open",
    closed,
    { kind: "ticket", number: 3 },
    VISITOR,
    { ticket: 3, status: "open", waiting_since: NOW },
    ["reopened", "ticket"],
  ],
  ["a ticket keeps its number", { ticket: 2 }, { kind: "ticket", number: 3 }, VISITOR, {}, []],
  [
    "another record shows it",
    {},
    { kind: "belong", to: "V0000000000000002", claimed: true },
    VISITOR,
    { contact_id: "V0000000000000002", claimed: 1 },
    [],
  ],
];

describe("what an action makes of a conversation", () => {
  it.each(CASES)("%s", (_, more, action, by, rest, entries) => {
    const row = chat(more);
    const result = done(row, action, by);
    expect(result.rest).toEqual(rest);
    expect(result.entries).toEqual(entries);
    expect(result.same).toBe(!entries.length && !Object.keys(rest).length);
    const last = 19 + entries.length;
    if (entries.length) expect(result.sequences).toEqual([last, last]);
    else expect(result.sequences).toEqual([undefined, result.same ? undefined : 20]);
  });

  it("gives each entry the next place, its author and the clock", () => {
    const { entries } = applyAction(chat(), say("Good day"), alice, context());
    expect(entries).toMatchObject([
      { sequence: 20, revision: 20, author: "agent", agent_id: "alice", kind: "event", received_at: NOW },
      { sequence: 21, revision: 21, id: "m", kind: "message", text: "Good day", sent_at: 5, retracted: 0 },
    ]);
  });

  it("shows the first line of a message in a list: its words, or the names of its files", () => {
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
