import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createOpenConversations } from "../../server/dashboard/inbox/store/open-conversation.ts";
import type { Conversation, Message } from "../../shared/conversation.ts";
import { conversation, message } from "./fixtures.ts";

const event = (kind: "joined" | "separated", sequence: number): Message =>
  message({ id: kind, kind: "event", text: "", event: { kind, number: 7 }, sequence, revision: sequence });

const MINE = message({ id: "mine", text: "Mine", sequence: 1 });
const THEIRS = message({ id: "theirs", text: "Theirs", sequence: 2 });
const JOINED = [MINE, THEIRS, event("joined", 11)];
const SEPARATED = [MINE, event("joined", 11), event("separated", 12)];

/** An opened conversation, whose requests the test answers. */
function openConversation() {
  const answer: ((messages: Message[]) => void)[] = [];
  const api = {
    conversation: () =>
      new Promise<Conversation>((resolve) => {
        answer.push((messages) => resolve(conversation({ messages, earlier: false })));
      }),
    history: () => Promise.reject(new Error("not asked for")),
  };
  const opened = createOpenConversations(api, "p", () => undefined).get("c1");
  const texts = () => {
    const { loaded } = opened.state.value;
    return loaded.kind === "ready"
      ? loaded.value.messages.map(({ text }) => text).filter(Boolean)
      : loaded.kind;
  };
  return { opened, answer, texts };
}

describe("the entries of a ticket, when another one is joined into it and separated again at once", () => {
  it.each([
    ["in the order of the requests", [0, 1, 2]],
    ["with the last one first", [2, 1, 0]],
    ["with the last one in between", [0, 2, 1]],
  ])("are its own, if the answers come %s", async (_, order) => {
    const { opened, answer, texts } = openConversation();
    void opened.load();
    opened.applyChanges(null, [event("joined", 11)]);
    opened.applyChanges(null, [event("separated", 12)]);
    const answers = [JOINED, JOINED, SEPARATED];
    expect(answer).toHaveLength(answers.length);
    for (const index of order) {
      answer[index]?.(answers[index] ?? []);
      await setImmediate();
    }
    expect(texts()).toEqual(["Mine"]);
  });
});
