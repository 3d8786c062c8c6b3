import { Hono } from "hono";
import { BulkChange, BulkResult, DeletionUndone } from "../../../shared/crm.ts";
import { recordAudit } from "../../accounts/audit-log.ts";
import { type AgentEnv, type May, requireRight } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { endpoint, json } from "../../platform/http/endpoint.ts";
import { newId } from "../../platform/ids.ts";
import { deleteContacts, undoDeletion } from "../crm/deletions.ts";
import { tagContacts, untagContacts } from "../crm/tags.ts";
import { resolveAliases } from "../identity/aliases.ts";
import { publishContactsChanged } from "../identity/publish-contacts-changed.ts";

/** Changes of many contacts at once. Behind `signedIn`. */
export function bulkRoutes(deps: Pick<Deps, "database" | "now" | "random">, may: May) {
  const { database, now } = deps;
  return new Hono<AgentEnv>()
    .post(
      "/properties/:property/contacts/bulk",
      endpoint(
        "Tag, untag or delete many contacts",
        BulkResult,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      may("contacts.edit"),
      json(BulkChange),
      async (c) => {
        const property = c.req.param("property");
        if (c.req.valid("json").kind === "delete") requireRight(c, "contacts.erase");
        const { contacts: named, kind, tag = "" } = c.req.valid("json");
        if (kind !== "delete" && !tag)
          throw new ApiError("invalid_request", {
            faults: [{ path: "tag", code: "tag", message: "A tag is required." }],
          });
        const deletion = kind === "delete" ? newId(deps) : null;
        const changed = await database.write(async (tx) => {
          const contacts = [...new Set(await resolveAliases(tx, property, named))];
          const ids = deletion
            ? await deleteContacts(tx, { property, contacts, deletion, now: now() })
            : await (kind === "untag" ? untagContacts : tagContacts)(tx, property, contacts, tag);
          publishContactsChanged(tx, property, ids);
          if (kind === "delete")
            await recordAudit(tx, deps, c.var.agent, {
              property,
              action: "contacts_deleted",
              details: { count: ids.length },
            });
          return ids;
        });
        return c.json({ changed, deletion: changed.length ? deletion : null });
      },
    )
    .post(
      "/properties/:property/deletions/:id/undo",
      endpoint("Restore deleted contacts", DeletionUndone, "property_unknown", "forbidden", "not_found"),
      may("contacts.erase"),
      async (c) => {
        const { property, id } = c.req.param();
        const contacts = await database.write(async (tx) => {
          const restored = await undoDeletion(tx, property, id);
          publishContactsChanged(tx, property, restored);
          await recordAudit(tx, deps, c.var.agent, {
            property,
            action: "contacts_restored",
            details: { count: restored.length },
          });
          return restored;
        });
        return c.json({ contacts });
      },
    );
}
