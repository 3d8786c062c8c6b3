import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INBOX_VIEWS } from "../../server/dashboard/app/routes.ts";
import { personName } from "../../server/dashboard/data/person-name.ts";
import {
  adjacentConversation,
  applyChanges,
  isAfter,
  isInView,
  storeIfNewer,
  withSelected,
} from "../../server/dashboard/inbox/store/inbox-list.ts";
import { threadEntries, wasDelayed } from "../../server/dashboard/inbox/thread/thread-entries.ts";
import type { ConversationSummary } from "../../shared/conversation.ts";
import { conversation, message, NOON, summary, TICKET } from "./fixtures.ts";

describe("the list of a view", () => {
  const items = [5, 4, 2, 1].map((at) => summary({ id: `c${at}`, lastMessageAt: at }));

  it("keeps the selected conversation in its position when it leaves the view", () => {
    const selected = summary({ id: "c3", lastMessageAt: 3 });
    expect(withSelected(items, selected).map(({ id }) => id)).toEqual(["c5", "c4", "c3", "c2", "c1"]);
    expect(withSelected(items, items[1] ?? null)).toBe(items);
    expect(withSelected(items, summary({ id: "c0", lastMessageAt: 0 })).at(-1)?.id).toBe("c0");
  });

  it("shows the longest wait first in the view of waiting conversations, and a selected one that no longer waits at the end", () => {
    const [early, late, answered] = [1, 2, null].map((unansweredSince, index) =>
      summary({ id: `w${index}`, unansweredSince, lastMessageAt: 9 - index }),
    );
    if (!early || !late || !answered) throw new Error("three were made");
    expect(isAfter(late, early, { view: "unanswered", now: 0 })).toBe(true);
    expect(withSelected([early, late], answered, { view: "unanswered", now: 0 }).at(-1)?.id).toBe("w2");
  });

  /** Tickets that were due up to this time are on top. */
  const NOW = 5;

  it("equals the answer of the server after any changes, as far as it is loaded", () => {
    const person = fc.record({
      id: fc.constantFrom("a", "b", "c", "d", "e", "f"),
      closed: fc.boolean(),
      unread: fc.boolean(),
      suspicious: fc.boolean(),
      mine: fc.boolean(),
      waits: fc.boolean(),
      dueAt: fc.option(fc.integer({ min: 1, max: 9 })),
      waiting: fc.boolean(),
      tagged: fc.boolean(),
      at: fc.integer({ min: 1, max: 9 }),
    });
    const view = fc.constantFrom(...INBOX_VIEWS, "tag:t1" as const);
    const all = fc.array(person, { maxLength: 30 });
    fc.assert(
      fc.property(
        all,
        view,
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 6 }),
        (words, view, cut, size) => {
          const states = words.map(({ closed, mine, waits, at, dueAt, waiting, tagged, ...more }, index) =>
            summary({
              ...more,
              status: closed ? "closed" : waiting && !waits ? "waiting" : "open",
              ticket: { ...TICKET, dueAt: waits && !closed ? dueAt : null },
              tags: tagged ? [{ id: "t1", name: "Refund" }] : [],
              assignee: mine ? { id: "a1", name: "Rosa" } : null,
              unansweredSince: waits && !closed ? at : null,
              lastMessageAt: at,
              revision: index + 1,
            }),
          );
          const server = (upTo: number) => {
            const now = new Map(states.slice(0, upTo).map((state) => [state.id, state]));
            return [...now.values()]
              .filter((state) => isInView(view, state, { agent: "a1", now: NOW }))
              .sort((a, b) => (isAfter(a, b, { view, now: NOW }) ? 1 : -1));
          };
          const before = server(cut);
          const page = { items: before.slice(0, size), next: before.length > size ? "more" : null };
          const known = new Map<string, ConversationSummary>();
          for (const state of states.slice(cut)) storeIfNewer(known, state);
          const shown = applyChanges(page, known.values(), { view, agent: "a1", now: NOW });
          const right = server(states.length);
          // the next page contains what comes after the last loaded item
          const last = page.next === null ? null : page.items.at(-1);
          const loaded = right.filter(
            (state) => !last || !known.has(state.id) || !isAfter(state, last, { view, now: NOW }),
          );
          const ids = new Set(shown.map(({ id }) => id));
          expect(shown).toEqual(loaded.filter(({ id }) => ids.has(id)));
          for (const { id } of loaded) if (known.has(id)) expect(ids.has(id)).toBe(true);
        },
      ),
    );
  });

  it("ignores a summary that is older than the stored one", () => {
    const known = new Map<string, ConversationSummary>();
    expect(storeIfNewer(known, summary({ revision: 2, preview: "new" }))).toBe(true);
    expect(storeIfNewer(known, summary({ revision: 1, preview: "old" }))).toBe(false);
    expect(known.get("c1")?.preview).toBe("new");
  });

  it("selects the next conversation after one is done, and the previous one at the end", () => {
    expect(adjacentConversation(items, "c4")).toBe("c2");
    expect(adjacentConversation(items, "c1")).toBe("c2");
    expect(adjacentConversation(items.slice(0, 1), "c5")).toBeNull();
    expect(adjacentConversation(items, "elsewhere")).toBeNull();
  });

  it("shows the newest first, and conversations with equal times by ID", () => {
    expect(isAfter(summary({ id: "a", lastMessageAt: 1 }), summary({ id: "b", lastMessageAt: 1 }))).toBe(
      true,
    );
    expect(isAfter(summary({ lastMessageAt: 2 }), summary({ lastMessageAt: 1 }))).toBe(false);
  });

  it("shows overdue tickets on top, the longest overdue first", () => {
    const overdue = (id: string, dueAt: number) =>
      summary({ id, unansweredSince: 1, ticket: { ...TICKET, dueAt }, lastMessageAt: 1 });
    const order = { view: "all", now: 5 } as const;
    const list = [overdue("a", 5), summary({ id: "b", lastMessageAt: 9 }), overdue("c", 6), overdue("d", 2)];
    expect(list.sort((a, b) => (isAfter(a, b, order) ? 1 : -1)).map(({ id }) => id)).toEqual([
      "d",
      "a",
      "b",
      "c",
    ]);
  });

  it("shows suspicious conversations in their own view only", () => {
    const suspicious = summary({ suspicious: true, unread: true });
    expect(
      ["open", "unread", "closed"].map((view) =>
        isInView(view as "open", suspicious, { agent: "a1", now: 0 }),
      ),
    ).toEqual([false, false, false]);
    expect(isInView("suspicious", suspicious, { agent: "a1", now: 0 })).toBe(true);
    expect(isInView("unread", summary({ unread: true }), { agent: "a1", now: 0 })).toBe(true);
    expect(isInView("unread", summary({ unread: true, status: "closed" }), { agent: "a1", now: 0 })).toBe(
      false,
    );
  });

  it("names a person by name, else e-mail, phone, visitor ID", () => {
    const person = { id: "V0000000000000001", name: null, email: null, phone: null };
    expect(personName(person)).toBe(person.id);
    expect(personName({ ...person, phone: "+49301" })).toBe("+49301");
    expect(personName({ ...person, phone: "+49301", email: "a@b.example" })).toBe("a@b.example");
  });
});

describe("the thread", () => {
  it("shows a form before the message written in it, and that message once", () => {
    const entries = threadEntries(conversation({}));
    expect(entries.map(({ kind }) => kind)).toEqual(["day", "submission", "message"]);
    const [, form] = entries;
    expect(form?.kind === "submission" && form.answers.map(({ field }) => field)).toEqual(["name"]);
  });

  it("groups the messages of one author within minutes into a block, which ends with the day", () => {
    const later = (id: string, receivedAt: number, more = {}) => message({ id, receivedAt, ...more });
    const entries = threadEntries({
      submissions: [],
      earlier: false,
      messages: [
        later("m1", NOON),
        later("m2", NOON + 60_000),
        later("m3", NOON + 61_000, { author: "agent", agent: { id: "a1", name: "Rosa" } }),
        later("m4", NOON + 62_000, { author: "agent", agent: { id: "a2", name: "Grace" } }),
        later("m5", NOON + 86_400_000, { author: "agent", agent: { id: "a2", name: "Grace" } }),
      ],
    });
    const shown = entries.map((entry) => (entry.kind === "message" ? entry.follows : entry.kind));
    expect(shown).toEqual(["day", false, true, false, false, "day", false]);
  });

  it("begins a new block where a program writes for the same agent", () => {
    const written = (id: string, via?: string) =>
      message({ id, author: "agent", agent: { id: "a1", name: "Rosa" }, ...(via !== undefined && { via }) });
    const messages = [
      written("m1"),
      written("m2"),
      written("m3", "CRM"),
      written("m4", "CRM"),
      written("m5"),
    ];
    const entries = threadEntries({ submissions: [], earlier: false, messages });
    expect(entries.flatMap((entry) => (entry.kind === "message" ? [entry.follows] : []))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it("leaves out a form that belongs to a part of the history that is not loaded", () => {
    const late = message({ id: "m9", text: "later", receivedAt: NOON + 1 });
    const kinds = (earlier: boolean) =>
      threadEntries({ ...conversation({ messages: [late] }), earlier }).map(({ kind }) => kind);
    expect(kinds(true)).toEqual(["day", "message"]);
    expect(kinds(false)).toEqual(["day", "submission", "message"]);
  });

  it("shows an answer that is not a message of its own", () => {
    const [, form] = threadEntries(conversation({ messages: [] }));
    expect(form?.kind === "submission" && form.answers.map(({ field }) => field)).toEqual([
      "name",
      "message",
    ]);
  });

  it("R21: marks what waited in the visitor's browser as delayed", () => {
    expect(wasDelayed({ sentAt: 0, receivedAt: 10 * 60_000 })).toBe(true);
    expect(wasDelayed({ sentAt: 10 * 60_000, receivedAt: 0 })).toBe(true);
    expect(wasDelayed({ sentAt: 0, receivedAt: 60_000 })).toBe(false);
  });
});
