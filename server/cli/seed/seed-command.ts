import { parseArgs } from "node:util";
import type { Deps } from "../../deps.ts";
import { type Terminal, UsageError } from "../usage.ts";
import { ADMIN_EMAIL, seedProperty } from "./seed-property.ts";

const DEFAULT_PEOPLE = 2_000;
const MAX_PEOPLE = 100_000;
/** Fewer would not show everything that the sample data has. */
const MIN_PEOPLE = 100;

/**
 * `foyer seed [--people NUMBER] [--seed NUMBER]`: fills an empty database with sample data, and prints how to sign in.
 *
 * @throws UsageError if there is an account already
 */
export async function runSeed(deps: Deps, args: readonly string[], { out }: Terminal): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { people: { type: "string" }, seed: { type: "string" } },
  });
  const people = readNumber("--people", values.people ?? String(DEFAULT_PEOPLE), MIN_PEOPLE, MAX_PEOPLE);
  const seed = readNumber("--seed", values.seed ?? "1", 0, 2 ** 31);
  const tables = ["agents", "properties", "visitors"] as const;
  for (const table of tables)
    if (await deps.database.read.selectFrom(table).select("id").limit(1).executeTakeFirst())
      throw new UsageError("The database is not empty. Sample data is only written to an empty one.");
  const startedAt = performance.now();
  const password = Buffer.from(deps.random(9)).toString("base64url");
  const property = await seedProperty(deps, { people, seed, password });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  out.write(`Property ${property} with ${people} people, made in ${seconds} s
Data:      ${deps.config.data}
Sign in:   ${ADMIN_EMAIL}
Password:  ${password}
`);
}

function readNumber(option: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max)
    throw new UsageError(`${option} is "${value}", but it must be a whole number from ${min} to ${max}.`);
  return number;
}
