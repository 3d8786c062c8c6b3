import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actor, ConversationRow } from "../../../../server/conversations/core/row-changes.ts";
import { type Action, applyAction } from "../../../../server/conversations/core/transitions.ts";
import { ALICE, chat, context, NOW, TARGET, VISITOR } from "../rows.ts";

const alice = { agent: ALICE };
const ticket = (more: Partial<ConversationRow> = {}) =>
  chat({ ticket: 7, subject: "Where is it?", due_at: 950_000, assignee_id: ALICE.id, ...more });
const quiet = { unanswered_since: null, due_at: null, unread: 0 };
const say = (status?: "open" | "waiting" | "solved"): Action => ({
  kind: "message",
  id: "m",
  text: "Hi",
  files: [],
  sentAt: 5,
  status,
});

function apply(row: ConversationRow, action: Action, by: Actor = alice) {
  const { row: after, entries } = applyAction(row, action, by, context());
  return { row: after, entries: entries.map(({ event, kind }) => (event ? JSON.parse(event).kind : kind)) };
}

describe("the status of a ticket", () => {
  it.each([
    [undefined, "waiting", ["message"]],
    ["waiting", "waiting", ["message"]],
    ["solved", "solved", ["message", "solved"]],
    ["open", "open", ["message"]],
  ] as const)(
    "R30: an answer that is sent as %s makes it %s, and nothing is due",
    (sent, status, entries) => {
      const result = apply(ticket(), say(sent));
      expect(result.row).toMatchObject({ status, unanswered_since: null, due_at: null, unread: 0 });
      expect(result.row.agent_read).toBe(result.row.last_sequence);
      expect(result.row.solved_at).toBe(status === "solved" ? NOW : null);
      expect(result.entries).toEqual(entries);
    },
  );

  it.each([
    ["waiting", {}, ["message"]],
    ["solved", { solved_at: 3 }, ["reopened", "message"]],
  ] as const)("R30: a customer's message opens a %s one, and its answer is due", (status, more, entries) => {
    const result = apply(ticket({ status, ...quiet, ...more }), say(), VISITOR);
    expect(result.row).toMatchObject({
      status: "open",
      unread: 1,
      unanswered_since: NOW,
      due_at: NOW + TARGET,
      solved_at: null,
    });
    expect(result.entries).toEqual(entries);
  });

  it("keeps the due time of the first message that was not answered", () => {
    expect(apply(ticket(), say(), VISITOR).row).toMatchObject({ due_at: 950_000, unanswered_since: 900_000 });
  });

  it("is never waiting or solved for a chat, and a chat has neither priority nor subject", () => {
    const refusal = "not_a_ticket";
    expect(() => apply(chat(), { kind: "set_status", to: "waiting" })).toThrow(refusal);
    expect(() => apply(chat(), { kind: "set_status", to: "solved" })).toThrow(refusal);
    expect(() => apply(chat(), { kind: "set_priority", priority: "high" })).toThrow(refusal);
    expect(() => apply(chat(), { kind: "set_subject", subject: "?" })).toThrow(refusal);
    expect(apply(chat(), say("solved")).row).toMatchObject({ status: "open", solved_at: null });
  });

  it("of one that was joined into another changes no more", () => {
    const joined = ticket({ status: "closed", ...quiet, joined_into: "other", before_join: "{}" });
    for (const action of [say(), { kind: "set_status", to: "open" }, { kind: "take" }] as const)
      expect(() => apply(joined, action)).toThrow("ticket_joined");
    expect(apply(joined, { kind: "read", sequence: 10 }).row.agent_read).toBe(10);
  });

  it("made of a chat by an agent waits for an answer only if the chat did", () => {
    const make = { kind: "make_ticket", number: 3, subject: "Late" } as const;
    expect(apply(chat(quiet), make).row).toMatchObject({ ticket: 3, subject: "Late", ...quiet });
    expect(apply(chat(), make).row).toMatchObject({ unanswered_since: 900_000, due_at: 900_000 + TARGET });
  });

  it("tells agents of a new priority and subject, once", () => {
    const urgent = apply(ticket(), { kind: "set_priority", priority: "urgent" });
    expect(urgent).toMatchObject({ row: { priority: "urgent" }, entries: ["priority"] });
    expect(apply(urgent.row, { kind: "set_priority", priority: "urgent" }).entries).toEqual([]);
    const renamed = applyAction(ticket(), { kind: "set_subject", subject: "New" }, alice, context());
    expect(renamed.entries).toMatchObject([{ text: "New", kind: "event" }]);
  });

  it("stays possible whatever happens: due only with an unanswered message, unanswered only while open", () => {
    const action = fc.constantFrom<[Action, Actor]>(
      [say(), alice],
      [say("open"), alice],
      [say("solved"), alice],
      [say(), VISITOR],
      ...(["open", "waiting", "solved", "closed"] as const).map((to): [Action, Actor] => [
        { kind: "set_status", to },
        alice,
      ]),
      [{ kind: "make_ticket", number: 9, subject: "" }, alice],
      [{ kind: "make_ticket", number: 9, subject: "" }, VISITOR],
      [{ kind: "unassign" }, alice],
      [{ kind: "mark_unread" }, alice],
      [{ kind: "note", id: "n", text: "n", files: [], sentAt: 1 }, alice],
    );
    fc.assert(
      fc.property(fc.boolean(), fc.array(action, { maxLength: 12 }), (isTicket, actions) => {
        let row = isTicket ? ticket() : chat();
        for (const [one, by] of actions) {
          const isRefused =
            (row.ticket === null &&
              one.kind === "set_status" &&
              (one.to === "waiting" || one.to === "solved")) ||
            (row.ticket !== null && row.status === "closed" && one.kind === "message" && by.agent === null);
          if (!isRefused) row = applyAction(row, one, by, context()).row;
          if (row.due_at !== null) expect(row.unanswered_since).not.toBeNull();
          if (row.unanswered_since !== null) expect(row.status).toBe("open");
          if (row.ticket === null) expect(["open", "closed"]).toContain(row.status);
          if (row.ticket === null) expect(row.due_at).toBeNull();
          expect(row.solved_at !== null).toBe(row.status === "solved");
        }
      }),
    );
  });
});
