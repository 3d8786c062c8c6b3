import * as z from "zod/mini";
import { API_SCOPES, SCOPE_DESCRIPTIONS } from "../../../shared/api-key.ts";
import { ERRORS, type ErrorCode, Problem } from "../../../shared/error.ts";
import { API_TAGS, Nothing, type Operation, type Schema } from "./operation.ts";

type Json = Readonly<Record<string, unknown>>;

/** The schemas of answers that have a name in the description, which generated clients use. */
export const apiSchemas = z.registry<{ id: string }>();
apiSchemas.add(Problem, { id: "Problem" });

/** The errors of every operation, and those that reading a body or a query can have. */
const ALWAYS: readonly ErrorCode[] = [
  "invalid_api_key",
  "too_many_requests",
  "storage_unavailable",
  "internal",
];

/** The codes of an operation's errors. */
export function errorsOf({ scope, method, query, body, errors }: Operation): readonly ErrorCode[] {
  const isPost = method === "POST";
  const hasBody = body !== Nothing;
  return [
    ...new Set<ErrorCode>([
      ...ALWAYS,
      ...(scope ? (["missing_scope"] as const) : []),
      ...(hasBody ? (["malformed_json", "payload_too_large"] as const) : []),
      ...(hasBody || query !== Nothing || isPost ? (["invalid_request"] as const) : []),
      ...(isPost ? (["idempotency_key_reused"] as const) : []),
      ...errors,
    ]),
  ];
}

/**
 * Describes the operations as an OpenAPI 3.1 document: complete, so that a client can be generated from it.
 *
 * @param publicUrl the public address of the server; null: it is where the document is
 */
export function describeOperations(operations: readonly Operation[], publicUrl: string | null): Json {
  const components = new Map<string, Json>();
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, "{$1}");
    const methods = paths[path] ?? {};
    methods[operation.method.toLowerCase()] = describe(operation, components);
    paths[path] = methods;
  }
  jsonSchema(Problem, "output", components);
  const used = new Set(operations.map(({ tag }) => tag));
  return {
    openapi: "3.1.0",
    info: {
      title: "Foyer REST API",
      version: "1",
      description: [
        "Every request has a key: `Authorization: Bearer foyer_…`. An admin creates it in the dashboard, under Settings → API keys, for one property and with the scopes that it needs.",
        "Times are milliseconds since 1970. A list has `next`; with it as `cursor`, the next request has the next page. A contact's ID is the visitor ID; the ID of a contact that was merged into another one answers with that one.",
        "An error is a problem document (RFC 9457, `application/problem+json`) with a stable `code`, which programs should read, and words, which they should not.",
        "A POST with an `Idempotency-Key` that is sent again within 24 hours is answered as the first time, and changes nothing more.",
      ].join("\n\n"),
    },
    servers: [{ url: `${publicUrl ?? ""}/api/v1` }],
    security: [{ apiKey: [] }],
    tags: Object.entries(API_TAGS)
      .filter(([name]) => used.has(name as keyof typeof API_TAGS))
      .map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          description: [
            "An API key. Its scopes say what it may do:",
            ...API_SCOPES.map((scope) => `- \`${scope}\`: ${SCOPE_DESCRIPTIONS[scope]}`),
          ].join("\n"),
        },
      },
      schemas: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

function describe(operation: Operation, components: Map<string, Json>): Json {
  const { id, kind, tag, summary, details, scope, body, bodyDescribed, answer, status, example } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(details !== undefined && { description: details }),
    security: [{ apiKey: scope ? [scope] : [] }],
    ...(scope && { "x-required-scope": scope }),
    parameters: parametersOf(operation, components),
    ...(body !== Nothing && {
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: jsonSchema(bodyDescribed ?? body, "input", components),
            example: example.body,
          },
        },
      },
    }),
    ...(kind === "upload" && {
      requestBody: {
        required: true,
        content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
      },
    }),
    responses: {
      [status]: {
        description: status === 201 ? "Created" : "OK",
        headers: RATE_LIMIT_HEADERS,
        content: {
          "application/json": { schema: jsonSchema(answer, "output", components), example: example.answer },
        },
      },
      ...problemsOf(errorsOf(operation)),
    },
  };
}

const text = { schema: { type: "string" } };
const RATE_LIMIT_HEADERS = {
  "RateLimit-Policy": {
    description: "The requests that the key may make in a window, and its seconds",
    ...text,
  },
  RateLimit: { description: "The requests that are left, and the seconds until there are more", ...text },
};

function parametersOf(operation: Operation, components: Map<string, Json>): readonly Json[] {
  const { params, query, method, kind, example } = operation;
  const ofPath = Object.entries(params).map(([name, { description, example: value }]) => ({
    name,
    in: "path",
    required: true,
    description,
    schema: { type: "string" },
    example: value,
  }));
  const { properties, required } = z.parse(ObjectSchema, jsonSchema(query, "input", components));
  const ofQuery = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
    ...(example.query?.[name] !== undefined && { example: example.query[name] }),
  }));
  const idempotencyKey = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description: "Any text that is new for each request. Sent again within 24 hours, it changes nothing more",
    schema: { type: "string", minLength: 1, maxLength: 255 },
  };
  return [...ofPath, ...ofQuery, ...(method === "POST" && kind !== "read" ? [idempotencyKey] : [])];
}

const ObjectSchema = z.object({
  properties: z._default(z.record(z.string(), z.looseObject({ description: z.optional(z.string()) })), {}),
  required: z._default(z.array(z.string()), []),
});

/** The errors by their status, each with the codes that it can have. */
function problemsOf(codes: readonly ErrorCode[]): Json {
  const statuses = [...new Set(codes.map((code) => ERRORS[code][0]))].sort((a, b) => a - b);
  const entries = statuses.map((status) => {
    const some = codes.filter((code) => ERRORS[code][0] === status);
    const schema = {
      allOf: [
        { $ref: "#/components/schemas/Problem" },
        { type: "object", properties: { code: { type: "string", enum: some } } },
      ],
    };
    return [
      status,
      {
        description: some.map((code) => `\`${code}\`: ${ERRORS[code][1]}`).join("\n\n"),
        ...(status === 429 && {
          headers: { "Retry-After": { description: "Seconds", schema: { type: "integer" } } },
        }),
        content: { "application/problem+json": { schema } },
      },
    ] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * A schema as JSON Schema (draft 2020-12, that of OpenAPI 3.1). Schemas of `apiSchemas` become components.
 *
 * @param io `input`: as clients send it; `output`: as they receive it
 */
function jsonSchema(schema: Schema, io: "input" | "output", components: Map<string, Json>): Json {
  const {
    $schema: _,
    $defs = {},
    ...json
  } = z.toJSONSchema(schema, { io, unrepresentable: "any", metadata: apiSchemas });
  for (const [name, part] of Object.entries($defs)) components.set(name, withComponents(part));
  return withComponents(json);
}

/** The references of a JSON schema, to the components of the document. */
const withComponents = (json: unknown): Json =>
  JSON.parse(JSON.stringify(json).replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/'));
