import { expect, it } from "vitest";
import {
  type ChangedConversation,
  findOccurrences,
  type NewEntry,
  type Occurrence,
} from "../../../server/notifications/find-occurrences.ts";
import { planNotifications, type Teammate } from "../../../server/notifications/plan-notifications.ts";
import { DEFAULT_PREFERENCES } from "../../../shared/notifications.ts";

const NOW = Date.UTC(2026, 10, 23, 23);
const agent = (id: string, change: Partial<Teammate> = {}): Teammate => ({
  id,
  name: id,
  online: false,
  preferences: DEFAULT_PREFERENCES,
  subscriptions: [`${id}-phone`],
  ...change,
});
const occurrence = (change: Partial<Occurrence> = {}): Occurrence => ({
  kind: "new_message",
  about: "conversation",
  aboutId: "c1",
  entry: "5",
  author: null,
  to: null,
  ...change,
});
const told = (one: Occurrence, team: readonly Teammate[], mails = true) =>
  planNotifications([one], team, { mails, now: NOW }).map(({ agent: id, target }) =>
    target === "mail" ? `${id} mail` : target,
  );

const assigned = occurrence({ kind: "assigned", author: "bo", to: ["ann"] });
const mentioned = occurrence({ kind: "mentioned", author: "bo", to: ["ann", "bo"] });
const online = { online: true };

it.each([
  [
    "nobody is online",
    occurrence(),
    [agent("ann"), agent("bo")],
    ["ann mail", "ann-phone", "bo mail", "bo-phone"],
  ],
  ["somebody is online", occurrence(), [agent("ann"), agent("bo", online)], []],
  [
    "the assignee is away",
    occurrence({ to: ["ann"] }),
    [agent("ann"), agent("bo", online)],
    ["ann mail", "ann-phone"],
  ],
  ["the assignee is online", occurrence({ to: ["ann"] }), [agent("ann", online), agent("bo")], []],
  ["a colleague assigns, away", assigned, [agent("ann"), agent("bo", online)], ["ann mail", "ann-phone"]],
  ["a colleague assigns, online", assigned, [agent("ann", online), agent("bo", online)], ["ann-phone"]],
  ["a note mentions oneself too", mentioned, [agent("ann"), agent("bo")], ["ann mail", "ann-phone"]],
  ["who is mentioned has left the team", mentioned, [agent("bo")], []],
  ["no browser is subscribed", assigned, [agent("ann", { subscriptions: [] })], ["ann mail"]],
  ["two browsers are", assigned, [agent("ann", { subscriptions: ["p1", "p2"] })], ["ann mail", "p1", "p2"]],
])("who is told when %s", (_, one, team, expected) => {
  expect(told(one, team)).toEqual(expected);
});

it("each kind has its own roads, and a property without a mail server sends no mail", () => {
  const preferences = {
    ...DEFAULT_PREFERENCES,
    new_message: { mail: false, push: true },
    assigned: { mail: true, push: false },
    mentioned: { mail: false, push: false },
  };
  const team = [agent("ann", { preferences })];
  expect(told(occurrence(), team)).toEqual(["ann-phone"]);
  expect(told(assigned, team)).toEqual(["ann mail"]);
  expect(told(mentioned, team)).toEqual([]);
  expect(told(assigned, team, false)).toEqual([]);
});

it("a mail waits for two minutes, a push message does not, and quiet hours hold both back", () => {
  const quietHours = { from: 23 * 60, to: 6 * 60, timeZone: "UTC" };
  const due = (preferences = DEFAULT_PREFERENCES) =>
    planNotifications([occurrence()], [agent("ann", { preferences })], { mails: true, now: NOW }).map(
      ({ dueAt }) => dueAt - NOW,
    );
  expect(due()).toEqual([120_000, 0]);
  expect(due({ ...DEFAULT_PREFERENCES, quietHours })).toEqual([7 * 3_600_000, 7 * 3_600_000]);
});

const ROW: ChangedConversation = {
  id: "c1",
  assignee_id: null,
  unread: 1,
  suspicious: 0,
  joined_into: null,
  last_sequence: 7,
};
const TEAM = [
  { id: "ann", name: "Ann Lee" },
  { id: "bo", name: "Bo" },
];
const entry = (sequence: number, change: Partial<NewEntry> = {}): NewEntry => ({
  sequence,
  kind: "message",
  author: "visitor",
  agent_id: null,
  text: "Hello",
  event: null,
  retracted: 0,
  ...change,
});
const assignment = (sequence: number, to: string, by: string | null = "bo") =>
  entry(sequence, {
    kind: "event",
    author: "agent",
    agent_id: by,
    text: "",
    event: JSON.stringify({ kind: "assigned", to: { id: to, name: to } }),
  });
const note = (sequence: number, text: string, by = "bo") =>
  entry(sequence, { kind: "note", author: "agent", agent_id: by, text });
const found = (row: Partial<ChangedConversation>, ...entries: NewEntry[]) =>
  findOccurrences({ ...ROW, ...row }, entries, [4, 7], TEAM).map(({ kind, entry: at, to }) => [kind, at, to]);

it.each<[string, Partial<ChangedConversation>, NewEntry[], unknown[]]>([
  ["the visitor's last message", {}, [entry(5), entry(6)], [["new_message", "6", null]]],
  ["a message that somebody has read", { unread: 0 }, [entry(5)], []],
  ["an agent's message", {}, [entry(5, { author: "agent", agent_id: "bo" })], []],
  ["a message of a program", { suspicious: 1 }, [entry(5), note(6, "@Bo")], []],
  ["a message of a joined ticket", { joined_into: "c2" }, [entry(5)], []],
  ["a message to the assignee", { assignee_id: "ann" }, [entry(5)], [["new_message", "5", ["ann"]]]],
  ["a message to an assignee who has left", { assignee_id: "zoe" }, [entry(5)], [["new_message", "5", null]]],
  ["a form without a message", {}, [], [["new_message", "7", null]]],
  ["a change without an entry", { last_sequence: 4 }, [], []],
  ["an entry that comes later", { last_sequence: 8 }, [], []],
  ["an assignment", { assignee_id: "ann", unread: 0 }, [assignment(5, "ann")], [["assigned", "5", ["ann"]]]],
  ["an assignment that was changed", { assignee_id: "bo" }, [assignment(5, "ann")], []],
  [
    "an assignment back",
    { assignee_id: "ann", unread: 0 },
    [assignment(5, "ann"), assignment(6, "bo"), assignment(7, "ann")],
    [["assigned", "7", ["ann"]]],
  ],
  ["a mention", { unread: 0 }, [note(5, "Ask @ann lee, not @Bob")], [["mentioned", "5", ["ann"]]]],
  ["a mention that was retracted", {}, [{ ...note(5, "@Bo"), retracted: 1 }], []],
  ["a visitor's @", {}, [entry(5, { text: "@Bo" })], [["new_message", "5", null]]],
])("what is found in a conversation: %s", (_, row, entries, expected) => {
  expect(found(row, ...entries)).toEqual(expected);
});
