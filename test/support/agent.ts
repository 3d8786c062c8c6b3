import type { Hono } from "hono";
import * as z from "zod/mini";
import { ensureSetupToken } from "../../server/accounts/set-up.ts";
import { Me, type Role } from "../../shared/account.ts";
import type { ErrorCode } from "../../shared/error.ts";
import { Problem } from "../../shared/error.ts";
import { InvitationCreated } from "../../shared/joining.ts";
import { Property } from "../../shared/property.ts";
import type { TestApp } from "./app.ts";

export const PASSWORD = "correct horse battery";

/** A browser with the dashboard open: keeps its cookies, and holds every answer to the shared schemas. */
export class AgentBrowser {
  readonly #app: Pick<Hono, "request">;
  readonly cookies = new Map<string, string>();

  constructor(app: Pick<Hono, "request">) {
    this.#app = app;
  }

  /** Sends a request as the dashboard does. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await this.#app.request(path, {
      method,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  #keep(cookie: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (/; Max-Age=0\b/.test(cookie)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  /** Sends a request that must succeed, with an answer that is exactly what the schema says. */
  async ok<S extends z.ZodMiniType>(
    schema: S,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<z.infer<S>> {
    const response = await this.send(method, path, body);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    const answer: unknown = JSON.parse(text);
    const parsed = z.parse(schema, answer);
    // a schema lets unknown keys pass by leaving them out
    if (JSON.stringify(sorted(parsed)) !== JSON.stringify(sorted(answer)))
      throw new Error(`${method} ${path} answered more than its schema says: ${text}`);
    return parsed;
  }

  /** Sends a request that must be refused. @returns the problem document */
  async refused(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Problem & { status: number }> {
    const response = await this.send(method, path, body, headers);
    const text = await response.text();
    if (response.headers.get("content-type") !== "application/problem+json")
      throw new Error(`${method} ${path} was not refused: ${response.status} ${text}`);
    const problem = z.parse(Problem, JSON.parse(text));
    if (problem.status !== response.status) throw new Error(`Status ${response.status}, but ${text}`);
    return problem as Problem & { code: ErrorCode };
  }

  signIn(email: string, password = PASSWORD): Promise<Me> {
    return this.ok(Me, "POST", "/api/sign-in", { email, password });
  }
}

/** The same value with the keys of every object in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!value || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, part]) => [key, sorted(part)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export interface Owner {
  readonly browser: AgentBrowser;
  readonly property: string;
  readonly me: Me;
}

/** Sets Foyer up by its one-time link. */
export async function setUpFoyer({ app, deps }: TestApp, email = "owner@example.com"): Promise<Owner> {
  const browser = new AgentBrowser(app);
  const me = await browser.ok(Me, "POST", "/api/setup", {
    token: await ensureSetupToken(deps),
    name: "Olga Owner",
    email,
    password: PASSWORD,
    property: { name: "Shop", timeZone: "Europe/Berlin" },
  });
  return { browser, me, property: me.properties[0]?.id ?? "" };
}

/** Invites somebody by link and lets them accept it as a new person. */
export async function addColleague(
  { app }: TestApp,
  { browser, property }: Pick<Owner, "browser" | "property">,
  email: string,
  role: Role,
): Promise<{ browser: AgentBrowser; me: Me }> {
  const created = await browser.ok(InvitationCreated, "POST", `/api/properties/${property}/invitations`, {
    email,
    role,
    byHand: true,
  });
  const colleague = new AgentBrowser(app);
  const token = created.path?.split("/").at(-1);
  const me = await colleague.ok(Me, "POST", `/api/invitations/${token}`, {
    name: email.split("@")[0],
    password: PASSWORD,
  });
  return { browser: colleague, me };
}

/** A property with an admin and an agent, and the admin of another property on the same server. */
export async function makeTeam(test: TestApp): Promise<{
  property: string;
  other: string;
  admin: AgentBrowser;
  agent: AgentBrowser;
  outsider: AgentBrowser;
}> {
  const { browser: admin, property } = await setUpFoyer(test);
  const { browser: agent } = await addColleague(
    test,
    { browser: admin, property },
    "agent@example.com",
    "agent",
  );
  const { id: other } = await admin.ok(Property, "POST", "/api/properties", {
    name: "Other",
    timeZone: "UTC",
  });
  const { browser: outsider } = await addColleague(
    test,
    { browser: admin, property: other },
    "outsider@example.com",
    "admin",
  );
  return { property, other, admin, agent, outsider };
}
