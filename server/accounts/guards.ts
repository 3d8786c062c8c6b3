import type { Context, MiddlewareHandler } from "hono";
import * as z from "zod/mini";
import type { Role } from "../../shared/account.ts";
import { PropertyId } from "../../shared/property.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { Auth, SignedIn } from "./auth.ts";
import { roleIn } from "./store.ts";

/** What a handler behind `signedIn` knows. */
export interface AgentEnv {
  Variables: { agent: SignedIn };
}

/** Who does it, as agents know each other. */
export function agentName(c: Context<AgentEnv>): { id: string; name: string } {
  const { id, name } = c.var.agent;
  return { id, name };
}

/** A middleware for routes with `:property`. */
export type MemberOf = (least: Role) => MiddlewareHandler<AgentEnv>;

/** Lets agents through. @throws Failure `sign_in_required` */
export function signedIn(auth: Auth): MiddlewareHandler<AgentEnv> {
  return async (c, next) => {
    const agent = await auth.session(c);
    if (!agent) throw new ApiError("sign_in_required");
    c.set("agent", agent);
    await next();
  };
}

/**
 * Lets members of the route's property through, with at least this role. The role is read for each request: who was
 * removed is out at once. A property of others is answered as one that does not exist.
 *
 * @throws Failure `property_unknown`, `forbidden`
 */
export function memberOf(db: Db): MemberOf {
  return (least) => async (c, next) => {
    const property = c.req.param("property") ?? "";
    const known = z.safeParse(PropertyId, property).success;
    const role = known ? await roleIn(db, property, c.var.agent.id) : null;
    if (!role) throw new ApiError("property_unknown");
    if (least === "admin" && role !== "admin") throw new ApiError("forbidden");
    await next();
  };
}
