import { Hono } from "hono";
import { ApiKeyCreate, ApiKeyCreated, ApiKeys } from "../../../shared/api-key.ts";
import { recordAudit } from "../../accounts/audit-log.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { endpoint, json } from "../../platform/http/endpoint.ts";
import { newId } from "../../platform/ids.ts";
import { drawSecret } from "./api-key-secret.ts";
import { insertKey, listKeys, revokeKey } from "./key-store.ts";

/** The keys of a property's REST API (R34), for its admins. Behind `signedIn`. */
export function apiKeyRoutes(deps: Pick<Deps, "database" | "now" | "random">, may: May) {
  const { database, now, random } = deps;
  const mayConfigure = may("api.configure");
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/api-keys",
      endpoint("List the API keys", ApiKeys, "property_unknown", "forbidden"),
      mayConfigure,
      async (c) => c.json({ items: await listKeys(database.read, c.req.param("property")) }),
    )
    .post(
      "/properties/:property/api-keys",
      endpoint(
        "Create an API key; the answer has its secret, which cannot be read again",
        ApiKeyCreated,
        "property_unknown",
        "forbidden",
      ),
      mayConfigure,
      json(ApiKeyCreate),
      async (c) => {
        const property = c.req.param("property");
        const wanted = c.req.valid("json");
        const at = now();
        if (wanted.expiresAt !== null && wanted.expiresAt <= at)
          throw new ApiError("invalid_request", {
            faults: [{ path: "expiresAt", code: "past", message: "must be in the future" }],
          });
        const id = newId(deps);
        const secret = drawSecret(random);
        const agent = c.var.agent;
        await database.write(async (tx) => {
          await insertKey(tx, property, wanted, { id, agent: agent.id, now: at, secret });
          await recordAudit(tx, deps, agent, {
            property,
            action: "api_key_created",
            details: { names: [wanted.name] },
          });
        });
        const key = (await listKeys(database.read, property)).find((one) => one.id === id);
        if (!key) throw new ApiError("internal");
        return c.json({ key, secret: secret.secret });
      },
    )
    .post(
      "/properties/:property/api-keys/:id/revoke",
      endpoint("Revoke an API key", ApiKeys, "property_unknown", "forbidden", "not_found"),
      mayConfigure,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write(async (tx) => {
          const name = await revokeKey(tx, property, id, now());
          const details = { names: [name] };
          await recordAudit(tx, deps, c.var.agent, { property, action: "api_key_revoked", details });
        });
        return c.json({ items: await listKeys(database.read, property) });
      },
    );
}
