import { expect, it } from "vitest";
import {
  EMPTY_DRAFT,
  onDraftChange,
  readDraft,
  saveDraft,
} from "../../server/dashboard/inbox/composer/drafts.ts";
import { memoryLocalStore } from "./memory-storage.ts";

it("another tab's change of the draft is received, and of no other draft", () => {
  let tell: (key: string) => void = () => undefined;
  const keep = {
    ...memoryLocalStore(new Map()),
    onChange(act: (key: string) => void) {
      tell = act;
      return () => undefined;
    },
  };
  const heard: string[] = [];
  onDraftChange(keep, "rosa", "c1", ({ text }) => heard.push(text));
  saveDraft(keep, "rosa", "c1", { ...EMPTY_DRAFT, text: "It is fr" });
  tell("foyer.draft rosa c1");
  saveDraft(keep, "rosa", "c1", EMPTY_DRAFT);
  tell("foyer.draft rosa c1");
  tell("foyer.draft rosa c2");
  expect(heard).toEqual(["It is fr", ""]);
  expect(readDraft(keep, "rosa", "c1")).toEqual(EMPTY_DRAFT);
});
