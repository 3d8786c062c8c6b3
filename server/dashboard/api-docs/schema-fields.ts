import { listOf, objectOf, type Schema, textOf } from "./document.ts";

/** A field of a schema, as a row of its table. */
export interface SchemaField {
  /** The names of the objects around it, such as `contacts[].`; empty: none. */
  readonly parents: string;
  readonly name: string;
  /** In words, such as `array of strings`. */
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
  /** The values that it may have; empty: any of its type. */
  readonly values: readonly string[];
  /** Its bounds, each in a few words. */
  readonly limits: readonly string[];
  /** The regular expression that it matches; empty: none. */
  readonly pattern: string;
  /** The regular expression that its name matches, if the sender chooses the name; empty: none. */
  readonly keyPattern: string;
}

/** Objects deeper than this are named, but not described: a schema may contain itself. */
const MAX_DEPTH = 6;

/** The name of a field whose key the sender chooses. */
const ANY_KEY = "{key}";

/**
 * The fields of a schema and of the objects in it, in the order of the schema, each after the object that contains it.
 *
 * @param components the schemas that it refers to, by name
 */
export function schemaFields(schema: Schema, components: Schema): readonly SchemaField[] {
  return fieldsBelow(schema, components, "", 0);
}

function fieldsBelow(
  schema: Schema,
  components: Schema,
  parents: string,
  depth: number,
): readonly SchemaField[] {
  if (depth > MAX_DEPTH) return [];
  const whole = resolve(schema, components);
  const variants = variantsOf(whole);
  if (variants.length) return unique(variants.flatMap((one) => fieldsBelow(one, components, parents, depth)));
  if (whole.items !== undefined)
    return fieldsBelow(objectOf(whole.items), components, listPrefix(parents), depth + 1);
  const required = listOf(whole.required);
  const describe = (name: string, value: unknown): readonly SchemaField[] => {
    const field = resolve(objectOf(value), components);
    const inner = innermost(field, components);
    return [
      {
        parents,
        name,
        type: typeOf(field, components),
        isRequired: required.includes(name),
        description: textOf(objectOf(value).description) || textOf(field.description),
        values: valuesOf(inner),
        limits: inner === field ? limitsOf(field) : [...limitsOf(field), ...limitsOf(inner).map(each(field))],
        pattern: textOf(inner.pattern),
        keyPattern: name === ANY_KEY ? textOf(objectOf(whole.propertyNames).pattern) : "",
      },
      ...fieldsBelow(field, components, `${parents}${name}.`, depth + 1),
    ];
  };
  const { additionalProperties } = whole;
  return [
    ...Object.entries(objectOf(whole.properties)).flatMap(([name, value]) => describe(name, value)),
    ...(typeof additionalProperties === "object" ? describe(ANY_KEY, additionalProperties) : []),
  ];
}

/** The limits of a list's items are not those of the list. */
const each =
  ({ type }: Schema) =>
  (limit: string) =>
    type === "array" ? `each ${limit}` : limit;

const listPrefix = (parents: string) => `${parents.replace(/\.$/, "")}[].`;

/** Objects of which one must match have some of their fields in common. */
function unique(fields: readonly SchemaField[]): readonly SchemaField[] {
  const byPath = new Map<string, SchemaField>();
  for (const field of fields) {
    const path = field.parents + field.name;
    const other = byPath.get(path);
    byPath.set(
      path,
      other
        ? {
            ...other,
            isRequired: other.isRequired && field.isRequired,
            values: [...new Set([...other.values, ...field.values])],
          }
        : field,
    );
  }
  return [...byPath.values()];
}

/** A schema with the component that it refers to, and all that it has to fulfil together (`allOf`). */
function resolve(schema: Schema, components: Schema): Schema {
  const reference = textOf(schema.$ref).replace("#/components/schemas/", "");
  if (reference) return objectOf(components[reference]);
  const parts = listOf(schema.allOf).map((one) => resolve(objectOf(one), components));
  if (!parts.length) return schema;
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map(({ properties }) => objectOf(properties))),
    required: parts.flatMap(({ required }) => listOf(required)),
  };
}

/** The schemas of which one must match. */
const variantsOf = (schema: Schema): readonly Schema[] =>
  [...listOf(schema.anyOf), ...listOf(schema.oneOf)].map(objectOf);

/** The schema of a list's items, or the only schema beside null, else the schema itself. */
function innermost(schema: Schema, components: Schema): Schema {
  const variants = variantsOf(schema).filter(({ type }) => type !== "null");
  const [only, ...others] = schema.items === undefined ? variants : [objectOf(schema.items)];
  return only && !others.length ? innermost(resolve(only, components), components) : schema;
}

function typeOf(schema: Schema, components: Schema): string {
  const whole = resolve(schema, components);
  const variants = variantsOf(whole);
  if (variants.length) return [...new Set(variants.map((one) => typeOf(one, components)))].join(" or ");
  if (whole.type === "array" || whole.items !== undefined)
    return `array of ${typeOf(objectOf(whole.items), components).replace(/^\w+$/, "$&s")}`;
  const types = Array.isArray(whole.type) ? whole.type : [whole.type];
  return types.map((type) => textOf(type) || "any value").join(" or ");
}

function valuesOf({ enum: values, const: only, anyOf }: Schema): readonly string[] {
  if (only !== undefined) return [JSON.stringify(only)];
  const ofVariants = listOf(anyOf).flatMap((one) => valuesOf(objectOf(one)));
  return [...listOf(values).map((value) => JSON.stringify(value)), ...ofVariants];
}

/** The bounds of a schema, in words. */
function limitsOf(schema: Schema): readonly string[] {
  return [
    range(schema.minLength, schema.maxLength, "character"),
    range(schema.minItems, schema.maxItems, "item"),
    range(schema.minimum, schema.maximum, ""),
    schema.default === undefined ? "" : `by default ${JSON.stringify(schema.default)}`,
    schema.readOnly === true ? "only in answers" : "",
  ].filter((words) => words !== "");
}

/** Bounds that only keep a number exact, which say nothing to a reader. */
const isBound = (value: unknown): value is number =>
  typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER;

function range(least: unknown, most: unknown, unit: string): string {
  const count = (value: number) => value.toLocaleString("en");
  const units = unit && ` ${unit}${most === 1 || (!isBound(most) && least === 1) ? "" : "s"}`;
  if (isBound(least) && isBound(most)) return `${count(least)} to ${count(most)}${units}`;
  if (isBound(most)) return `at most ${count(most)}${units}`;
  return isBound(least) ? `at least ${count(least)}${units}` : "";
}
