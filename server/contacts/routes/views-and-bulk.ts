import { Hono } from "hono";
import * as z from "zod/mini";
import {
  BulkChange,
  BulkResult,
  ContactView,
  ContactViews,
  ContactViewWrite,
  DeletionUndone,
  SuggestionPage,
} from "../../../shared/crm.ts";
import { Uuid } from "../../../shared/visitor.ts";
import type { AgentEnv, MemberOf } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import { readCursor } from "../../platform/cursor.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { endpoint, json, query } from "../../platform/http/endpoint.ts";
import { parse } from "../../platform/http/responses.ts";
import { newId } from "../../platform/ids.ts";
import { deleteContacts, undoDeletion } from "../crm/deletions.ts";
import { tagMany } from "../crm/tags.ts";
import { dismissSuggestion, listSuggestions } from "../duplicates/suggestions.ts";
import { resolveAliases } from "../identity/aliases.ts";
import { publishContactsChanged } from "../identity/publish-contacts-changed.ts";
import { listViews, removeView, saveView } from "../search/saved-views.ts";

/** What is done with the list of contacts: views that are kept, and changes of many at once. Behind `signedIn`. */
export function listRoutes(deps: Pick<Deps, "database" | "now" | "random">, memberOf: MemberOf) {
  const { database, now } = deps;
  const member = memberOf("agent");
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/contact-views",
      endpoint("The lists of contacts that the team keeps", ContactViews, "property_unknown"),
      member,
      async (c) => c.json({ items: await listViews(database.read, c.req.param("property")) }),
    )
    .put(
      "/properties/:property/contact-views/:id",
      endpoint("Keep a list of contacts", ContactView, "property_unknown"),
      member,
      json(ContactViewWrite),
      async (c) => {
        const { property, id } = c.req.param();
        const view = { id: parse(Uuid, id), ...c.req.valid("json") };
        await database.write((tx) => saveView(tx, property, view, now()));
        return c.json(view);
      },
    )
    .delete(
      "/properties/:property/contact-views/:id",
      endpoint("Keep a list no longer", z.object({}), "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write((tx) => removeView(tx, property, id));
        return c.json({});
      },
    )
    .get(
      "/properties/:property/suggestions",
      endpoint(
        "Pairs of contacts who may be one person, the strongest reason first",
        SuggestionPage,
        "property_unknown",
      ),
      member,
      query(z.object({ cursor: z.optional(z.string().check(z.maxLength(300))) })),
      async (c) => {
        const cursor = readCursor(c.req.valid("query").cursor);
        return c.json(await listSuggestions(database.read, c.req.param("property"), cursor));
      },
    )
    .post(
      "/properties/:property/suggestions/:id/dismiss",
      endpoint("They are not the same person", z.object({}), "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write(async (tx) =>
          publishContactsChanged(tx, property, await dismissSuggestion(tx, property, id, newId(deps))),
        );
        return c.json({});
      },
    )
    .post(
      "/properties/:property/contacts/bulk",
      endpoint("Tag, untag or delete many contacts", BulkResult, "property_unknown", "not_found"),
      member,
      json(BulkChange),
      async (c) => {
        const property = c.req.param("property");
        const { contacts: asked, kind, tag } = c.req.valid("json");
        if (kind !== "delete" && !tag)
          throw new ApiError("invalid_request", {
            faults: [{ path: "tag", code: "tag", message: "a tag is needed" }],
          });
        const deletion = kind === "delete" ? newId(deps) : null;
        const changed = await database.write(async (tx) => {
          const contacts = [...new Set(await resolveAliases(tx, property, asked))];
          const done = deletion
            ? await deleteContacts(tx, { property, contacts, deletion, now: now() })
            : await tagMany(tx, property, contacts, { tag: tag ?? "", take: kind === "untag" });
          publishContactsChanged(tx, property, done);
          return done;
        });
        return c.json({ changed, deletion: changed.length ? deletion : null });
      },
    )
    .post(
      "/properties/:property/deletions/:id/undo",
      endpoint("Put deleted contacts back", DeletionUndone, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        const contacts = await database.write(async (tx) => {
          const back = await undoDeletion(tx, property, id);
          publishContactsChanged(tx, property, back);
          return back;
        });
        return c.json({ contacts });
      },
    );
}
