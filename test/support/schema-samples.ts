import type * as z from "zod/mini";

/** A schema as the library describes it. */
type Def = z.core.$ZodTypes["_zod"]["def"];
type Schema = z.core.$ZodType;

const defOf = (schema: Schema): Def => (schema as z.core.$ZodTypes)._zod.def;

/** Whether a value is a schema. */
export const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && "_zod" in value && "def" in (value._zod as object);

/** The schema that a value meets first: without what only says that it may be absent, and of a pipe its beginning. */
function first(schema: Schema): Schema {
  const def = defOf(schema);
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
    case "catch":
    case "nonoptional":
      return first(def.innerType);
    case "pipe":
      return first(def.in);
    case "lazy":
      return first(def.getter());
    default:
      return schema;
  }
}

/** The most characters that a schema's own checks admit. */
export function mostOf(schema: Schema): number {
  const checks = (defOf(schema).checks ?? []).map(
    ({ _zod }) => _zod.def as { maximum?: unknown; check: string },
  );
  const limits = checks.flatMap(({ check, maximum }) =>
    /^max_(length|size)$/.test(check) && typeof maximum === "number" ? [maximum] : [],
  );
  return Math.min(Number.POSITIVE_INFINITY, ...limits);
}

/** The schemas of which a schema consists. */
function partsOf(schema: Schema): readonly Schema[] {
  const def = defOf(schema);
  switch (def.type) {
    case "object":
      return Object.values(def.shape);
    case "array":
      return [def.element];
    case "tuple":
      return [...def.items, ...(def.rest ? [def.rest] : [])];
    case "record":
      return [def.keyType, def.valueType];
    case "union":
      return def.options;
    default:
      return [];
  }
}

/** Every schema inside a schema that takes a text, itself included, each once and with all that follows it in its pipe. */
export function textSchemas(
  schema: Schema,
  found = new Set<Schema>(),
  seen = new Set<Schema>(),
): Set<Schema> {
  if (seen.has(schema)) return found;
  seen.add(schema);
  const start = first(schema);
  if (["string", "template_literal", "enum", "literal"].includes(defOf(start).type)) found.add(schema);
  for (const part of partsOf(start)) textSchemas(part, found, seen);
  return found;
}
