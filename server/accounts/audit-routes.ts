import { Hono } from "hono";
import { AuditPage, AuditQuery } from "../../shared/audit.ts";
import type { Deps } from "../deps.ts";
import { endpoint, query } from "../platform/http/endpoint.ts";
import { listAudit } from "./audit-log.ts";
import type { AgentEnv, May } from "./guards.ts";

/** A property's audit log (R38). Behind `signedIn`. */
export function auditRoutes({ database }: Pick<Deps, "database">, may: May) {
  return new Hono<AgentEnv>().get(
    "/properties/:property/audit-log",
    endpoint(
      "Who has exported, erased, or changed roles and settings, and how agents have signed in",
      AuditPage,
      "property_unknown",
      "forbidden",
    ),
    may("audit.read"),
    query(AuditQuery),
    async (c) => c.json(await listAudit(database.read, c.req.param("property"), c.req.valid("query"))),
  );
}
