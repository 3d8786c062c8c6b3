import * as z from "zod/mini";
import { MergeRequest, Merges, MergeUndone } from "../../../shared/crm.ts";
import { PersonExport } from "../../../shared/person-export.ts";
import { VisitorId } from "../../../shared/visitor.ts";
import { recordAudit } from "../../accounts/audit-log.ts";
import { programAuthorId } from "../../contacts/crm/author-name.ts";
import { publishContactsChanged } from "../../contacts/identity/publish-contacts-changed.ts";
import { loadRecordsToMerge, mergeContacts } from "../../contacts/merging/apply-merge.ts";
import { readMerges } from "../../contacts/merging/read-merges.ts";
import { undoMerge } from "../../contacts/merging/undo-merge.ts";
import type { Deps } from "../../deps.ts";
import { erasePerson } from "../../people/erase-person.ts";
import { exportPerson } from "../../people/export-person.ts";
import { finishErasures } from "../../people/finish-erasures.ts";
import { conversationReassigner } from "../../people/reassign-conversations.ts";
import type { PersonParts } from "../../people/routes.ts";
import { newId } from "../../platform/ids.ts";
import type { PropertyDeps } from "../../properties/store.ts";
import { actorOf } from "../http/actor.ts";
import { apiSchemas } from "../http/openapi.ts";
import { change, Nothing, type Operation, read } from "../http/operation.ts";
import { CONTACT_ID, EXAMPLE_CONTACT, EXAMPLE_EXPORT } from "./examples.ts";
import { resolveContact } from "./read-api-contact.ts";

apiSchemas.add(PersonExport, { id: "PersonExport" });

const Merging = z.strictObject({
  contacts: MergeRequest.shape.contacts,
  survivor: MergeRequest.shape.survivor,
  choices: MergeRequest.shape.choices,
  force: MergeRequest.shape.force,
});
const Merged = z.object({
  id: z
    .nullable(z.string())
    .check(z.describe("The merge's ID, for its undo; null: they were one contact already")),
  survivor: VisitorId,
});
const Erased = z.object({ id: VisitorId });

const OTHER = "V2718281828459045";
const MERGE = "01890a5d-ac96-774b-bcce-b302099a8057";

/** Whole people: merge, undo, export, erase. */
export function personOperations(
  deps: PropertyDeps & Pick<Deps, "files" | "log">,
  { erasure, ...exporting }: PersonParts,
): readonly Operation[] {
  const { database, now, properties } = deps;
  const contextFor = async (property: string) => ({
    now: now(),
    newId: () => newId(deps),
    conversations: conversationReassigner((await properties.get(property)).settings),
  });
  return [
    change(
      {
        id: "mergeContacts",
        method: "POST",
        path: "/contacts/merge",
        tag: "Contacts",
        scope: "contacts:write",
        summary: "Merge contacts that are one person",
        details:
          "The oldest one stays, unless `survivor` names another; the IDs of the others answer with it from then on. All e-mails, phones, organizations, tags, notes and conversations are taken over. Contacts with different user IDs are merged with `force` only.",
        params: {},
        query: Nothing,
        body: Merging,
        answer: Merged,
        status: 200,
        errors: ["not_found", "contact_merged", "device_attached", "user_ids_differ"],
        example: {
          body: { contacts: [EXAMPLE_CONTACT.id, OTHER] },
          answer: { id: MERGE, survivor: EXAMPLE_CONTACT.id },
        },
      },
      async (tx, { key, property, body: { survivor = null, ...request } }) => {
        const command = { ...request, property, survivor };
        const context = await contextFor(property);
        const { records } = await loadRecordsToMerge(tx, command, context.conversations);
        const merged = await mergeContacts(tx, command, programAuthorId(key.id), context);
        if (merged.merge !== null)
          publishContactsChanged(
            tx,
            property,
            records.map(({ id }) => id),
          );
        return { body: { id: merged.merge, survivor: merged.survivor }, about: { contact: merged.survivor } };
      },
    ),
    read(
      {
        id: "listMerges",
        method: "GET",
        path: "/contacts/:id/merges",
        tag: "Contacts",
        scope: "contacts:read",
        summary: "List the merges of a contact, the newest first",
        params: { id: CONTACT_ID },
        query: Nothing,
        body: Nothing,
        answer: Merges,
        status: 200,
        errors: ["not_found"],
        example: {
          answer: {
            items: [
              {
                id: MERGE,
                survivor: EXAMPLE_CONTACT.id,
                absorbed: [OTHER],
                agent: { id: "api:01890a5d-ac96-774b-bcce-b302099a8058", name: "CRM sync" },
                at: EXAMPLE_CONTACT.firstSeenAt,
                undone: null,
              },
            ],
          },
        },
      },
      async ({ property, param }) => {
        const id = await resolveContact(database.read, property, param("id"));
        return { body: { items: await readMerges(database.read, property, id) } };
      },
    ),
    change(
      {
        id: "undoMerge",
        method: "POST",
        path: "/merges/:id/undo",
        tag: "Contacts",
        scope: "contacts:write",
        summary: "Undo a merge",
        params: { id: { description: "The merge's ID", example: MERGE } },
        query: Nothing,
        body: Nothing,
        answer: MergeUndone,
        status: 200,
        errors: ["not_found", "merge_undone"],
        example: { answer: { contacts: [EXAMPLE_CONTACT.id, OTHER] } },
      },
      async (tx, { key, property, param }) => {
        const undo = { property, id: param("id"), agent: programAuthorId(key.id) };
        const { contacts, changed } = await undoMerge(tx, undo, await contextFor(property));
        publishContactsChanged(tx, property, changed);
        return { body: { contacts }, about: "many" };
      },
    ),
    read(
      {
        id: "exportContact",
        method: "GET",
        path: "/contacts/:id/export",
        tag: "Contacts",
        scope: "contacts:export",
        summary: "Export all data of a contact",
        details:
          "Everything that is stored of the person, as for a request by law. The audit log has a row of it.",
        params: { id: CONTACT_ID },
        query: Nothing,
        body: Nothing,
        answer: PersonExport,
        status: 200,
        errors: ["not_found"],
        example: { answer: EXAMPLE_EXPORT },
      },
      async ({ key, from, property, param }) => {
        const id = await resolveContact(database.read, property, param("id"));
        const body = await exportPerson(database.read, property, id, { now: now(), ...exporting });
        await database.write((tx) =>
          recordAudit(tx, deps, actorOf(key, from), { property, action: "person_exported", person: id }),
        );
        return { body };
      },
    ),
    change(
      {
        id: "eraseContact",
        method: "DELETE",
        path: "/contacts/:id",
        tag: "Contacts",
        scope: "contacts:erase",
        summary: "Erase a contact for good",
        details:
          "With everything that is stored of the person: values, conversations, files, history. It cannot be undone.",
        params: { id: CONTACT_ID },
        query: Nothing,
        body: Nothing,
        answer: Erased,
        status: 200,
        errors: ["not_found"],
        example: { answer: { id: EXAMPLE_CONTACT.id } },
      },
      async (tx, { key, from, property, param }) => {
        const id = await resolveContact(tx, property, param("id"));
        const removeRest = await erasePerson(tx, property, id, erasure);
        await recordAudit(tx, deps, actorOf(key, from), { property, action: "person_erased" });
        const afterCommit = async () => {
          await removeRest();
          await finishErasures(deps);
        };
        return { body: { id }, about: null, afterCommit };
      },
    ),
  ];
}
