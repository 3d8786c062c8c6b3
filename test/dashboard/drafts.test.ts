import { expect, it } from "vitest";
import {
  EMPTY_DRAFT,
  onDraftChange,
  readDraft,
  saveDraft,
} from "../../server/dashboard/inbox/composer/drafts.ts";
import { memoryLocalStore } from "./memory-storage.ts";

it("another tab's change of the draft is received, and of no other draft", () => {
  let notify: (key: string) => void = () => undefined;
  const store = {
    ...memoryLocalStore(new Map()),
    onChange(listener: (key: string) => void) {
      notify = listener;
      return () => undefined;
    },
  };
  const received: string[] = [];
  onDraftChange(store, "rosa", "c1", ({ text }) => received.push(text));
  saveDraft(store, "rosa", "c1", { ...EMPTY_DRAFT, text: "It is fr" });
  notify("foyer.draft rosa c1");
  saveDraft(store, "rosa", "c1", EMPTY_DRAFT);
  notify("foyer.draft rosa c1");
  notify("foyer.draft rosa c2");
  expect(received).toEqual(["It is fr", ""]);
  expect(readDraft(store, "rosa", "c1")).toEqual(EMPTY_DRAFT);
});
