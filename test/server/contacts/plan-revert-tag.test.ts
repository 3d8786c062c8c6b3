import { describe, expect, it } from "vitest";
import type { StoredMerge } from "../../../server/contacts/merging/plan-merge.ts";
import { planRevertTag } from "../../../server/contacts/revert/plan-revert-tag.ts";

/** A merge of records, the survivor first, each with its tags. */
const merge = (id: string, records: Record<string, string>): StoredMerge => ({
  id,
  log: {
    choices: {},
    before: Object.entries(records).map(([record, tags]) => ({
      id: record,
      contactSince: 1,
      source: "csv",
      lastSeenAt: 1,
      values: [],
      devices: [],
      conversations: [],
      notes: [],
      tags: tags.split(" ").filter(Boolean),
    })),
  },
});
const listTagsOfContact = ({ logs, loser }: ReturnType<typeof planRevertTag>) => ({
  loser,
  logs: Object.fromEntries(
    [...logs].map(([id, { before }]) => [id, before.map((one) => `${one.id}: ${one.tags.join(" ")}`)]),
  ),
});

describe("R18: the planned removal of an imported tag", () => {
  it("removes the tag from the record if it was never merged", () => {
    expect(listTagsOfContact(planRevertTag("a", "t", []))).toEqual({ loser: "a", logs: {} });
    expect(listTagsOfContact(planRevertTag("a", "t", [merge("1", { x: "t", y: "" })]))).toEqual({
      loser: "a",
      logs: {},
    });
  });

  it("removes the tag from the survivor and from the merge logs", () => {
    expect(listTagsOfContact(planRevertTag("b", "t", [merge("1", { a: "u", b: "t u" })]))).toEqual({
      loser: "a",
      logs: { 1: ["a: u", "b: u"] },
    });
    const twice = [merge("1", { a: "", b: "t" }), merge("2", { c: "", a: "t" })];
    expect(listTagsOfContact(planRevertTag("b", "t", twice))).toEqual({
      loser: "c",
      logs: { 1: ["a: ", "b: "], 2: ["c: ", "a: "] },
    });
  });

  it("keeps the tag if another record brought it too", () => {
    expect(listTagsOfContact(planRevertTag("b", "t", [merge("1", { a: "t", b: "t" })]))).toEqual({
      loser: null,
      logs: { 1: ["a: t", "b: "] },
    });
    const later = [merge("1", { a: "t", b: "t" }), merge("2", { a: "t", c: "" })];
    expect(listTagsOfContact(planRevertTag("a", "t", later))).toEqual({
      loser: null,
      logs: { 1: ["a: ", "b: t"] },
    });
  });
});
