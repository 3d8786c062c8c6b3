import * as z from "zod/mini";
import { ApiContact, ApiTagsUpdate } from "../../../shared/api/contact.ts";
import { Named } from "../../../shared/contact.ts";
import { NameWrite, Tags } from "../../../shared/crm.ts";
import { createTag, listTags, removeTag, renameTag } from "../../contacts/crm/tags.ts";
import { normalizeName } from "../../contacts/identity/field-rules.ts";
import { publishContactsChanged } from "../../contacts/identity/publish-contacts-changed.ts";
import type { Deps } from "../../deps.ts";
import { newId } from "../../platform/ids.ts";
import { change, Nothing, type Operation, read } from "../http/operation.ts";
import { Removed } from "../http/removed.ts";
import { CONTACT_ID, EXAMPLE_CONTACT } from "./examples.ts";
import { readApiContact, resolveContact } from "./read-api-contact.ts";
import { addTagsByName, removeTagsByName } from "./update-contact.ts";
import { writeContexts } from "./write-context.ts";

const TAG = { id: "01890a5d-ac96-774b-bcce-b302099a8059", name: "customer" };
const TAG_ID = { description: "The tag's ID", example: TAG.id };

/** Tags of the property and of contacts. */
export function tagOperations(deps: Pick<Deps, "database" | "now" | "random">): readonly Operation[] {
  const { database, now } = deps;
  const contextOf = writeContexts(deps);
  return [
    change(
      {
        id: "updateContactTags",
        method: "POST",
        path: "/contacts/:id/tags",
        tag: "Contacts",
        scope: "contacts:write",
        summary: "Add and remove tags of a contact",
        params: { id: CONTACT_ID },
        query: Nothing,
        body: ApiTagsUpdate,
        answer: ApiContact,
        status: 200,
        errors: ["not_found"],
        example: { body: { add: ["customer"], remove: ["lead"] }, answer: EXAMPLE_CONTACT },
      },
      async (tx, { key, property, param, body: { add, remove } }) => {
        const id = await resolveContact(tx, property, param("id"));
        const removed = new Set(remove.map(normalizeName));
        await removeTagsByName(tx, property, id, (name) => removed.has(name));
        await addTagsByName(tx, contextOf(key), id, add);
        publishContactsChanged(tx, property, [id]);
        return { body: await readApiContact(tx, property, id), about: { contact: id } };
      },
    ),
    read(
      {
        id: "listTags",
        method: "GET",
        path: "/tags",
        tag: "Tags",
        scope: "contacts:read",
        summary: "List tags with the number of their contacts",
        params: {},
        query: Nothing,
        body: Nothing,
        answer: Tags,
        status: 200,
        errors: [],
        example: { answer: { items: [{ ...TAG, contacts: 12 }] } },
      },
      async ({ property }) => ({ body: { items: await listTags(database.read, property) } }),
    ),
    change(
      {
        id: "createTag",
        method: "POST",
        path: "/tags",
        tag: "Tags",
        scope: "contacts:write",
        summary: "Create a tag",
        params: {},
        query: Nothing,
        body: z.strictObject(NameWrite.shape),
        answer: Named,
        status: 201,
        errors: ["name_taken"],
        example: { body: { name: TAG.name }, answer: TAG },
      },
      async (tx, { property, body: { name } }) => {
        const tag = { id: newId(deps), name };
        await createTag(tx, property, { ...tag, now: now() });
        return { body: tag, about: null };
      },
    ),
    change(
      {
        id: "renameTag",
        method: "PATCH",
        path: "/tags/:id",
        tag: "Tags",
        scope: "contacts:write",
        summary: "Rename a tag",
        params: { id: TAG_ID },
        query: Nothing,
        body: z.strictObject(NameWrite.shape),
        answer: Named,
        status: 200,
        errors: ["not_found", "name_taken"],
        example: { body: { name: TAG.name }, answer: TAG },
      },
      async (tx, { property, param, body: { name } }) => {
        const tag = { id: param("id"), name };
        await renameTag(tx, property, tag);
        return { body: tag, about: null };
      },
    ),
    change(
      {
        id: "deleteTag",
        method: "DELETE",
        path: "/tags/:id",
        tag: "Tags",
        scope: "contacts:write",
        summary: "Delete a tag, also from contacts and conversations",
        params: { id: TAG_ID },
        query: Nothing,
        body: Nothing,
        answer: Removed,
        status: 200,
        errors: ["not_found"],
        example: { answer: { id: TAG.id } },
      },
      async (tx, { property, param }) => {
        await removeTag(tx, property, param("id"));
        return { body: { id: param("id") }, about: null };
      },
    ),
  ];
}
