import { describe, expect, it } from "vitest";
import { DisconnectGrace } from "../../../server/live/disconnect-grace.ts";
import { type VisitorBatch, visitorFrame } from "../../../server/live/frames.ts";
import type { VisitorConversation, VisitorMessage } from "../../../shared/conversation.ts";

const conversation = (id: string, more: Partial<VisitorConversation> = {}): VisitorConversation => ({
  id,
  opener: null,
  status: "open",
  ticket: null,
  agent: null,
  picture: null,
  agentRead: 0,
  visitorRead: 0,
  unread: 0,
  waitsUntil: null,
  rating: null,
  ...more,
});
const message = (sequence: number, text: string) => ({ sequence, text }) as VisitorMessage;
const batch = (sequence: number, ...events: [VisitorConversation, ...VisitorMessage[]][]): VisitorBatch => ({
  sequence,
  events: events.map(([one, ...messages]) => ({ id: "V", conversation: one, messages })),
});

describe("a visitor's frame", () => {
  it("is not sent if nothing in it is visible to them", () => {
    expect(visitorFrame(3, batch(4, [conversation("a")]), conversation("a"))).toBeNull();
  });

  it("contains the conversation only if that has changed", () => {
    const read = conversation("a", { agentRead: 3 });
    expect(visitorFrame(3, batch(4, [read]), conversation("a"))).toMatchObject({
      frame: { from: 3, sequence: 4, conversation: read, messages: [] },
      current: read,
    });
    expect(visitorFrame(3, batch(4, [read, message(4, "x")]), read)).toMatchObject({
      frame: { conversation: null, messages: [{ text: "x" }] },
    });
  });

  it("switches to a conversation that was opened later, and never back to an earlier one", () => {
    const frame = visitorFrame(0, batch(2, [conversation("b"), message(1, "x")], [conversation("a")]), null);
    expect(frame?.current?.id).toBe("b");
    expect(visitorFrame(2, batch(3, [conversation("a", { unread: 1 })]), conversation("b"))).toBeNull();
  });

  it("contains the last state of each entry once, in the order of sequence numbers", () => {
    const one = batch(
      9,
      [conversation("a"), message(7, "c"), message(5, "a")],
      [conversation("b"), message(6, "b"), message(5, "A")],
    );
    expect(visitorFrame(4, one, null)?.frame.messages.map(({ text }) => text)).toEqual(["A", "b", "c"]);
  });
});

describe("a client whose last connection was closed", () => {
  it("has left after five seconds, unless it reconnects", () => {
    const grace = new DisconnectGrace<string>();
    grace.start("a", "a");
    grace.tick();
    grace.start("b", "b");
    grace.tick();
    grace.cancel("b");
    grace.start("c", "c");
    grace.start("a", "a again");
    expect(Array.from({ length: 6 }, () => grace.tick())).toEqual([[], [], [], [], ["c", "a again"], []]);
  });
});
