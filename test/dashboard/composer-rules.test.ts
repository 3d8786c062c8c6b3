import { describe, expect, it } from "vitest";
import {
  createNotifications,
  messageAlerts,
  type Permission,
} from "../../server/dashboard/data/notifications.ts";
import { EMPTY_DRAFT, readDraft, saveDraft } from "../../server/dashboard/inbox/composer/drafts.ts";
import {
  fillPlaceholders,
  parseAnswerQuery,
  placeholderNames,
  searchAnswers,
} from "../../server/dashboard/inbox/composer/saved-answers.ts";
import { clockTime, dayName, duration, fileSize, initials } from "../../server/dashboard/ui/format.ts";
import type { AgentChanges } from "../../shared/live.ts";
import { message, NOON, summary } from "./fixtures.ts";
import { memoryLocalStore } from "./memory-storage.ts";

describe("saved answers", () => {
  const answer = (shortcut: string, text = "words") => ({ id: shortcut, shortcut, text });
  const answers = [answer("refund"), answer("hello"), answer("help", "hello there"), answer("bye")];

  it.each([
    ["/", ""],
    ["/he", "he"],
    ["/größe-2_x", "größe-2_x"],
    [" /he", null],
    ["/he llo", null],
    ["see /he", null],
    ["//", null],
    ["", null],
  ])("%j has the search term %j", (typed, query) => {
    expect(parseAnswerQuery(typed)).toBe(query);
  });

  it("are ranked by the start of the shortcut, then a part of it, then a part of the text", () => {
    const found = (query: string) => searchAnswers(answers, query).map(({ shortcut }) => shortcut);
    expect(found("")).toEqual(["bye", "hello", "help", "refund"]);
    expect(found("HEL")).toEqual(["hello", "help"]);
    expect(found("hello")).toEqual(["hello", "help"]);
    expect(found("fun")).toEqual(["refund"]);
    expect(found("nothing")).toEqual([]);
  });

  it("contain the names of the visitor and the agent, and no space for an unknown name", () => {
    const text = "Hello {name}, I am {agent}. Bye {name}!";
    expect(fillPlaceholders(text, { name: "Ada", agent: "Rosa" })).toBe("Hello Ada, I am Rosa. Bye Ada!");
    expect(fillPlaceholders(text, { name: null, agent: "Rosa" })).toBe("Hello, I am Rosa. Bye!");
    expect(fillPlaceholders("{name}", { name: "$& {agent}", agent: "Rosa" })).toBe("$& Rosa");
  });

  it("R12: never contain the name of the contact for a claimed device", () => {
    const person = { id: "V0000000000000001", name: "Vera Victim", email: null, phone: null };
    expect(placeholderNames({ claimed: true, person }, "Rosa")).toEqual({ name: null, agent: "Rosa" });
    expect(placeholderNames({ claimed: false, person }, "Rosa")).toEqual({
      name: "Vera Victim",
      agent: "Rosa",
    });
  });
});

describe("a draft", () => {
  it("R23: is stored for each conversation and agent, and removed when it is empty", () => {
    const disk = new Map<string, string>();
    const store = memoryLocalStore(disk);
    saveDraft(store, "a1", "c1", { ...EMPTY_DRAFT, text: "half a", kind: "note" });
    expect(readDraft(store, "a1", "c1")).toMatchObject({ text: "half a", kind: "note" });
    expect(readDraft(store, "a1", "c2")).toBe(EMPTY_DRAFT);
    expect(readDraft(store, "a2", "c1")).toBe(EMPTY_DRAFT);
    saveDraft(store, "a1", "c1", EMPTY_DRAFT);
    expect(disk.size).toBe(0);
  });

  it.each(["", "{", "[]", '{"text":1}'])("stored as %j is ignored", (text) => {
    expect(readDraft(memoryLocalStore(new Map([["foyer.draft a1 c1", text]])), "a1", "c1")).toBe(EMPTY_DRAFT);
  });
});

describe("formatted times and sizes", () => {
  it("shows a duration in its largest unit", () => {
    const texts = [0, 59_999, 60_000, 3_600_000, 90_000_000].map((ms) => duration(ms, "en"));
    expect(texts).toEqual(["< 1 min", "< 1 min", "1 min", "1 hr", "1 day"]);
  });

  it("shows days relative to today", () => {
    const day = 86_400_000;
    expect(dayName(NOON, NOON, "en")).toBe("today");
    expect(dayName(NOON - day, NOON, "en")).toBe("yesterday");
    expect(dayName(NOON - 9 * day, NOON, "en")).toBe("Saturday, November 14");
    expect(dayName(NOON - 400 * day, NOON, "en")).toContain("2025");
    expect(clockTime(NOON, "en")).toMatch(/^\d{1,2}:00/);
  });

  it("shows the size of a file", () => {
    expect([1, 640_000, 2_400_000].map((bytes) => fileSize(bytes, "en"))).toEqual([
      "1 kB",
      "640 kB",
      "2.4 MB",
    ]);
  });

  it("ignores marks of text direction in initials", () => {
    expect(initials("\u202EAda \u202ELovelace")).toBe("AL");
  });
});

describe("the alerts for new messages", () => {
  const frame = (more: Partial<AgentChanges> = {}): AgentChanges => ({
    kind: "changes",
    property: "abcde12345",
    from: 1,
    sequence: 2,
    reset: false,
    conversations: [summary({})],
    messages: [{ conversation: "c1", message: message({ sequence: 2, revision: 2 }) }],
    ...more,
  });
  const by = (more: Parameters<typeof message>[0]) =>
    frame({ messages: [{ conversation: "c1", message: message({ sequence: 2, revision: 2, ...more }) }] });

  it.each([
    ["a visitor's message in an unassigned conversation", frame(), 1],
    [
      "a visitor's message in a conversation of the agent's own",
      frame({ conversations: [summary({ assignee: { id: "a1", name: "R" } })] }),
      1,
    ],
    [
      "a visitor's message in a colleague's conversation",
      frame({ conversations: [summary({ assignee: { id: "a2", name: "G" } })] }),
      0,
    ],
    ["a suspicious conversation", frame({ conversations: [summary({ suspicious: true })] }), 0],
    ["a colleague's reply", by({ author: "agent", agent: { id: "a2", name: "G" } }), 0],
    ["a correction", by({ revision: 3 }), 0],
    ["an event", by({ kind: "event" }), 0],
    ["a reset", frame({ reset: true }), 0],
  ])("%s: the number of alerts", (_, changes, calls) => {
    expect(messageAlerts(changes, "a1")).toHaveLength(calls);
  });

  it("are shown and played once, if they are enabled and the dashboard is not in front", async () => {
    const shown: string[] = [];
    let rung = 0;
    let permission: Permission = "default";
    const stored = new Map<string, string>();
    const attention = createNotifications(
      { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => void stored.set(key, value) },
      {
        permission: () => permission,
        requestPermission: async () => {
          permission = "granted";
          return permission;
        },
        show: async ({ title }) => void shown.push(title),
        playSound: () => rung++,
      },
    );
    attention.handleFrame(frame(), "a1", false);
    expect([shown.length, rung]).toEqual([0, 0]);
    await attention.setDesktopEnabled(true);
    attention.setSoundEnabled(true);
    rung = 0;
    attention.handleFrame(
      frame({
        sequence: 3,
        messages: [{ conversation: "c1", message: message({ sequence: 3, revision: 3 }) }],
      }),
      "a1",
      true,
    );
    expect([shown.length, rung]).toEqual([0, 0]);
    const next = frame({
      messages: [{ conversation: "c1", message: message({ sequence: 4, revision: 4 }) }],
    });
    attention.handleFrame(next, "a1", false);
    attention.handleFrame(next, "a1", false);
    expect([shown, rung]).toEqual([["Ada Lovelace"], 1]);
  });
});
