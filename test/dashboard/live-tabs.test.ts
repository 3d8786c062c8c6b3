import { describe, expect, it } from "vitest";
import {
  EMPTY_LEADER_STATE,
  type LeaderState,
  NO_SUBSCRIPTIONS,
  recordDelivered,
  resubscribeFrames,
  type Subscriptions,
  updateSubscriptions,
} from "../../server/dashboard/data/live/tabs.ts";
import type { AgentChanges } from "../../shared/live.ts";

const SHOP = "abcde12345";
const CAFE = "fghij67890";

const following = (property: string, since: number): Subscriptions => ({
  ...NO_SUBSCRIPTIONS,
  follow: { property, since },
});
const changes = (from: number, sequence: number, reset = false): AgentChanges => ({
  kind: "changes",
  property: SHOP,
  from,
  sequence,
  reset,
  conversations: [],
  messages: [],
});

/** The state after several tabs have said what they want, and what the last one's word sends. */
function told(...words: readonly (readonly [tab: string, wants: Subscriptions | null, again?: boolean])[]) {
  let state: LeaderState = EMPTY_LEADER_STATE;
  let send: ReturnType<typeof updateSubscriptions>["send"] = [];
  for (const [tab, wants, again] of words) ({ state, send } = updateSubscriptions(state, tab, wants, again));
  return { state, send };
}

describe("the one connection of several tabs", () => {
  it("follows a property once, from where the first tab is", () => {
    expect(told(["a", following(SHOP, 7)]).send).toEqual([{ kind: "follow", property: SHOP, since: 7 }]);
    expect(told(["a", following(SHOP, 7)], ["b", following(SHOP, 9)]).send).toEqual([]);
  });

  it("goes back for a tab that has less than what was brought", () => {
    const { state } = told(["a", following(SHOP, 7)]);
    const ahead = recordDelivered(state, changes(7, 12));
    expect(updateSubscriptions(ahead, "b", following(SHOP, 10)).send).toEqual([
      { kind: "follow", property: SHOP, since: 10 },
    ]);
    expect(updateSubscriptions(ahead, "b", following(SHOP, 12)).send).toEqual([]);
  });

  it("asks again where a tab has found a gap", () => {
    const { send } = told(["a", following(SHOP, 7)], ["a", following(SHOP, 7), true]);
    expect(send).toEqual([{ kind: "follow", property: SHOP, since: 7 }]);
  });

  it("leaves a property with the last tab that showed it", () => {
    const two = [
      ["a", following(SHOP, 7)],
      ["b", following(SHOP, 7)],
    ] as const;
    expect(told(...two, ["a", null]).send).toEqual([]);
    expect(told(...two, ["a", null], ["b", following(CAFE, 1)]).send).toEqual([
      { kind: "unfollow", property: SHOP },
      { kind: "follow", property: CAFE, since: 1 },
    ]);
  });

  it("watches a site for as long as one tab does, and says so again with a new follow", () => {
    const watching = { ...following(SHOP, 7), site: SHOP };
    expect(told(["a", { ...NO_SUBSCRIPTIONS, site: SHOP }], ["a", watching]).send).toEqual([
      { kind: "follow", property: SHOP, since: 7 },
      { kind: "watch_visitors", property: SHOP, on: true },
    ]);
    expect(told(["a", watching], ["b", watching], ["a", following(SHOP, 7)]).send).toEqual([]);
    expect(told(["a", watching], ["a", following(SHOP, 7)]).send).toEqual([
      { kind: "watch_visitors", property: SHOP, on: false },
    ]);
  });

  it("says everything again to a server that has forgotten it, from what was brought last", () => {
    const { state } = told(["a", { ...following(SHOP, 7), site: SHOP }]);
    expect(resubscribeFrames(recordDelivered(state, changes(7, 20)))).toEqual([
      { kind: "follow", property: SHOP, since: 20 },
      { kind: "watch_visitors", property: SHOP, on: true },
    ]);
    expect(resubscribeFrames(recordDelivered(state, changes(7, 3, true)))[0]).toMatchObject({ since: 3 });
  });
});
