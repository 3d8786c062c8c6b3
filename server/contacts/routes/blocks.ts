import { type Context, Hono } from "hono";
import { Blocked } from "../../../shared/crm.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { endpoint } from "../../platform/http/endpoint.ts";
import { newId } from "../../platform/ids.ts";
import { blockVisitor, findBlocked, unblockVisitor } from "../crm/blocks.ts";
import { findVisitor } from "../identity/contact-store.ts";
import { publishContactsChanged } from "../identity/publish-contacts-changed.ts";

/** Blocking of visitors. Behind `signedIn`. */
export function blockRoutes(deps: Pick<Deps, "database" | "now" | "random">, may: May) {
  const { database, now } = deps;
  const mayEdit = may("visitors.block");

  const changeBlock = async (
    c: Context<AgentEnv>,
    change: (tx: Tx, property: string, visitor: string) => Promise<void>,
  ) => {
    const { property = "", visitor = "" } = c.req.param() as Record<string, string>;
    const blocked = await database.write(async (tx) => {
      if (!(await findVisitor(tx, property, visitor))) throw new ApiError("not_found");
      await change(tx, property, visitor);
      publishContactsChanged(tx, property, [visitor]);
      return (await findBlocked(tx, property, [visitor])).has(visitor);
    });
    return c.json({ blocked });
  };

  return new Hono<AgentEnv>()
    .put(
      "/properties/:property/visitors/:visitor/block",
      endpoint("Block a visitor; of a contact, all its devices", Blocked, "property_unknown", "not_found"),
      mayEdit,
      async (c) =>
        changeBlock(c, (tx, property, visitor) =>
          blockVisitor(tx, {
            property,
            visitor,
            agent: c.var.agent.id,
            now: now(),
            newId: () => newId(deps),
          }),
        ),
    )
    .delete(
      "/properties/:property/visitors/:visitor/block",
      endpoint("Unblock a visitor", Blocked, "property_unknown", "not_found"),
      mayEdit,
      async (c) => changeBlock(c, unblockVisitor),
    );
}
