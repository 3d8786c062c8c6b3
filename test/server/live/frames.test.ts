import { describe, expect, it } from "vitest";
import { DisconnectGrace } from "../../../server/live/disconnect-grace.ts";
import { type VisitorBatch, visitorFrame } from "../../../server/live/frames.ts";
import { Wheel } from "../../../server/live/wheel.ts";
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
  it("is none where nothing is for them to see", () => {
    expect(visitorFrame(3, batch(4, [conversation("a")]), conversation("a"))).toBeNull();
  });

  it("brings the conversation where it has changed, and leaves it out where it has not", () => {
    const read = conversation("a", { agentRead: 3 });
    expect(visitorFrame(3, batch(4, [read]), conversation("a"))).toMatchObject({
      frame: { from: 3, sequence: 4, conversation: read, messages: [] },
      current: read,
    });
    expect(visitorFrame(3, batch(4, [read, message(4, "x")]), read)).toMatchObject({
      frame: { conversation: null, messages: [{ text: "x" }] },
    });
  });

  it("goes over to a conversation that was opened later, and not back to an earlier one", () => {
    const frame = visitorFrame(0, batch(2, [conversation("b"), message(1, "x")], [conversation("a")]), null);
    expect(frame?.current?.id).toBe("b");
    expect(visitorFrame(2, batch(3, [conversation("a", { unread: 1 })]), conversation("b"))).toBeNull();
  });

  it("brings an entry once, as it is in the end, and all of them by place", () => {
    const one = batch(
      9,
      [conversation("a"), message(7, "c"), message(5, "a")],
      [conversation("b"), message(6, "b"), message(5, "A")],
    );
    expect(visitorFrame(4, one, null)?.frame.messages.map(({ text }) => text)).toEqual(["A", "b", "c"]);
  });
});

describe("the wheel", () => {
  it("gives each thing when it is due, once", () => {
    const wheel = new Wheel<string>(5);
    wheel.add("one", 1);
    wheel.add("five", 5);
    wheel.add("at once is the next turn", 0);
    wheel.add("too late is the last turn", 99);
    expect([...wheel]).toHaveLength(4);
    const turns = Array.from({ length: 7 }, () => [...wheel.turn()]);
    expect(turns).toEqual([
      ["one", "at once is the next turn"],
      [],
      [],
      [],
      ["five", "too late is the last turn"],
      [],
      [],
    ]);
    expect([...wheel]).toEqual([]);
  });
});

describe("who leaves", () => {
  it("is gone after five seconds, unless they are back", () => {
    const left = new DisconnectGrace<string>();
    left.left("a", "a");
    left.turn();
    left.left("b", "b");
    left.turn();
    left.back("b");
    left.left("c", "c");
    left.left("a", "a again");
    expect(Array.from({ length: 6 }, () => left.turn())).toEqual([[], [], [], [], ["c", "a again"], []]);
  });
});
