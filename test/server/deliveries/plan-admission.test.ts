import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addCosts,
  type Cost,
  type Counted,
  planAdmission,
  proofTries,
} from "../../../server/deliveries/plan-admission.ts";
import { deliveryLimits, OPERATOR_LIMITS } from "../../../server/platform/limits.ts";

const LIMITS = deliveryLimits(OPERATOR_LIMITS);
const STRANGER = { isKnown: false, hasProof: false };
const NONE: Counted = {
  openings: 0,
  ofProperty: 0,
  networks: [
    { share: 1, openings: 0, repeated: 0, messages: 0, refusals: 0, delayed: 0 },
    { share: 4, openings: 0, repeated: 0, messages: 0, refusals: 0, delayed: 0 },
  ],
};
const withNetwork = (more: Partial<Counted["networks"][number]>): Counted => ({
  ...NONE,
  networks: NONE.networks.map((network, index) => (index ? network : { ...network, ...more })),
});

describe("R37: what of a batch is accepted", () => {
  it.each<[string, Counted, readonly Cost[], number, string]>([
    ["one form", NONE, ["opening"], 1, "nothing"],
    ["a form and what follows it", NONE, ["opening", "message", "message", "free"], 4, "nothing"],
    ["more forms than a person sends", NONE, Array(45).fill("opening"), 3, "proof"],
    [
      "the first form where an office has sent as many as it can",
      withNetwork({ openings: 250 }),
      ["opening"],
      0,
      "proof",
    ],
    [
      "a second form where many have sent several",
      { ...withNetwork({ repeated: 40 }), openings: 1 },
      ["opening"],
      0,
      "proof",
    ],
    ["a first form there", withNetwork({ repeated: 40 }), ["opening"], 1, "nothing"],
    ["a first form where many had to wait", withNetwork({ delayed: 30 }), ["opening"], 0, "proof"],
    ["a form where nobody gets through", withNetwork({ openings: 1_000 }), ["opening"], 0, "time"],
    ["more forms of one visitor than can be", { ...NONE, openings: 10 }, ["opening"], 0, "time"],
    [
      "a form of a property that all the world writes to",
      { ...NONE, ofProperty: 2_000 },
      ["opening"],
      0,
      "proof",
    ],
    [
      "a message in a network that writes very many",
      withNetwork({ messages: 3_000 }),
      ["message"],
      0,
      "proof",
    ],
    [
      "a receipt of a refusal where hundreds are stored",
      withNetwork({ refusals: 300 }),
      ["refusal"],
      0,
      "time",
    ],
    [
      "repetitions, whatever was counted",
      { ...withNetwork({ openings: 5_000, delayed: 900 }), openings: 90 },
      ["free", "free"],
      2,
      "nothing",
    ],
  ])("%s", (_, counted, costs, accepted, next) => {
    expect(planAdmission(costs, counted, STRANGER, LIMITS)).toEqual({ accepted, next });
  });

  it("a proof is worth one conversation, and the messages that follow it", () => {
    const counted = withNetwork({ openings: 250, messages: 3_000 });
    const sender = { isKnown: false, hasProof: true };
    expect(planAdmission(["opening", "message", "message"], counted, sender, LIMITS).accepted).toBe(3);
    expect(planAdmission(["opening", "opening"], counted, sender, LIMITS)).toEqual({
      accepted: 1,
      next: "proof",
    });
  });

  it("whom an agent has written to is not counted with an address, and still cannot flood", () => {
    const known = { isKnown: true, hasProof: false };
    const counted = withNetwork({ openings: 5_000, messages: 50_000, delayed: 999 });
    expect(planAdmission(["opening", "message"], counted, known, LIMITS).accepted).toBe(2);
    expect(planAdmission(Array(20).fill("opening"), NONE, known, LIMITS)).toEqual({
      accepted: 10,
      next: "time",
    });
  });

  it("however a flood is divided among visitors and batches, no more of it reaches the inbox without proofs than an office sends", () => {
    const flood = fc.array(fc.record({ visitor: fc.nat(80), size: fc.integer({ min: 1, max: 50 }) }), {
      minLength: 100,
      maxLength: 300,
    });
    fc.assert(
      fc.property(flood, (batches) => {
        const visitors = new Map<number, number>();
        let networks = NONE.networks;
        let accepted = 0;
        for (const { visitor, size } of batches) {
          const before = { openings: visitors.get(visitor) ?? 0, ofProperty: 0, networks };
          const costs = Array<Cost>(size).fill("opening");
          const plan = planAdmission(costs, before, STRANGER, LIMITS);
          const after = addCosts(before, costs.slice(0, plan.accepted));
          visitors.set(visitor, after.openings);
          networks = after.networks.map((one) => ({ ...one, delayed: one.delayed + size - plan.accepted }));
          accepted += plan.accepted;
        }
        expect(accepted).toBeLessThanOrEqual(81 + LIMITS.openings.repeatedAtAddress + 3);
        expect(accepted).toBeLessThanOrEqual(LIMITS.openings.address.free);
      }),
      { numRuns: 50 },
    );
  });

  it("a proof takes more tries the more an address sends, and never more than a slow phone can do", () => {
    const tries = (openings: number) => proofTries(withNetwork({ openings }), LIMITS);
    expect([0, 249, 250, 499, 500, 1_000, 2_000, 1e6].map(tries)).toEqual([
      32, 32, 32, 32, 64, 128, 256, 256,
    ]);
  });

  it("the operator's two settings raise all limits in proportion", () => {
    const raised = deliveryLimits({ visitorLimit: 600, addressLimit: 30_000 });
    expect(raised.openings).toEqual({
      visitor: { free: 30, most: 100 },
      address: { free: 2_500, most: 10_000 },
      repeatedAtAddress: 400,
      property: 20_000,
    });
  });
});
