import type { Network } from "../platform/http/address.ts";
import type { DeliveryLimits } from "../platform/limits.ts";

/**
 * The cost of a delivery: it begins a conversation; it is a message; it is refused, and its receipt is stored; or it costs nothing
 * (read marks, ratings, repetitions).
 */
export type Cost = "opening" | "message" | "refusal" | "free";

/** The counts of the present window, before the batch. */
export interface Counted {
  /** Conversations that the visitor has begun. */
  readonly openings: number;
  /** By the networks of the address, narrowest first. */
  readonly networks: readonly CountedNetwork[];
  /** Conversations that were begun in the property. */
  readonly ofProperty: number;
}

export interface CountedNetwork extends Pick<Network, "share"> {
  readonly openings: number;
  /** Those among the openings that were not their visitor's first. */
  readonly repeated: number;
  readonly messages: number;
  /** Refusals whose receipts were stored. */
  readonly refusals: number;
  /** Deliveries that were not accepted at once. */
  readonly delayed: number;
}

/** The sender of a batch. */
export interface Sender {
  /** An agent has written to the visitor: past behaviour that nobody can make for free. */
  readonly isKnown: boolean;
  /** The batch comes with a proof of work. */
  readonly hasProof: boolean;
}

/** How many of a batch are accepted, from its first on; and what the next one needs, if not all are. */
export interface Admission {
  readonly accepted: number;
  readonly next: "nothing" | "proof" | "time";
}

/**
 * Decides how much of a batch is accepted now (R37). A visitor ID costs nothing, so its count alone decides nothing: what an address
 * has sent counts too, and beyond what an office does, each conversation needs a proof of work.
 */
export function planAdmission(
  costs: readonly Cost[],
  counted: Counted,
  sender: Sender,
  limits: DeliveryLimits,
): Admission {
  let now = counted;
  let isProofUsed = false;
  for (const [index, cost] of costs.entries()) {
    const need = needOf(cost, now, sender, limits);
    if (need === "time") return { accepted: index, next: "time" };
    // one proof is worth one conversation, and the messages that follow it
    if (need === "proof" && (!sender.hasProof || (cost === "opening" && isProofUsed)))
      return { accepted: index, next: "proof" };
    isProofUsed ||= need === "proof" && cost === "opening";
    now = addCosts(now, [cost]);
  }
  return { accepted: costs.length, next: "nothing" };
}

function needOf(
  cost: Cost,
  { openings, networks, ofProperty }: Counted,
  { isKnown }: Sender,
  limits: DeliveryLimits,
): Admission["next"] {
  const { visitor, address, repeatedAtAddress, property } = limits.openings;
  const { messages, delayedAtAddress, storedRefusals } = limits;
  const exceeds = (count: (network: CountedNetwork) => number, points: number) =>
    networks.some((network) => count(network) >= points * network.share);
  if (cost === "refusal") return exceeds(({ refusals }) => refusals, storedRefusals) ? "time" : "nothing";
  if (cost === "message") {
    if (isKnown) return "nothing";
    if (exceeds((network) => network.messages, messages.address.most)) return "time";
    return exceeds((network) => network.messages, messages.address.free) ? "proof" : "nothing";
  }
  if (cost === "free") return "nothing";
  if (openings >= visitor.most) return "time";
  if (isKnown) return "nothing";
  if (exceeds((network) => network.openings, address.most)) return "time";
  const needsProof =
    openings >= visitor.free ||
    ofProperty >= property ||
    exceeds((network) => network.openings, address.free) ||
    exceeds(({ delayed }) => delayed, delayedAtAddress) ||
    (openings > 0 && exceeds(({ repeated }) => repeated, repeatedAtAddress));
  return needsProof ? "proof" : "nothing";
}

/** The counts after deliveries were accepted. */
export function addCosts(counted: Counted, costs: readonly Cost[]): Counted {
  const count = (kind: Cost) => costs.filter((cost) => cost === kind).length;
  const [opened, messages, refusals] = [count("opening"), count("message"), count("refusal")];
  const repeated = Math.max(0, opened - (counted.openings ? 0 : 1));
  return {
    openings: counted.openings + opened,
    ofProperty: counted.ofProperty + opened,
    networks: counted.networks.map((network) => ({
      ...network,
      openings: network.openings + opened,
      repeated: network.repeated + repeated,
      messages: network.messages + messages,
      refusals: network.refusals + refusals,
    })),
  };
}

/** The tries that a proof takes on average: `least` at first, doubled each time that an address doubles what an office does. */
export function proofTries(
  { networks }: Counted,
  { openings: { address }, proof }: Pick<DeliveryLimits, "openings" | "proof">,
): number {
  const load = Math.max(1, ...networks.map(({ openings, share }) => openings / (address.free * share)));
  return Math.min(proof.most, proof.least * 2 ** Math.floor(Math.log2(load)));
}
