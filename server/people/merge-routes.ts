import { Hono } from "hono";
import { MergeRequest, MergeResult, Merges, MergeUndone } from "../../shared/crm.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import { findVisitor } from "../contacts/identity/contact-store.ts";
import { publishContactsChanged } from "../contacts/identity/publish-contacts-changed.ts";
import { loadRecordsToMerge, mergeContacts } from "../contacts/merging/apply-merge.ts";
import { readMerges, toMergeResult } from "../contacts/merging/read-merges.ts";
import { undoMerge } from "../contacts/merging/undo-merge.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { endpoint, json } from "../platform/http/endpoint.ts";
import { newId } from "../platform/ids.ts";
import type { PropertyDeps } from "../properties/store.ts";
import { conversationReassigner } from "./reassign-conversations.ts";

/** Merges of contacts and their undo (R13, R14). To be mounted behind `signedIn`. */
export function mergeRoutes(deps: PropertyDeps, may: May) {
  const { database, now } = deps;
  const [mayRead, mayEdit] = [may("contacts.read"), may("contacts.merge")];
  const contextFor = async (property: string) => ({
    now: now(),
    newId: () => newId(deps),
    conversations: conversationReassigner((await deps.properties.get(property)).settings),
  });
  return new Hono<AgentEnv>()
    .post(
      "/properties/:property/contacts/merge",
      endpoint(
        "Merge contacts that are one person, or preview the result",
        MergeResult,
        "property_unknown",
        "not_found",
        "contact_merged",
        "device_attached",
        "user_ids_differ",
      ),
      mayEdit,
      json(MergeRequest),
      async (c) => {
        const property = c.req.param("property");
        const { preview, survivor = null, ...request } = c.req.valid("json");
        const agent = c.var.agent.id;
        const command = { ...request, property, survivor, force: request.force || preview };
        const context = await contextFor(property);
        const result = await database.write(async (tx) => {
          const { records, choices } = await loadRecordsToMerge(tx, command, context.conversations);
          if (preview) return toMergeResult(records, choices, null);
          const { merge } = await mergeContacts(tx, command, agent, context);
          publishContactsChanged(tx, property, merge === null ? [] : records.map(({ id }) => id));
          return toMergeResult(records, choices, merge);
        });
        return c.json(result);
      },
    )
    .get(
      "/properties/:property/contacts/:id/merges",
      endpoint("The merges in which a contact took part", Merges, "property_unknown", "not_found"),
      mayRead,
      async (c) => {
        const { property, id } = c.req.param();
        if (!(await findVisitor(database.read, property, id))) throw new ApiError("not_found");
        return c.json({ items: await readMerges(database.read, property, id) });
      },
    )
    .post(
      "/properties/:property/merges/:id/undo",
      endpoint("Undo a merge", MergeUndone, "property_unknown", "not_found", "merge_undone"),
      mayEdit,
      async (c) => {
        const { property, id } = c.req.param();
        const agent = c.var.agent.id;
        const context = await contextFor(property);
        const contacts = await database.write(async (tx) => {
          const undone = await undoMerge(tx, { property, id, agent }, context);
          publishContactsChanged(tx, property, undone.changed);
          return undone.contacts;
        });
        return c.json({ contacts });
      },
    );
}
