import type { WorkProof } from "../../shared/work.ts";
import type { Deps } from "../deps.ts";
import { type Network, networksOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { tooManyRequests } from "../platform/http/rate-limit.ts";
import { WindowCounter } from "../platform/http/window-counter.ts";
import { DELIVERY_WINDOW, deliveryLimits, type OperatorLimits } from "../platform/limits.ts";
import { findPastBehaviour } from "./past-behaviour.ts";
import { addCosts, type Cost, type Counted, planAdmission, proofTries } from "./plan-admission.ts";
import { issueChallenge, verifyProof, type WorkDeps } from "./proof-of-work.ts";
import type { Entry } from "./read-delivery.ts";

/** A batch that has been read. */
export interface Arrival {
  readonly property: string;
  readonly visitor: string;
  /** The client's network address. */
  readonly address: string;
  readonly entries: readonly Entry[];
  readonly work: WorkProof | undefined;
}

const COUNTED = ["openings", "repeated", "messages", "refusals", "delayed"] as const;

/** A widget that cannot prove work tries again after so many seconds. */
const RETRY_AFTER = 30;

/**
 * Makes the function that admits batches by the limits of R37. It counts in this process's memory.
 *
 * The function resolves to how many of the batch's entries are accepted, from the first on. The widget sends the others again.
 */
export function createAdmission(
  deps: WorkDeps & Pick<Deps, "database"> & { readonly config: OperatorLimits },
) {
  const limits = deliveryLimits(deps.config);
  const counter = () => new WindowCounter(DELIVERY_WINDOW, deps.now);
  const [visitors, properties, usedProofs, wrongProofs] = [counter(), counter(), counter(), counter()];
  const networkCounters = {
    openings: counter(),
    repeated: counter(),
    messages: counter(),
    refusals: counter(),
    delayed: counter(),
  };
  const visitorKey = ({ property, visitor }: Arrival) => `${property} ${visitor}`;

  function countedOf(arrival: Arrival, networks: readonly Network[]): Counted {
    return {
      openings: visitors.count(visitorKey(arrival)),
      ofProperty: properties.count(arrival.property),
      networks: networks.map(({ key, share }) => ({
        share,
        openings: networkCounters.openings.count(key),
        repeated: networkCounters.repeated.count(key),
        messages: networkCounters.messages.count(key),
        refusals: networkCounters.refusals.count(key),
        delayed: networkCounters.delayed.count(key),
      })),
    };
  }

  function save(arrival: Arrival, networks: readonly Network[], before: Counted, after: Counted): void {
    visitors.add(visitorKey(arrival), after.openings - before.openings);
    properties.add(arrival.property, after.ofProperty - before.ofProperty);
    for (const [index, { key }] of networks.entries())
      for (const name of COUNTED)
        networkCounters[name].add(
          key,
          (after.networks[index]?.[name] ?? 0) - (before.networks[index]?.[name] ?? 0),
        );
  }

  /** Whether the batch comes with a proof that was not used before. Who sends wrong ones has none verified. */
  async function hasProof(arrival: Arrival, networks: readonly Network[]): Promise<boolean> {
    if (!arrival.work || networks.some(({ key }) => wrongProofs.count(key) >= limits.wrongProofs))
      return false;
    const proof = await verifyProof(deps, arrival, arrival.work);
    if (proof !== null && usedProofs.count(proof) === 0) {
      usedProofs.add(proof);
      return true;
    }
    for (const { key } of networks) wrongProofs.add(key);
    return false;
  }

  /** @throws ApiError `too_many_requests`, with a challenge if a proof of work is accepted */
  return async (arrival: Arrival): Promise<number> => {
    const networks = networksOf(arrival.address);
    const sender = { isKnown: false, hasProof: await hasProof(arrival, networks) };
    let costs = arrival.entries.map(costOf);
    let counted = countedOf(arrival, networks);
    let plan = planAdmission(costs, counted, sender, limits);
    if (plan.next !== "nothing") {
      const past = await findPastBehaviour(deps.database.read, arrival);
      costs = arrival.entries.map((entry) =>
        "id" in entry && past.delivered.has(entry.id) ? "free" : costOf(entry),
      );
      counted = countedOf(arrival, networks); // others may have come meanwhile
      plan = planAdmission(costs, counted, { ...sender, isKnown: past.isKnown }, limits);
    }
    const { accepted, next } = plan;
    save(arrival, networks, counted, addCosts(counted, costs.slice(0, accepted)));
    for (const { key } of networks) networkCounters.delayed.add(key, costs.length - accepted);
    if (accepted || next === "nothing") return accepted;
    if (next === "time") throw tooManyRequests(secondsUntilFree(arrival, networks));
    throw new ApiError("too_many_requests", {
      work: issueChallenge(deps, arrival, proofTries(counted, limits)),
      headers: { "Retry-After": String(RETRY_AFTER) },
    });
  };

  function secondsUntilFree(arrival: Arrival, networks: readonly Network[]): number {
    const own = visitorKey(arrival);
    if (visitors.count(own) >= limits.openings.visitor.most) return visitors.secondsLeft(own);
    return Math.max(...networks.map(({ key }) => networkCounters.delayed.secondsLeft(key)));
  }
}

function costOf(entry: Entry): Cost {
  if (entry.kind === "submission") return "opening";
  if (entry.kind === "refused") return "refusal";
  return entry.kind === "chat" && entry.delivery.kind === "message" ? "message" : "free";
}
