import type { Context, MiddlewareHandler } from "hono";
import * as z from "zod/mini";
import type { Role } from "../../shared/account.ts";
import { PropertyId } from "../../shared/property.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { Auth, SessionAgent } from "./auth.ts";
import { findRole } from "./store.ts";

/** The variables of handlers behind `signedIn`. */
export interface AgentEnv {
  Variables: { agent: SessionAgent };
}

/** The signed-in agent's ID and name. */
export function agentName(c: Context<AgentEnv>): { id: string; name: string } {
  const { id, name } = c.var.agent;
  return { id, name };
}

/** Makes a middleware for routes with `:property`. */
export type MemberOf = (least: Role) => MiddlewareHandler<AgentEnv>;

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
 * Requires membership in the route's property, with at least the given role. The role is read for each request, so that
 * a removed agent loses access at once. For others, the property does not exist.
 *
 * @throws ApiError `property_unknown`, `forbidden`
 */
export function memberOf(db: Db): MemberOf {
  return (least) => async (c, next) => {
    const property = c.req.param("property") ?? "";
    const known = z.safeParse(PropertyId, property).success;
    const role = known ? await findRole(db, property, c.var.agent.id) : null;
    if (!role) throw new ApiError("property_unknown");
    if (least === "admin" && role !== "admin") throw new ApiError("forbidden");
    await next();
  };
}
