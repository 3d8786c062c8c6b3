import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConversationRow } from "../../../../server/conversations/core/row-changes.ts";
import { planJoin, planSeparation } from "../../../../server/conversations/tickets/plan-join.ts";
import { chat } from "../rows.ts";

const ticket = (id: string, more: Partial<ConversationRow> = {}) => chat({ id, ticket: 1, ...more });
const waiting = { status: "waiting", unread: 0, unanswered_since: null } as const;

function join(source: ConversationRow, target: ConversationRow) {
  const plan = planJoin(source, target);
  if (!plan) throw new Error("Nothing was joined");
  return { source: { ...source, ...plan.source }, target: { ...target, ...plan.target } };
}

function separate({ source, target }: { source: ConversationRow; target: ConversationRow }) {
  const plan = planSeparation(source, { row: target, hasNewMessages: false });
  if (!plan) throw new Error("Nothing was separated");
  return { source: { ...source, ...plan.source }, target: { ...target, ...plan.target } };
}

describe("a join of two tickets", () => {
  it("closes the one, and what of it waits for an answer waits in the other", () => {
    const source = ticket("a", { unanswered_since: 500, due_at: 700, unread: 1 });
    const { source: closed, target } = join(source, ticket("b", waiting));
    expect(closed).toMatchObject({
      status: "closed",
      joined_into: "b",
      unanswered_since: null,
      due_at: null,
    });
    expect(target).toMatchObject({ status: "open", unanswered_since: 500, due_at: 700, unread: 1 });
  });

  it("keeps the earlier of two waits, and a status that nothing changes", () => {
    const source = ticket("a", { unanswered_since: 500, due_at: 900 });
    const target = ticket("b", { unanswered_since: 400, due_at: 950 });
    expect(join(source, target).target).toMatchObject({ unanswered_since: 400, due_at: 900 });
    const solved = ticket("b", { status: "solved", solved_at: 3, unanswered_since: null, unread: 0 });
    const answered = ticket("a", waiting);
    expect(join(answered, solved).target).toMatchObject({ status: "solved", solved_at: 3 });
  });

  it("that is repeated changes nothing", () => {
    const { source, target } = join(ticket("a"), ticket("b"));
    expect(planJoin(source, target)).toBeNull();
  });

  it("is refused for chats, for a ticket and itself, and for what is joined into a third", () => {
    const { source } = join(ticket("a"), ticket("b"));
    expect(() => planJoin(chat({ id: "a" }), ticket("b"))).toThrow("not_a_ticket");
    expect(() => planJoin(ticket("a"), chat({ id: "b" }))).toThrow("not_a_ticket");
    expect(() => planJoin(ticket("a"), ticket("a"))).toThrow("invalid_request");
    expect(() => planJoin(source, ticket("c"))).toThrow("ticket_joined");
    expect(() => planJoin(ticket("c"), source)).toThrow("ticket_joined");
  });

  it("is undone exactly, whatever the two were", () => {
    const state = fc.constantFrom<Partial<ConversationRow>>(
      { status: "open", unanswered_since: 5, due_at: 9, unread: 1 },
      { status: "open", unanswered_since: 7, due_at: null, unread: 0 },
      { status: "open", unanswered_since: null, unread: 0 },
      { status: "waiting", unanswered_since: null, unread: 1 },
      { status: "solved", solved_at: 3, unanswered_since: null, unread: 0 },
      { status: "closed", unanswered_since: null, unread: 0 },
    );
    fc.assert(
      fc.property(state, state, (one, other) => {
        const [source, target] = [ticket("a", one), ticket("b", other)];
        expect(separate(join(source, target))).toEqual({ source, target });
      }),
    );
  });

  it("leaves what was changed since when it is undone", () => {
    const joined = join(ticket("a", { unanswered_since: 5 }), ticket("b", waiting));
    const solved = { ...joined.target, status: "solved", solved_at: 9, unanswered_since: null } as const;
    expect(separate({ ...joined, target: solved }).target).toEqual(solved);
  });

  it("leaves a ticket open that has a message since, even if its state is what the join made it", () => {
    const solved = ticket("b", { status: "solved", solved_at: 3, unanswered_since: null, unread: 0 });
    const { source, target } = join(ticket("a", { unanswered_since: 5, unread: 1 }), solved);
    expect(planSeparation(source, { row: target, hasNewMessages: true })?.target).toEqual({});
  });

  it("can be undone when the other is gone, and not twice", () => {
    const { source } = join(ticket("a"), ticket("b"));
    expect(planSeparation(source, null)?.source).toMatchObject({ status: "open", joined_into: null });
    expect(planSeparation(ticket("a"), null)).toBeNull();
  });
});
