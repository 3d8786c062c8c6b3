import { isOpen } from "../../shared/rules/hours.ts";
import type { Deps } from "../deps.ts";
import type { Db } from "../platform/database/open.ts";
import type { KnownProperty } from "./store.ts";

/** Whether an agent of a property is available. Accounts implement it. */
export type AgentsAvailable = (db: Db, property: string, now: number) => Promise<boolean>;

/** How long an answer is cached, ms. */
const CACHE_LIFE = 2_000;

/**
 * Whether an agent is available now, within the property's hours in its time zone (R20). Answers are cached until an
 * agent's presence changes.
 */
export function createAvailability({
  database,
  bus,
  now,
  agentsAvailable,
}: Pick<Deps, "database" | "bus" | "now"> & { agentsAvailable: AgentsAvailable }): (
  property: KnownProperty,
) => Promise<boolean> {
  const cache = new Map<string, { at: number; agents: Promise<boolean> }>();
  bus.on(({ kind }) => {
    if (kind === "presence") cache.clear();
  });
  return async ({ id, settings }) => {
    const at = now();
    if (!isOpen(settings.hours, settings.timeZone, at, settings.specialDays)) return false;
    const known = cache.get(id);
    if (known && Math.abs(at - known.at) < CACHE_LIFE) return known.agents;
    const agents = agentsAvailable(database.read, id, at);
    cache.set(id, { at, agents });
    // a failed query must not be cached
    agents.catch(() => cache.delete(id));
    return agents;
  };
}
