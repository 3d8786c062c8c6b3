import { expect, it } from "vitest";
import { type PreviewState, planRevision } from "../../../server/conversations/messages/plan-revision.ts";
import { CORRECTION_TIME } from "../../../shared/conversation.ts";
import { ALICE, BOB, chat, context, entry, NOW } from "./rows.ts";

const SHOWN: PreviewState = { last: 12, before: "Hello" };
const change = (
  message = entry(),
  revision: Parameters<typeof planRevision>[2] = { kind: "correct", text: "Good evening" },
  { by = ALICE, shown = SHOWN } = {},
) => planRevision(chat({ preview: "Good day" }), message, revision, by, { ...context(), shown });
const RETRACT = { kind: "retract" } as const;
const code = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return null;
};

it("a correction has new words, a mark, and a new place in the order of changes; the entry stays where it is", () => {
  const { row, message } = change();
  expect(message).toEqual({ ...entry(), text: "Good evening", edited_at: NOW, revision: 20 });
  expect(row).toEqual({ ...chat(), preview: "Good evening", revision: 20 });
});

it("what is taken back is empty, and the list shows what was said before", () => {
  const files = JSON.stringify([{ id: "f", name: "a.png", type: "image/png", size: 1, picture: null }]);
  const { row, message } = change(entry({ files }), RETRACT);
  expect(message).toEqual({ ...entry(), text: "", files: "[]", retracted: 1, revision: 20 });
  expect(row.preview).toBe("Hello");
});

it("the list goes on showing the last message when an earlier one, or a note, changes", () => {
  for (const message of [entry({ sequence: 11 }), entry({ kind: "note" })])
    for (const revision of [RETRACT, { kind: "correct", text: "Other" }] as const)
      expect(change(message, revision).row).toEqual({ ...chat({ preview: "Good day" }), revision: 20 });
});

it("the same words again, or taking back twice, changes nothing", () => {
  const message = entry();
  expect(change(message, { kind: "correct", text: " Good day\n" }).message).toBe(message);
  const gone = entry({ retracted: 1, text: "", received_at: 0 });
  expect(change(gone, RETRACT).message).toBe(gone);
});

it("a message of files may be left without words", () => {
  const files = JSON.stringify([{ id: "f", name: "a.png", type: "image/png", size: 1, picture: null }]);
  const { row, message } = change(entry({ files }), { kind: "correct", text: "" });
  expect([message.text, row.preview]).toEqual(["", "a.png"]);
});

it.each([
  ["somebody else's", () => change(entry(), RETRACT, { by: BOB }), "message_not_yours"],
  ["the visitor's", () => change(entry({ author: "visitor", agent_id: null })), "message_not_yours"],
  ["something that happened", () => change(entry({ kind: "event" }), RETRACT), "message_not_yours"],
  [
    "what stands too long",
    () => change(entry({ received_at: NOW - CORRECTION_TIME - 1 })),
    "message_too_old",
  ],
  ["what was taken back", () => change(entry({ retracted: 1 })), "not_found"],
  ["a message into nothing", () => change(entry(), { kind: "correct", text: " \u200b" }), "message_empty"],
  ["into a book", () => change(entry(), { kind: "correct", text: "x".repeat(5_001) }), "message_too_long"],
])("nobody corrects %s", (_, act, expected) => {
  expect(code(act)).toBe(expected);
  expect(code(() => change(entry({ received_at: NOW - CORRECTION_TIME })))).toBeNull();
});
