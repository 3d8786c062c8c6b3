import { describe, expect, it } from "vitest";
import { type AnswerFacts, planAnswer } from "../../../../server/mail/answers/plan-answer.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const at = (sequence: number, receivedAt: number, hasCopies = false) => ({
  sequence,
  receivedAt,
  hasCopies,
});

/** One message with the number 10, written at the time 0. */
const FACTS: AnswerFacts = {
  messages: [at(10, 0)],
  visitorRead: 0,
  isTicket: true,
  isConnected: false,
  now: 0,
};
const plan = (change: Partial<AnswerFacts>) => planAnswer({ ...FACTS, ...change });

describe("when an agent's answer is mailed", () => {
  it.each([
    ["a ticket's half a minute later", { isTicket: true, isConnected: false }, 30 * SECOND],
    ["a ticket's, although its customer has a page open", { isTicket: true, isConnected: true }, 30 * SECOND],
    ["a chat's five minutes later", { isTicket: false, isConnected: false }, 5 * MINUTE],
    ["a chat's half an hour later if a page is open", { isTicket: false, isConnected: true }, 30 * MINUTE],
  ])("R30: %s", (_, facts, pause) => {
    expect(plan({ ...facts, now: pause - 1 }).kind).toBe("wait");
    expect(plan({ ...facts, now: pause })).toEqual({ kind: "mail", messages: [10] });
  });

  it("R30: an open page is checked every minute, because its visitor may leave", () => {
    expect(plan({ isTicket: false, isConnected: true, now: 30 * SECOND })).toEqual({
      kind: "wait",
      until: 30 * SECOND + MINUTE,
    });
  });

  it.each([true, false])("R30: never what was read, and only what was not (ticket: %s)", (isTicket) => {
    const messages = [at(10, 0), at(11, SECOND)];
    const facts = { isTicket, messages, now: 10 * MINUTE };
    expect(plan({ ...facts, visitorRead: 11 })).toEqual({ kind: "none" });
    expect(plan({ ...facts, visitorRead: 10 })).toEqual({ kind: "mail", messages: [11] });
    expect(plan({ ...facts, messages: [] })).toEqual({ kind: "none" });
  });

  it("R30: messages in a row go in one mail, which waits for the last of them, but not for ever", () => {
    const two = [at(10, 0), at(11, 20 * SECOND)];
    expect(plan({ messages: two, now: 30 * SECOND })).toEqual({ kind: "wait", until: 50 * SECOND });
    expect(plan({ messages: two, now: 50 * SECOND })).toEqual({ kind: "mail", messages: [10, 11] });
    const many = Array.from({ length: 13 }, (_, index) => at(10 + index, index * 10 * SECOND));
    expect(plan({ messages: many, now: 2 * MINUTE }).kind).toBe("mail");
  });

  it("R30: what goes to others too is mailed although the customer has read it", () => {
    const messages = [at(10, 0, true), at(11, 0)];
    expect(plan({ messages, visitorRead: 11, now: MINUTE })).toEqual({ kind: "mail", messages: [10] });
  });
});
