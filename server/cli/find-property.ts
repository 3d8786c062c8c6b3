import type { Deps } from "../deps.ts";
import { UsageError } from "./usage.ts";

/**
 * Finds the property that a command is for.
 *
 * @param wanted the value of `--property`; without it, the server must have exactly one property
 * @returns the property's ID
 * @throws UsageError with a list of the properties
 */
export async function findProperty(
  { database }: Pick<Deps, "database">,
  wanted: string | undefined,
): Promise<string> {
  const all = await database.read.selectFrom("properties").select(["id", "name"]).orderBy("name").execute();
  const list = all.map(({ id, name }) => `  ${id}  ${name}`).join("\n");
  if (wanted !== undefined) {
    if (all.some(({ id }) => id === wanted)) return wanted;
    throw new UsageError(`There is no property ${wanted}. The properties are:\n${list}`);
  }
  const [only, ...others] = all;
  if (!only) throw new UsageError("This server has no property yet.");
  if (others.length) throw new UsageError(`Choose a property with --property ID:\n${list}`);
  return only.id;
}
