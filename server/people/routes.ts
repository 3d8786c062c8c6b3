import { Hono } from "hono";
import * as z from "zod/mini";
import { Contact, ContactEdit } from "../../shared/contact.ts";
import { OrganizationConversations, TimelinePage } from "../../shared/crm.ts";
import { PersonExport } from "../../shared/person-export.ts";
import { recordAudit } from "../accounts/audit-log.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import { readOrganizationKey } from "../contacts/crm/organizations.ts";
import { resolveAlias } from "../contacts/identity/aliases.ts";
import { readContact } from "../contacts/read-contact.ts";
import { endpoint, json, query } from "../platform/http/endpoint.ts";
import { readCursor } from "../platform/paging.ts";
import type { PropertyDeps } from "../properties/store.ts";
import { detachPerson } from "./detach-person.ts";
import { editPerson } from "./edit-person.ts";
import { type EraseContext, erasePerson } from "./erase-person.ts";
import {
  type ExportMails,
  type ExportReceivedBodies,
  type ExportReceivedMails,
  exportPerson,
} from "./export-person.ts";
import { finishErasures } from "./finish-erasures.ts";
import { listOrganizationConversations } from "./organization-conversations.ts";
import { readTimeline } from "./timeline.ts";

const PageQuery = z.object({ cursor: z.optional(z.string().check(z.maxLength(300))) });

/** The parts of later features that the export and the erasure of a person need. */
export interface PersonParts {
  readonly erasure: EraseContext;
  readonly exportMails: ExportMails;
  readonly exportReceivedMails: ExportReceivedMails;
  readonly exportReceivedBodies: ExportReceivedBodies;
}

/** Routes that span contacts and conversations: edits, detaching, timeline, export, erasure. To be mounted behind `signedIn`. */
export function personRoutes(deps: PropertyDeps, may: May, { erasure, ...exporters }: PersonParts) {
  const { database, properties, now } = deps;
  const [mayRead, mayEdit] = [may("contacts.read"), may("contacts.edit")];
  return new Hono<AgentEnv>()
    .patch(
      "/properties/:property/contacts/:id",
      endpoint(
        "Edit a visitor or contact; a second e-mail or phone is added. Answers with the record that has the details",
        Contact,
        "property_unknown",
        "not_found",
      ),
      mayEdit,
      json(ContactEdit),
      async (c) => {
        const { id } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        const contact = await database.write((tx) =>
          editPerson(tx, deps, property, { id, edit: c.req.valid("json") }),
        );
        return c.json(await readContact(database.read, property.id, contact));
      },
    )
    .post(
      "/properties/:property/devices/:visitor/detach",
      endpoint("Make a claimed device its own record again", Contact, "property_unknown", "not_found"),
      mayEdit,
      async (c) => {
        const { visitor: device } = c.req.param();
        const property = await properties.get(c.req.param("property"));
        await database.write((tx) => detachPerson(tx, deps, property, device));
        return c.json(await readContact(database.read, property.id, device));
      },
    )
    .get(
      "/properties/:property/contacts/:id/timeline",
      endpoint("Everything that happened with a contact", TimelinePage, "property_unknown", "not_found"),
      mayRead,
      query(PageQuery),
      async (c) => {
        const { property, id } = c.req.param();
        const cursor = readCursor(c.req.valid("query").cursor);
        return c.json(await readTimeline(database.read, property, id, cursor));
      },
    )
    .get(
      "/properties/:property/contacts/:id/export",
      endpoint("All data of one person", PersonExport, "property_unknown", "forbidden", "not_found"),
      may("contacts.export"),
      async (c) => {
        const { property, id } = c.req.param();
        const person = await exportPerson(database.read, property, id, { now: now(), ...exporters });
        await database.write((tx) =>
          recordAudit(tx, deps, c.var.agent, {
            property,
            action: "person_exported",
            person: person.contact.id,
          }),
        );
        return c.json(person, 200, {
          "Content-Disposition": `attachment; filename="${person.contact.id}.json"`,
        });
      },
    )
    .delete(
      "/properties/:property/contacts/:id",
      endpoint(
        "Erase a person; it cannot be undone",
        z.object({}),
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      may("contacts.erase"),
      async (c) => {
        const { property, id } = c.req.param();
        const removeFiles = await database.write(async (tx) => {
          const remove = await erasePerson(tx, property, await resolveAlias(tx, property, id), erasure);
          await recordAudit(tx, deps, c.var.agent, { property, action: "person_erased" });
          return remove;
        });
        await removeFiles();
        await finishErasures(deps);
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
      mayRead,
      query(PageQuery),
      async (c) => {
        const { property, id } = c.req.param();
        const key = await readOrganizationKey(database.read, property, id);
        const cursor = readCursor(c.req.valid("query").cursor);
        return c.json(await listOrganizationConversations(database.read, property, key, cursor));
      },
    );
}
