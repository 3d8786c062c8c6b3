import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import { Contact, Named } from "../../../shared/contact.ts";
import {
  Blocked,
  NameWrite,
  Notes,
  NoteWrite,
  Organization,
  OrganizationCreate,
  OrganizationPage,
  OrganizationSuggestion,
  OrganizationUpdate,
  TagIds,
  Tags,
} from "../../../shared/crm.ts";
import type { AgentEnv, MemberOf } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { endpoint, json, query } from "../../platform/http/endpoint.ts";
import { newId } from "../../platform/ids.ts";
import { block, findBlocked, unblock } from "../crm/blocks.ts";
import { addNote, editNote, listNotes, type NoteOf, removeNote } from "../crm/notes.ts";
import {
  createOrganization,
  listOrganizations,
  readOrganization,
  removeOrganization,
  suggestOrganization,
  updateOrganization,
} from "../crm/organizations.ts";
import { listTags, removeTag, saveTag, setTags } from "../crm/tags.ts";
import { resolveAlias } from "../identity/aliases.ts";
import { findVisitor } from "../identity/contact-store.ts";
import { publishContactsChanged } from "../identity/publish-contacts-changed.ts";
import { readContact } from "../read-contact.ts";

const Done = z.object({});
const OrganizationQuery = z.object({
  q: z._default(z.string().check(z.maxLength(200)), ""),
  cursor: z.optional(z.string().check(z.maxLength(100))),
});

/**
 * The record that an ID stands for (R4).
 *
 * @throws Failure `not_found`
 */
async function recordOf(db: Db, property: string, asked: string): Promise<string> {
  const id = await resolveAlias(db, property, asked);
  if (!(await findVisitor(db, property, id))) throw new ApiError("not_found");
  return id;
}

/** Tags, organizations, notes and blocks. Behind `signedIn`. */
export function crmRoutes(deps: Pick<Deps, "database" | "now" | "random">, memberOf: MemberOf) {
  const { database, now } = deps;
  const member = memberOf("agent");

  /** Changes the notes of a contact, and answers with them. */
  const withNotes = async (
    c: Context<AgentEnv>,
    act: (tx: Parameters<typeof addNote>[0], note: NoteOf) => Promise<void>,
  ) => {
    const { property = "", id = "", note } = c.req.param() as Record<string, string>;
    const contact = await database.write(async (tx) => {
      const record = await recordOf(tx, property, id);
      const agent = c.var.agent.id;
      await act(tx, { property, contact: record, id: note ?? newId(deps), agent, now: now() });
      publishContactsChanged(tx, property, [record]);
      return record;
    });
    return c.json({ items: await listNotes(database.read, property, contact) });
  };

  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/tags",
      endpoint("The property's tags", Tags, "property_unknown"),
      member,
      async (c) => c.json({ items: await listTags(database.read, c.req.param("property")) }),
    )
    .post(
      "/properties/:property/tags",
      endpoint("Make a tag", Named, "property_unknown", "name_taken"),
      member,
      json(NameWrite),
      async (c) => {
        const tag = { id: newId(deps), name: c.req.valid("json").name };
        const property = c.req.param("property");
        await database.write((tx) => saveTag(tx, property, { ...tag, now: now(), isNew: true }));
        return c.json(tag);
      },
    )
    .patch(
      "/properties/:property/tags/:id",
      endpoint("Give a tag another name", Named, "property_unknown", "not_found", "name_taken"),
      member,
      json(NameWrite),
      async (c) => {
        const { property, id } = c.req.param();
        const tag = { id, name: c.req.valid("json").name };
        await database.write((tx) => saveTag(tx, property, { ...tag, now: now(), isNew: false }));
        return c.json(tag);
      },
    )
    .delete(
      "/properties/:property/tags/:id",
      endpoint("Take a tag away from everybody", Done, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write((tx) => removeTag(tx, property, id));
        return c.json({});
      },
    )
    .put(
      "/properties/:property/contacts/:id/tags",
      endpoint("Give a contact exactly these tags", Contact, "property_unknown", "not_found"),
      member,
      json(TagIds),
      async (c) => {
        const { property, id } = c.req.param();
        await database.write(async (tx) => {
          const record = await recordOf(tx, property, id);
          await setTags(tx, property, record, c.req.valid("json").tags);
          publishContactsChanged(tx, property, [record]);
        });
        return c.json(await readContact(database.read, property, id));
      },
    )
    .get(
      "/properties/:property/organizations",
      endpoint("A page of organizations by name", OrganizationPage, "property_unknown", "not_found"),
      member,
      query(OrganizationQuery),
      async (c) => {
        const { q, cursor = null } = c.req.valid("query");
        const page = { q, after: cursor };
        return c.json(await listOrganizations(database.read, c.req.param("property"), page));
      },
    )
    .post(
      "/properties/:property/organizations",
      endpoint("Make an organization", Organization, "property_unknown", "name_taken"),
      member,
      json(OrganizationCreate),
      async (c) => {
        const property = c.req.param("property");
        const organization = { id: newId(deps), now: now(), ...c.req.valid("json") };
        await database.write((tx) => createOrganization(tx, property, organization));
        return c.json(await readOrganization(database.read, property, organization.id));
      },
    )
    .get(
      "/properties/:property/organizations/:id",
      endpoint(
        "One organization; its people are in the contacts' list",
        Organization,
        "property_unknown",
        "not_found",
      ),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        return c.json(await readOrganization(database.read, property, id));
      },
    )
    .patch(
      "/properties/:property/organizations/:id",
      endpoint(
        "Change an organization; a new name is its people's too",
        Organization,
        "property_unknown",
        "not_found",
        "name_taken",
      ),
      member,
      json(OrganizationUpdate),
      async (c) => {
        const { property, id } = c.req.param();
        await database.write(async (tx) => {
          const people = await updateOrganization(tx, property, id, c.req.valid("json"));
          publishContactsChanged(tx, property, people);
        });
        return c.json(await readOrganization(database.read, property, id));
      },
    )
    .delete(
      "/properties/:property/organizations/:id",
      endpoint("Take an organization away", Done, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write(async (tx) =>
          publishContactsChanged(tx, property, await removeOrganization(tx, property, id)),
        );
        return c.json({});
      },
    )
    .get(
      "/properties/:property/contacts/:id/organization",
      endpoint(
        "Where a contact seems to belong, by its e-mail's domain",
        OrganizationSuggestion,
        "property_unknown",
        "not_found",
      ),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        const record = await recordOf(database.read, property, id);
        return c.json({ suggestion: await suggestOrganization(database.read, property, record) });
      },
    )
    .get(
      "/properties/:property/contacts/:id/notes",
      endpoint("What agents noted about a contact", Notes, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, id } = c.req.param();
        const record = await recordOf(database.read, property, id);
        return c.json({ items: await listNotes(database.read, property, record) });
      },
    )
    .post(
      "/properties/:property/contacts/:id/notes",
      endpoint("Note something about a contact", Notes, "property_unknown", "not_found"),
      member,
      json(NoteWrite),
      async (c) => withNotes(c, (tx, note) => addNote(tx, note, c.req.valid("json"))),
    )
    .patch(
      "/properties/:property/contacts/:id/notes/:note",
      endpoint("Change one's own note", Notes, "property_unknown", "not_found", "note_not_yours"),
      member,
      json(NoteWrite),
      async (c) => withNotes(c, (tx, note) => editNote(tx, note, c.req.valid("json"))),
    )
    .delete(
      "/properties/:property/contacts/:id/notes/:note",
      endpoint("Remove one's own note", Notes, "property_unknown", "not_found", "note_not_yours"),
      member,
      async (c) => withNotes(c, removeNote),
    )
    .put(
      "/properties/:property/visitors/:visitor/block",
      endpoint("Take nothing from a visitor any more", Blocked, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, visitor } = c.req.param();
        const agent = c.var.agent.id;
        const blocked = await database.write(async (tx) => {
          if (!(await findVisitor(tx, property, visitor))) throw new ApiError("not_found");
          await block(tx, { property, visitor, agent, now: now() });
          publishContactsChanged(tx, property, [visitor]);
          return (await findBlocked(tx, property, [visitor])).has(visitor);
        });
        return c.json({ blocked });
      },
    )
    .delete(
      "/properties/:property/visitors/:visitor/block",
      endpoint("Take a visitor's messages again", Blocked, "property_unknown", "not_found"),
      member,
      async (c) => {
        const { property, visitor } = c.req.param();
        const blocked = await database.write(async (tx) => {
          if (!(await findVisitor(tx, property, visitor))) throw new ApiError("not_found");
          await unblock(tx, property, visitor);
          publishContactsChanged(tx, property, [visitor]);
          return (await findBlocked(tx, property, [visitor])).has(visitor);
        });
        return c.json({ blocked });
      },
    );
}
