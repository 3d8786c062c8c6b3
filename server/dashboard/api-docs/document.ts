/** A JSON Schema, as the document has it: what is read of it is checked when it is read. */
export type Schema = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly isRequired: boolean;
  readonly description: string;
  readonly schema: Schema;
  /** Empty: none. */
  readonly example: string;
}

/** A body with an example, both as JSON. */
export interface Body {
  readonly schema: Schema;
  readonly example: unknown;
}

export interface Operation {
  readonly id: string;
  /** In upper case. */
  readonly method: string;
  /** Below the address of the API, with `{parameters}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  /** The scope that the key must have; null: any key may. */
  readonly scope: string | null;
  readonly parameters: readonly Parameter[];
  readonly body: Body | null;
  /** The media type of the body, if it is a file and not JSON; null: it is none. */
  readonly fileType: string | null;
  readonly answer: Body & { readonly status: string };
  readonly errors: readonly { readonly status: string; readonly description: string }[];
}

export interface Group {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Operation[];
}

export interface ApiDocument {
  readonly title: string;
  readonly description: string;
  /** The words about the key and its scopes. */
  readonly authentication: string;
  /** The address of the API without a slash at the end, absolute or a path of this server. */
  readonly address: string;
  /** By tag. One without operations is left out. */
  readonly groups: readonly Group[];
  /** The schemas that others refer to, by name. */
  readonly schemas: Schema;
}

/** A value as an object; empty if it is none. */
export const objectOf = (value: unknown): Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

/** A value as a list; empty if it is none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A value as a text; empty if it is none. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const METHODS = ["get", "post", "put", "patch", "delete"];

/**
 * Reads an OpenAPI 3.1 document, as far as this server writes it: one tag for each operation, one answer, bodies of JSON.
 *
 * @throws Error if it has no operations
 */
export function readDocument(json: unknown): ApiDocument {
  const { info, paths, tags, servers, components } = objectOf(json);
  const { schemas, securitySchemes } = objectOf(components);
  const operations = Object.entries(objectOf(paths)).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const operation = objectOf(methods)[method];
      return operation ? [readOperation(path, method, objectOf(operation))] : [];
    }),
  );
  if (!operations.length) throw new Error("The document describes no operation");
  const groups = listOf(tags).map((tag) => {
    const { name, description } = objectOf(tag);
    return {
      name: textOf(name),
      description: textOf(description),
      operations: operations.filter((one) => one.tag === name),
    };
  });
  return {
    title: textOf(objectOf(info).title),
    description: textOf(objectOf(info).description),
    authentication: textOf(objectOf(objectOf(securitySchemes).apiKey).description),
    address: textOf(objectOf(listOf(servers)[0]).url),
    groups: groups.filter((group) => group.operations.length),
    schemas: objectOf(schemas),
  };
}

function readOperation(path: string, method: string, operation: Schema): Operation {
  const responses = Object.entries(objectOf(operation.responses));
  const [status = "", answer] = responses.find(([code]) => code.startsWith("2")) ?? [];
  const scope = textOf(operation["x-required-scope"]);
  return {
    id: textOf(operation.operationId),
    method: method.toUpperCase(),
    path,
    tag: textOf(listOf(operation.tags)[0]),
    summary: textOf(operation.summary),
    description: textOf(operation.description),
    scope: scope || null,
    parameters: listOf(operation.parameters).map((one) => readParameter(objectOf(one))),
    body: readBody(operation.requestBody),
    fileType: Object.keys(objectOf(objectOf(operation.requestBody).content)).find(isFile) ?? null,
    answer: { status, ...(readBody(answer) ?? { schema: {}, example: undefined }) },
    errors: responses
      .filter(([code]) => !code.startsWith("2"))
      .map(([code, response]) => ({ status: code, description: textOf(objectOf(response).description) })),
  };
}

function readParameter({ name, in: location, required, description, schema, example }: Schema): Parameter {
  return {
    name: textOf(name),
    in: location === "path" || location === "header" ? location : "query",
    isRequired: required === true,
    description: textOf(description),
    schema: objectOf(schema),
    example: textOf(example),
  };
}

const JSON_TYPE = "application/json";
const isFile = (type: string) => type !== JSON_TYPE;

function readBody(value: unknown): Body | null {
  const json = objectOf(objectOf(value).content)[JSON_TYPE];
  if (json === undefined) return null;
  const { schema, example } = objectOf(json);
  return { schema: objectOf(schema), example };
}
