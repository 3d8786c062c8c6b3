import { describe, expect, it } from "vitest";
import {
  belongsIn,
  callOf,
  isAfter,
  neighbour,
  withSelected,
} from "../../server/dashboard/inbox/inbox-list.ts";
import { threadEntries, wasLate } from "../../server/dashboard/inbox/thread-entries.ts";
import { conversation, summary } from "./people.ts";

describe("the inbox's list", () => {
  const items = [5, 4, 2, 1].map((at) => summary({ id: `c${at}`, lastMessageAt: at }));

  it("keeps what is open in the middle, in its place, even when reading it took it out of the view", () => {
    const selected = summary({ id: "c3", lastMessageAt: 3 });
    expect(withSelected(items, selected).map(({ id }) => id)).toEqual(["c5", "c4", "c3", "c2", "c1"]);
    expect(withSelected(items, items[1] ?? null)).toBe(items);
    expect(withSelected(items, summary({ id: "c0", lastMessageAt: 0 })).at(-1)?.id).toBe("c0");
  });

  it("goes on to the next conversation when one is done, and to the one before at the end", () => {
    expect(neighbour(items, "c4")).toBe("c2");
    expect(neighbour(items, "c1")).toBe("c2");
    expect(neighbour(items.slice(0, 1), "c5")).toBeNull();
    expect(neighbour(items, "elsewhere")).toBeNull();
  });

  it("stands newest first, and conversations of one instant by their IDs", () => {
    expect(isAfter(summary({ id: "a", lastMessageAt: 1 }), summary({ id: "b", lastMessageAt: 1 }))).toBe(
      true,
    );
    expect(isAfter(summary({ lastMessageAt: 2 }), summary({ lastMessageAt: 1 }))).toBe(false);
  });

  it("suspicious conversations are in their own view only", () => {
    const suspicious = summary({ suspicious: true, unread: true });
    expect(["open", "unread", "closed"].map((view) => belongsIn(view as "open", suspicious, "a1"))).toEqual([
      false,
      false,
      false,
    ]);
    expect(belongsIn("suspicious", suspicious, "a1")).toBe(true);
    expect(belongsIn("unread", summary({ unread: true }), "a1")).toBe(true);
    expect(belongsIn("unread", summary({ unread: true, status: "closed" }), "a1")).toBe(false);
  });

  it("calls a person by name, else e-mail, phone, visitor ID", () => {
    const person = { id: "V0000000000000001", name: null, email: null, phone: null };
    expect(callOf(person)).toBe(person.id);
    expect(callOf({ ...person, phone: "+49301" })).toBe("+49301");
    expect(callOf({ ...person, phone: "+49301", email: "a@b.example" })).toBe("a@b.example");
  });
});

describe("the thread", () => {
  it("shows a form before the message written in it, and that message once", () => {
    const entries = threadEntries(conversation({}));
    expect(entries.map(({ kind }) => kind)).toEqual(["day", "submission", "message"]);
    const [, form] = entries;
    expect(form?.kind === "submission" && form.answers.map(({ field }) => field)).toEqual(["name"]);
  });

  it("keeps an answer that stands in no message", () => {
    const [, form] = threadEntries(conversation({ messages: [] }));
    expect(form?.kind === "submission" && form.answers.map(({ field }) => field)).toEqual([
      "name",
      "message",
    ]);
  });

  it("R21: what waited in the visitor's browser for long is said to be late", () => {
    expect(wasLate({ sentAt: 0, receivedAt: 10 * 60_000 })).toBe(true);
    expect(wasLate({ sentAt: 10 * 60_000, receivedAt: 0 })).toBe(true);
    expect(wasLate({ sentAt: 0, receivedAt: 60_000 })).toBe(false);
  });
});
