import * as z from "zod/mini";

/** The parts of a JSON schema that say how large a value can be. */
const JsonSchema = z.looseObject({
  type: z.optional(z.string()),
  properties: z.optional(z.record(z.string(), z.unknown())),
  additionalProperties: z.optional(z.unknown()),
  items: z.optional(z.unknown()),
  anyOf: z.optional(z.array(z.unknown())),
  oneOf: z.optional(z.array(z.unknown())),
  enum: z.optional(z.array(z.unknown())),
  const: z.optional(z.unknown()),
  maxLength: z.optional(z.number()),
  maxItems: z.optional(z.number()),
});

/** How a sample is to be filled. */
export interface Filling {
  /** The text in every place that takes one, cut to what the schema admits. */
  readonly text: string;
  /** How many elements of arrays, and keys of objects with any keys, there are in all; no more than the schema admits. */
  count: number;
}

/** A value of a JSON schema's shape, with all its keys. What the schema demands of its texts is not met. */
export function sampleOf(schema: unknown, filling: Filling): unknown {
  const parsed = z.safeParse(JsonSchema, schema);
  if (!parsed.success) return filling.text;
  const { type, properties = {}, additionalProperties, items, maxLength, maxItems, ...rest } = parsed.data;
  const choice = rest.anyOf?.[0] ?? rest.oneOf?.[0];
  if (choice) return sampleOf(choice, filling);
  if (rest.const !== undefined) return rest.const;
  if (rest.enum) return rest.enum[0];
  const many = (most: number, make: (at: number) => unknown): unknown[] => {
    const made: unknown[] = [];
    for (; made.length < most && filling.count > 0; filling.count--) made.push(make(made.length));
    return made;
  };
  switch (type) {
    case "object": {
      const named = Object.entries(properties).map(([key, part]) => [key, sampleOf(part, filling)] as const);
      if (typeof additionalProperties !== "object") return Object.fromEntries(named);
      const free = many(Number.POSITIVE_INFINITY, () => sampleOf(additionalProperties, filling));
      return Object.fromEntries([...named, ...free.map((one, at) => [`key${at}`, one] as const)]);
    }
    case "array":
      return many(maxItems ?? Number.POSITIVE_INFINITY, () => sampleOf(items, filling));
    case "boolean":
      return true;
    case "integer":
    case "number":
      return 1;
    case "null":
      return null;
    default:
      return filling.text.slice(0, maxLength);
  }
}
