import { expect, it } from "vitest";
import { createAgentStore } from "../../server/dashboard/data/agent-store.ts";
import { EMPTY_DRAFT, saveDraft } from "../../server/dashboard/inbox/composer/drafts.ts";
import { memoryLocalStore } from "./memory-storage.ts";

const filled = () => {
  const disk = new Map([
    ["foyer.property", "abcde12345"],
    ["foyer.sound", "on"],
    ["somebody.else rosa c1", "another product's"],
  ]);
  const store = memoryLocalStore(disk);
  for (const agent of ["rosa", "grace"]) {
    saveDraft(store, agent, "c1", { ...EMPTY_DRAFT, text: "Dear Ada" });
    for (const kind of ["text", "outbox", "later"])
      store.put(`foyer.${kind} ${agent} of something`, "Dear Ada");
  }
  return { disk, agents: createAgentStore(store) };
};
const written = (disk: Map<string, string>, agent: string) =>
  [...disk.keys()].filter((key) => key.startsWith("foyer.") && key.includes(` ${agent} `)).length;

it("R38: a sign-out removes all that agents have written from the browser, and leaves its preferences", () => {
  const { disk, agents } = filled();
  agents.signedOut();
  expect(JSON.stringify([...disk])).not.toContain("Dear Ada");
  expect([...disk.keys()]).toEqual(["foyer.property", "foyer.sound", "somebody.else rosa c1", "foyer.agent"]);
});

it("R38: a sign-in removes what other agents have written, and finds one's own", () => {
  const { disk, agents } = filled();
  agents.signedIn("rosa");
  expect([written(disk, "rosa"), written(disk, "grace")]).toEqual([4, 0]);
  expect(disk.get("foyer.agent")).toBe("rosa");
});
