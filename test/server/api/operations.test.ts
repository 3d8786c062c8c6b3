import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { createRestApi } from "../../../server/api/api.ts";
import { errorsOf } from "../../../server/api/http/openapi.ts";
import { Nothing, type Operation } from "../../../server/api/http/operation.ts";
import type { Schema } from "../../../server/platform/database/schema.ts";
import { personParts } from "../../../server/services.ts";
import { API_SCOPES } from "../../../shared/api-key.ts";
import { ERRORS } from "../../../shared/error.ts";
import { CreatedWebhookEndpoint, WebhookDelivery } from "../../../shared/webhook.ts";
import { makeTeam } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { type ApiClient, createKey } from "../../support/rest-api.ts";

const Described = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()).check(z.length(1)),
  security: z.array(z.object({ apiKey: z.array(z.string()) })).check(z.length(1)),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.enum(["path", "query", "header"]) })),
  requestBody: z.optional(z.looseObject({ content: z.record(z.string(), z.unknown()) })),
  responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()) })),
});
const Document = z.looseObject({
  openapi: z.literal("3.1.0"),
  servers: z.array(z.object({ url: z.string() })),
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), Described)),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.string(), scheme: z.string() })),
  }),
});

/** Every value with a key of this name, at any level. */
function valuesOf(key: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesOf(key, one));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => [
    ...(name === key ? [part] : []),
    ...valuesOf(key, part),
  ]);
}

/** A path with its examples in the places of the parameters. */
const pathOf = ({ path, params }: Operation) =>
  path.replace(/:(\w+)/g, (_, name: string) => params[name]?.example ?? "");

/** A text that occurs in one property only. */
const MARK = "Xyzzy";

/** The IDs of one object of each kind, by the segment of the path before the ID, or by the name of the parameter. */
async function makeObjects(
  client: ApiClient,
  visitor: BrowserVisitor,
): Promise<Readonly<Record<string, string>>> {
  await visitor.visit();
  const receipt = await visitor.submit({ name: MARK, email: `${visitor.id}@example.com`, message: MARK });
  if (receipt.status !== "accepted") throw new Error("The submission was refused");
  const ticket = { subject: MARK };
  await client.send("POST", `/conversations/${receipt.conversation}/ticket`, ticket);
  const Made = z.looseObject({ id: z.string() });
  const make = async (path: string, body: unknown) => (await client.ok(Made, "POST", path, body)).id;
  const contacts = await make("/contacts", { name: MARK, emails: [`${MARK}@example.com`] });
  const other = await make("/contacts", { name: MARK });
  await client.send("PUT", "/attributes/xyzzy", { label: MARK, type: "text", choices: [], position: 0 });
  return {
    contacts,
    merges: await make("/contacts/merge", { contacts: [contacts, other] }),
    note: await make(`/contacts/${contacts}/notes`, { text: MARK }),
    tags: await make("/tags", { name: MARK }),
    organizations: await make("/organizations", { name: MARK }),
    attributes: "xyzzy",
    conversations: receipt.conversation,
    number: "1",
    visitors: visitor.id,
    imports: await make("/imports?fileName=Xyzzy", `Name,E-mail\n${MARK},${MARK}@example.com`),
    ...(await makeWebhook(client)),
  };
}

async function makeWebhook(client: ApiClient): Promise<{ webhooks: string; event: string }> {
  const wanted = { url: "https://example.com/", description: MARK, events: ["contact.created"] };
  const { endpoint } = await client.ok(CreatedWebhookEndpoint, "POST", "/webhooks", wanted);
  const test = await client.ok(WebhookDelivery, "POST", `/webhooks/${endpoint.id}/test`);
  return { webhooks: endpoint.id, event: test.id };
}

/** The path of an operation with the IDs of objects. */
const foreignPath = ({ path, id: operation }: Operation, objects: Readonly<Record<string, string>>) =>
  path.replace(/([\w-]+)\/:(\w+)/g, (_, collection: string, name: string) => {
    const id = objects[name] ?? objects[collection];
    if (!id) throw new Error(`No object for ${operation}`);
    return `${collection}/${id}`;
  });

/** Every row of a property but the last use of its keys. */
async function everything(test: TestApp, property: string): Promise<readonly string[]> {
  const tables = await test.deps.database.read.introspection.getTables();
  const rows = await Promise.all(
    tables.map(async ({ name }) => {
      const all = (await rowsOf(test, name as keyof Schema)) as { property_id?: string }[];
      return all.filter((row) => row.property_id === property).map((row) => `${name} ${JSON.stringify(row)}`);
    }),
  );
  return rows
    .flat()
    .filter((row) => !row.startsWith("api_keys "))
    .sort();
}

describeEachDatabase("every operation of the REST API", (open) => {
  let test: TestApp;
  let operations: readonly Operation[];
  let client: ApiClient;
  let team: Awaited<ReturnType<typeof makeTeam>>;
  const data = mkdtempSync(join(tmpdir(), "foyer-api-"));
  afterAll(() => rmSync(data, { recursive: true }));
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    operations = createRestApi(test.parts, personParts(test.deps)).operations;
    team = await makeTeam(test);
    ({ client } = await createKey(test.app, team.admin, team.property));
  });

  it("R34: is refused without a key", async () => {
    for (const operation of operations) {
      const { method } = operation;
      const response = await test.app.request(`/api/v1${pathOf(operation)}`, { method });
      expect(response.status, operation.id).toBe(401);
    }
  });

  it("R34: is refused for a key with all scopes but its own, by the name of that, before anything of it is read", async () => {
    for (const operation of operations) {
      const { id, method, scope } = operation;
      if (scope === null) continue;
      const scopes = API_SCOPES.filter((one) => one !== scope);
      const { client: without } = await createKey(test.app, team.admin, team.property, { scopes });
      const body = method === "GET" ? undefined : "not JSON";
      const refused = await without.refused(method, pathOf(operation), body);
      expect(refused, id).toMatchObject({ code: "missing_scope", status: 403 });
      expect(refused.detail, id).toContain(scope);
    }
  });

  it("passes for a key with nothing but its scope", async () => {
    for (const operation of operations) {
      const { id, method, scope, example } = operation;
      const scopes = scope === null ? ([API_SCOPES[0]] as const) : ([scope] as const);
      const { client: only } = await createKey(test.app, team.admin, team.property, { scopes });
      const { status } = await only.send(method, pathOf(operation), example.body);
      expect([401, 403, 500], id).not.toContain(status);
    }
  });

  it("answers everything that it cannot read with a problem document that it has described", async () => {
    for (const operation of operations) {
      if (operation.body === Nothing) continue;
      const { method, id } = operation;
      const deep = `${'{"a":'.repeat(500)}1${"}".repeat(500)}`;
      for (const [body, code] of [
        ["not JSON", "malformed_json"],
        [deep, "invalid_request"],
        ['{"__proto__":{"a":1}}', "invalid_request"],
        ['{"unheard_of":1}', "invalid_request"],
        ["[]", "invalid_request"],
        ["null", "invalid_request"],
      ] as const) {
        expect(await client.refused(method, pathOf(operation), body), id).toMatchObject({ code });
        expect(errorsOf(operation), id).toContain(code);
      }
      const huge = { "content-length": "10000000" };
      expect(await client.refused(method, pathOf(operation), "{}", huge), id).toMatchObject({
        code: "payload_too_large",
        status: 413,
      });
    }
  });

  it("refuses parameters that it does not know", async () => {
    for (const operation of operations) {
      if (operation.query === Nothing || operation.method !== "GET") continue;
      for (const name of ["unheard_of", "__proto__"])
        expect(await client.refused("GET", `${pathOf(operation)}?${name}=1`), operation.id).toMatchObject({
          code: "invalid_request",
        });
    }
  });

  it("R34: knows nothing of another property's objects", async () => {
    const { client: outside } = await createKey(test.app, team.outsider, team.other);
    const objects = await makeObjects(client, new BrowserVisitor(test.app, team.property));
    const before = await everything(test, team.property);
    for (const operation of operations) {
      const { id, method, params, example } = operation;
      // a PUT makes an object with a name that its client chooses
      if (!Object.keys(params).length || method === "PUT") continue;
      const response = await outside.send(method, foreignPath(operation, objects), example.body);
      const text = await response.text();
      expect([404, 422], `${id}: ${text}`).toContain(response.status);
      expect(text, id).not.toContain(MARK);
    }
    expect(await everything(test, team.property)).toEqual(before);
  });

  it("answers for an address or a method that is none with a problem document", async () => {
    expect(await client.refused("GET", "/nothing")).toMatchObject({ code: "not_found" });
    const response = await client.send("PATCH", "/contacts", {});
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")?.split(", ")).toEqual(expect.arrayContaining(["GET", "POST"]));
  });

  describe("in the description", () => {
    let document: z.infer<typeof Document>;
    beforeAll(async () => {
      const response = await test.app.request("/api/v1/openapi.json");
      document = z.parse(Document, await response.json());
    });
    const describedOf = ({ path, method }: Operation) => {
      const found = document.paths[path.replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
      if (!found) throw new Error(`${method} ${path} is not described`);
      return found;
    };

    it("is there, with its scope, its parameters and its errors", () => {
      const ids = new Set<string>();
      for (const operation of operations) {
        const { id, summary, scope, path, query, example } = operation;
        const described = describedOf(operation);
        expect(ids, id).not.toContain(described.operationId);
        ids.add(described.operationId);
        expect(described.summary, id).toBe(summary);
        expect(summary, id).toMatch(/^[A-Z].*[^.]$/);
        expect(described.security, id).toEqual([{ apiKey: scope === null ? [] : [scope] }]);
        expect(document.tags.map(({ name }) => name)).toContain(described.tags[0]);
        const named = described.parameters.filter((one) => one.in === "path").map(({ name }) => name);
        expect(named, id).toEqual([...path.matchAll(/:(\w+)/g)].map(([, name]) => name));
        for (const name of Object.keys(example.query ?? {}))
          expect(
            described.parameters.map((one) => one.name),
            id,
          ).toContain(name);
        expect(query === Nothing || described.parameters.length > 0, id).toBe(true);
        const problems = valuesOf("enum", described.responses).flat();
        for (const code of errorsOf(operation)) {
          expect(problems, id).toContain(code);
          expect(described.responses, id).toHaveProperty(String(ERRORS[code][0]));
        }
      }
      const count = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length;
      expect(count).toBe(operations.length);
    });

    it("has examples that its schemas accept as they are", () => {
      for (const { id, query, body, answer, example } of operations) {
        expect(z.safeParse(query, example.query ?? {}).error, id).toBeUndefined();
        if (body !== Nothing) expect(z.safeParse(body, example.body).error, id).toBeUndefined();
        expect(z.parse(answer, example.answer), id).toEqual(example.answer);
        expect(JSON.stringify(example), id).not.toContain("undefined");
      }
    });

    it("refers only to components that it has, and to the address of this server", async () => {
      const names = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
      for (const reference of valuesOf("$ref", document)) expect(names).toContain(reference);
      expect(document.components.securitySchemes).toMatchObject({
        apiKey: { type: "http", scheme: "bearer" },
      });
      expect(document.servers).toEqual([{ url: "/api/v1" }]);
      const based = await testApp(await open(), { publicUrl: "https://example.com/chat" });
      const response = await based.app.request("/chat/api/v1/openapi.json");
      expect(z.parse(Document, await response.json()).servers).toEqual([
        { url: "https://example.com/chat/api/v1" },
      ]);
    });
  });
});
