import { expect, it } from "vitest";
import { type PreviewState, planRevision } from "../../../server/conversations/messages/plan-revision.ts";
import { CORRECTION_TIME } from "../../../shared/conversation.ts";
import { ALICE, BOB, chat, context, entry, NOW } from "./rows.ts";

const PREVIEW: PreviewState = { lastMessage: 12, previousPreview: "Hello" };
const change = (
  message = entry(),
  revision: Parameters<typeof planRevision>[2] = { kind: "correct", text: "Good evening" },
  { by = ALICE, preview = PREVIEW } = {},
) => planRevision(chat({ preview: "Good day" }), message, revision, by, { ...context(), preview });
const RETRACT = { kind: "retract" } as const;
const code = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return null;
};

it("a correction changes the text, the time of editing and the revision, but not the sequence number", () => {
  const { row, message } = change();
  expect(message).toEqual({ ...entry(), text: "Good evening", edited_at: NOW, revision: 20 });
  expect(row).toEqual({ ...chat(), preview: "Good evening", revision: 20 });
});

it("a retracted message is empty, and the preview shows the message before it", () => {
  const files = JSON.stringify([{ id: "f", name: "a.png", type: "image/png", size: 1, picture: null }]);
  const { row, message } = change(entry({ files }), RETRACT);
  expect(message).toEqual({ ...entry(), text: "", files: "[]", retracted: 1, revision: 20 });
  expect(row.preview).toBe("Hello");
});

it("the preview stays when an earlier message or a note is changed", () => {
  for (const message of [entry({ sequence: 11 }), entry({ kind: "note" })])
    for (const revision of [RETRACT, { kind: "correct", text: "Other" }] as const)
      expect(change(message, revision).row).toEqual({ ...chat({ preview: "Good day" }), revision: 20 });
});

it("the same text again, or a second retraction, changes nothing", () => {
  const message = entry();
  expect(change(message, { kind: "correct", text: " Good day\n" }).message).toBe(message);
  const gone = entry({ retracted: 1, text: "", received_at: 0 });
  expect(change(gone, RETRACT).message).toBe(gone);
});

it("a message with files may have an empty text", () => {
  const files = JSON.stringify([{ id: "f", name: "a.png", type: "image/png", size: 1, picture: null }]);
  const { row, message } = change(entry({ files }), { kind: "correct", text: "" });
  expect([message.text, row.preview]).toEqual(["", "a.png"]);
});

it.each([
  ["another agent's message", () => change(entry(), RETRACT, { by: BOB }), "message_not_yours"],
  ["the visitor's message", () => change(entry({ author: "visitor", agent_id: null })), "message_not_yours"],
  ["an event", () => change(entry({ kind: "event" }), RETRACT), "message_not_yours"],
  [
    "a message after the correction time",
    () => change(entry({ received_at: NOW - CORRECTION_TIME - 1 })),
    "message_too_old",
  ],
  ["a retracted message", () => change(entry({ retracted: 1 })), "not_found"],
  [
    "a message to an empty text",
    () => change(entry(), { kind: "correct", text: " \u200b" }),
    "message_empty",
  ],
  [
    "a message to a text over the limit",
    () => change(entry(), { kind: "correct", text: "x".repeat(5_001) }),
    "message_too_long",
  ],
])("refuses to change %s", (_, act, expected) => {
  expect(code(act)).toBe(expected);
  expect(code(() => change(entry({ received_at: NOW - CORRECTION_TIME })))).toBeNull();
});
