import { isOpen } from "../../shared/rules/hours.ts";
import type { Deps } from "../deps.ts";
import type { Db } from "../platform/database/open.ts";
import type { KnownProperty } from "./store.ts";

/** Whether an agent of a property is there; the accounts know. */
export type AgentsAvailable = (db: Db, property: string, now: number) => Promise<boolean>;

/** How long an answer may be repeated, ms: many visitors ask at the same moment. */
const FRESH = 2_000;

/**
 * Whether somebody answers now: an agent is there, and the property is open by its own clock (R20). An agent who comes
 * or goes is known at once.
 */
export function createAvailability({
  database,
  bus,
  now,
  agentsAvailable,
}: Pick<Deps, "database" | "bus" | "now"> & { agentsAvailable: AgentsAvailable }): (
  property: KnownProperty,
) => Promise<boolean> {
  const kept = new Map<string, { at: number; agents: Promise<boolean> }>();
  bus.on(({ kind }) => {
    if (kind === "presence") kept.clear();
  });
  return async ({ id, settings }) => {
    const at = now();
    if (!isOpen(settings.hours, settings.timeZone, at)) return false;
    const known = kept.get(id);
    if (known && Math.abs(at - known.at) < FRESH) return known.agents;
    const agents = agentsAvailable(database.read, id, at);
    kept.set(id, { at, agents });
    // a failed look must not be remembered
    agents.catch(() => kept.delete(id));
    return agents;
  };
}
