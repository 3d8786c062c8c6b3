import type { Context, MiddlewareHandler } from "hono";
import * as z from "zod/mini";
import type { Role } from "../../shared/account.ts";
import { PropertyId } from "../../shared/property-id.ts";
import { RIGHTS, type Right, roleMay } from "../../shared/rules/rights.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { Auth, SessionAgent } from "./auth.ts";
import { findRole, isAdminAnywhere } from "./store.ts";

/** The variables of handlers behind `signedIn`. */
export interface AgentEnv {
  Variables: {
    agent: SessionAgent;
    /** The agent's role in the route's property. */
    role: Role;
  };
}

/** The signed-in agent's ID and name. */
export function agentName(c: Context<AgentEnv>): { id: string; name: string } {
  const { id, name } = c.var.agent;
  return { id, name };
}

/** Makes the guard of a route: a middleware that requires a right. */
export type May = (right: Right) => MiddlewareHandler<AgentEnv>;

/** Requires a session. @throws ApiError `sign_in_required` */
export function signedIn(auth: Auth): MiddlewareHandler<AgentEnv> {
  return async (c, next) => {
    const agent = await auth.session(c);
    if (!agent) throw new ApiError("sign_in_required");
    c.set("agent", agent);
    await next();
  };
}

/**
 * Requires two-factor authentication of agents of whom a property demands it.
 *
 * @throws ApiError `two_factor_setup_needed`
 */
export const twoFactorIfRequired: MiddlewareHandler<AgentEnv> = async (c, next) => {
  if (c.var.agent.twoFactor === "required") throw new ApiError("two_factor_setup_needed");
  await next();
};

/**
 * Makes the guards of all routes from the table of rights (R38). The role is read for each request, so that a removed agent
 * loses access at once. For others, the property does not exist.
 *
 * @throws ApiError `sign_in_required`, `property_unknown`, `forbidden`
 */
export function guardsOf(db: Db): May {
  return (right) => {
    const holder = RIGHTS[right];
    const guard: MiddlewareHandler<AgentEnv> = async (c, next) => {
      if (holder === "anybody") return next();
      const agent = c.get("agent");
      if (!agent) throw new ApiError("sign_in_required");
      if (holder === "agent" || holder === "admin") {
        c.set("role", await roleIn(db, c.req.param("property"), agent.id));
        requireRight(c, right);
      } else if (holder === "owner" && !(await isAdminAnywhere(db, agent.id)))
        throw new ApiError("forbidden");
      await next();
    };
    return Object.assign(guard, { right });
  };
}

/** The right that a route's handler requires, if it is a guard. */
export function rightOf(handler: object): Right | null {
  return "right" in handler && isRight(handler.right) ? handler.right : null;
}

const isRight = (name: unknown): name is Right => typeof name === "string" && Object.hasOwn(RIGHTS, name);

/**
 * Requires a right that only some requests of a route need, by the role that the route's guard has read.
 *
 * @throws ApiError `forbidden`
 */
export function requireRight(c: Context<AgentEnv>, right: Right): void {
  if (!roleMay(c.var.role, right)) throw new ApiError("forbidden");
}

async function roleIn(db: Db, property = "", agent: string): Promise<Role> {
  const known = z.safeParse(PropertyId, property).success;
  const role = known ? await findRole(db, property, agent) : null;
  if (!role) throw new ApiError("property_unknown");
  return role;
}
