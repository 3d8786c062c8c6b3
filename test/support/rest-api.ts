import type { Hono } from "hono";
import * as z from "zod/mini";
import { API_SCOPES, ApiKeyCreated, type ApiScope } from "../../shared/api-key.ts";
import { type ErrorCode, Problem } from "../../shared/error.ts";
import type { AgentBrowser } from "./agent.ts";

/** A program that calls the REST API with a key, and with nothing else. */
export class ApiClient {
  readonly #app: Pick<Hono, "request">;
  readonly secret: string;

  constructor(app: Pick<Hono, "request">, secret: string) {
    this.#app = app;
    this.secret = secret;
  }

  /** @param path below `/api/v1` */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.#app.request(`/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.secret}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  }

  /** Sends a request that must succeed, with an answer of the schema. */
  async ok<S extends z.ZodMiniType>(
    schema: S,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<z.infer<S>> {
    const response = await this.send(method, path, body, headers);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return z.parse(schema, JSON.parse(text));
  }

  /** Sends a request that must be refused. @returns the problem document */
  async refused(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Problem & { status: number }> {
    const response = await this.send(method, path, body, headers);
    const text = await response.text();
    if (response.headers.get("content-type") !== "application/problem+json")
      throw new Error(`${method} ${path} was not refused: ${response.status} ${text}`);
    const problem = z.parse(Problem, JSON.parse(text));
    if (problem.status !== response.status) throw new Error(`Status ${response.status}, but ${text}`);
    return problem as Problem & { code: ErrorCode };
  }
}

/** Creates a key as an admin does in the dashboard; by default one with all scopes that does not expire. */
export async function createKey(
  app: Pick<Hono, "request">,
  admin: AgentBrowser,
  property: string,
  {
    name = "CRM",
    scopes = API_SCOPES,
    expiresAt = null,
  }: {
    name?: string;
    scopes?: readonly ApiScope[];
    expiresAt?: number | null;
  } = {},
): Promise<{ client: ApiClient; id: string; secret: string }> {
  const wanted = { name, scopes, expiresAt };
  const { key, secret } = await admin.ok(
    ApiKeyCreated,
    "POST",
    `/api/properties/${property}/api-keys`,
    wanted,
  );
  return { client: new ApiClient(app, secret), id: key.id, secret };
}
