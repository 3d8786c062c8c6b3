import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { costOf, MOST, TEXTS } from "../support/cost.ts";
import { isSchema, mostOf, textSchemas } from "../support/schema-samples.ts";

/** All schemas of the contract by name. A new one is in this list without being added. */
const SCHEMAS = Object.entries(
  import.meta.glob<Record<string, unknown>>("../../shared/*.ts", { eager: true }),
).flatMap(([file, exports]) =>
  Object.entries(exports).flatMap(([name, value]) =>
    isSchema(value) ? [{ name: `${file.split("/").at(-1)} ${name}`, schema: value }] : [],
  ),
);
const EXAMPLES = SCHEMAS.map(({ name, schema }) => [name, schema] as const);

const tooDear = (costs: readonly (readonly [name: string, cost: number])[]) =>
  costs.filter(([, cost]) => cost > MOST);
const accepts = (schema: z.core.$ZodType, value: unknown) => z.core.safeParse(schema, value).success;

/** The schemas of texts that were measured with another schema before: most are parts of several. */
const measured = new Set<z.core.$ZodType>();

describe("R37: no schema of the contract costs more than 50 ms of processor time", () => {
  it("is measured for every module", () => {
    expect(SCHEMAS.length).toBeGreaterThan(100);
  });

  it.each(EXAMPLES)(
    "every text of %s, as long as a request can be and as long as is allowed",
    (_, schema) => {
      const costs = [...textSchemas(schema)]
        .filter((one) => !measured.has(one))
        .flatMap((one) => {
          measured.add(one);
          return TEXTS.flatMap(([name, text]) => {
            const allowed = text.slice(0, mostOf(one));
            return [text, ...(allowed.length < text.length ? [allowed] : [])].map(
              (each) => [`${each.length} ${name}`, costOf(() => accepts(one, each))] as const,
            );
          });
        });
      expect(tooDear(costs)).toEqual([]);
    },
  );
});
