import { Hono } from "hono";
import * as z from "zod/mini";
import {
  MergeRequest,
  MergeResult,
  Merges,
  MergeUndone,
  OrganizationConversations,
  PersonExport,
  TimelinePage,
} from "../../shared/crm.ts";
import type { AgentEnv, MemberOf } from "../accounts/guards.ts";
import { readOrganizationKey } from "../contacts/crm/organizations.ts";
import { resolveAlias } from "../contacts/identity/aliases.ts";
import { publishContactsChanged } from "../contacts/identity/publish-contacts-changed.ts";
import { loadRecordsToMerge, mergeContacts, undoMerge } from "../contacts/merging/apply-merge.ts";
import { readMerges, toMergeResult } from "../contacts/merging/read-merges.ts";
import { findVisitor } from "../contacts/read-contact.ts";
import { readCursor } from "../platform/cursor.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { endpoint, json, query } from "../platform/http/endpoint.ts";
import { newId } from "../platform/ids.ts";
import type { PropertyDeps } from "../properties/store.ts";
import { type EraseContext, erasePerson } from "./erase-person.ts";
import { exportPerson } from "./export-person.ts";
import { listOrganizationConversations } from "./organization-conversations.ts";
import { conversationReassigner } from "./reassign-on-merge.ts";
import { readTimeline } from "./timeline.ts";

const PageQuery = z.object({ cursor: z.optional(z.string().check(z.maxLength(300))) });

/** What contacts and their conversations do together: merges, the timeline, export and erasure. Behind `signedIn`. */
export function personRoutes(deps: PropertyDeps, memberOf: MemberOf, erasing: EraseContext) {
  const { database, now } = deps;
  const member = memberOf("agent");
  const contextFor = async (property: string) => ({
    now: now(),
    newId: () => newId(deps),
    conversations: conversationReassigner((await deps.properties.get(property)).settings),
  });
  return new Hono<AgentEnv>()
    .post(
      "/properties/:property/contacts/merge",
      endpoint(
        "Merge contacts who are one person, or see what would come of it",
        MergeResult,
        "property_unknown",
        "not_found",
        "contact_merged",
        "device_attached",
        "user_ids_differ",
      ),
      member,
      json(MergeRequest),
      async (c) => {
        const property = c.req.param("property");
        const { preview, survivor = null, ...request } = c.req.valid("json");
        const agent = c.var.agent.id;
        const wish = { ...request, property, survivor, force: request.force || preview };
        const context = await contextFor(property);
        const result = await database.write(async (tx) => {
          const records = await loadRecordsToMerge(tx, wish, context.conversations);
          if (preview) return toMergeResult(records, wish.choices, null);
          const { merge } = await mergeContacts(tx, wish, agent, context);
          publishContactsChanged(
            tx,
            property,
            records.map(({ id }) => id),
          );
          return toMergeResult(records, wish.choices, merge);
        });
        return c.json(result);
      },
    )
    .get(
      "/properties/:property/contacts/:id/timeline",
      endpoint("Everything that happened with a contact", TimelinePage, "property_unknown", "not_found"),
      member,
      query(PageQuery),
      async (c) => {
        const { property, id } = c.req.param();
        const cursor = readCursor(c.req.valid("query").cursor);
        return c.json(await readTimeline(database.read, property, id, cursor));
      },
    )
    .get(
      "/properties/:property/contacts/:id/export",
      endpoint("All that is kept of one person", PersonExport, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        const whole = await exportPerson(database.read, property, id, now());
        return c.json(whole, 200, {
          "Content-Disposition": `attachment; filename="${whole.contact.id}.json"`,
        });
      },
    )
    .delete(
      "/properties/:property/contacts/:id",
      endpoint("Erase a person for good", z.object({}), "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        const removeRest = await database.write(async (tx) =>
          erasePerson(tx, property, await resolveAlias(tx, property, id), erasing),
        );
        removeRest();
        return c.json({});
      },
    )
    .get(
      "/properties/:property/organizations/:id/conversations",
      endpoint(
        "A page of conversations with an organization's people, the last message first",
        OrganizationConversations,
        "property_unknown",
        "not_found",
      ),
      member,
      query(PageQuery),
      async (c) => {
        const { property, id } = c.req.param();
        const key = await readOrganizationKey(database.read, property, id);
        const cursor = readCursor(c.req.valid("query").cursor);
        return c.json(await listOrganizationConversations(database.read, property, key, cursor));
      },
    )
    .get(
      "/properties/:property/contacts/:id/merges",
      endpoint("The merges that a contact had a part in", Merges, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        if (!(await findVisitor(database.read, property, id))) throw new ApiError("not_found");
        return c.json({ items: await readMerges(database.read, property, id) });
      },
    )
    .post(
      "/properties/:property/merges/:id/undo",
      endpoint("Undo a merge", MergeUndone, "property_unknown", "not_found", "merge_undone"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        const agent = c.var.agent.id;
        const context = await contextFor(property);
        const contacts = await database.write(async (tx) => {
          const undone = await undoMerge(tx, { property, id, agent }, context);
          publishContactsChanged(tx, property, undone.touched);
          return undone.contacts;
        });
        return c.json({ contacts });
      },
    );
}
