import * as z from "zod/mini";
import { Note, Notes, NoteWrite } from "../../../shared/crm.ts";
import { programAuthorId } from "../../contacts/crm/author-name.ts";
import { addNote, editNote, listNotes, removeNote } from "../../contacts/crm/notes.ts";
import { publishContactsChanged } from "../../contacts/identity/publish-contacts-changed.ts";
import type { Deps } from "../../deps.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { newId } from "../../platform/ids.ts";
import { change, Nothing, type Operation, read } from "../http/operation.ts";
import { Removed } from "../http/removed.ts";
import type { RequestKey } from "../keys/key-store.ts";
import { CONTACT_ID, EXAMPLE_CONTACT } from "./examples.ts";
import { resolveContact } from "./read-api-contact.ts";

const EXAMPLE: Note = {
  id: "01890a5d-ac96-774b-bcce-b302099a8060",
  agent: { id: "api:01890a5d-ac96-774b-bcce-b302099a8058", name: "CRM sync" },
  text: "Asked for an invoice by mail",
  mentions: [],
  createdAt: EXAMPLE_CONTACT.firstSeenAt,
  editedAt: null,
};
const NOTE_PATH = { id: CONTACT_ID, note: { description: "The note's ID", example: EXAMPLE.id } };

/** Internal notes about contacts, which no visitor sees. Their author is the key, by its name. */
export function noteOperations(deps: Pick<Deps, "database" | "now" | "random">): readonly Operation[] {
  const { database, now } = deps;

  const readNote = async (db: Db, property: string, contact: string, id: string) => {
    const note = (await listNotes(db, property, contact)).find((one) => one.id === id);
    if (!note) throw new ApiError("not_found");
    return note;
  };
  const contextOf = async (tx: Tx, { id: keyId, property }: RequestKey, asked: string, id: string) => {
    const contact = await resolveContact(tx, property, asked);
    return { property, contact, id, agent: programAuthorId(keyId), now: now() };
  };

  return [
    read(
      {
        id: "listNotes",
        method: "GET",
        path: "/contacts/:id/notes",
        tag: "Contacts",
        scope: "contacts:read",
        summary: "List the notes about a contact, the newest first",
        params: { id: CONTACT_ID },
        query: Nothing,
        body: Nothing,
        answer: Notes,
        status: 200,
        errors: ["not_found"],
        example: { answer: { items: [EXAMPLE] } },
      },
      async ({ property, param }) => {
        const id = await resolveContact(database.read, property, param("id"));
        return { body: { items: await listNotes(database.read, property, id) } };
      },
    ),
    change(
      {
        id: "createNote",
        method: "POST",
        path: "/contacts/:id/notes",
        tag: "Contacts",
        scope: "contacts:write",
        summary: "Add a note about a contact",
        details:
          "Agents see it with the name of the key. `mentions` are the IDs of agents, who are told of it.",
        params: { id: CONTACT_ID },
        query: Nothing,
        body: z.strictObject(NoteWrite.shape),
        answer: Note,
        status: 201,
        errors: ["not_found"],
        example: { body: { text: EXAMPLE.text }, answer: EXAMPLE },
      },
      async (tx, { key, property, param, body }) => {
        const context = await contextOf(tx, key, param("id"), newId(deps));
        await addNote(tx, context, body);
        publishContactsChanged(tx, property, [context.contact]);
        const note = await readNote(tx, property, context.contact, context.id);
        return { body: note, about: { contact: context.contact } };
      },
    ),
    change(
      {
        id: "updateNote",
        method: "PATCH",
        path: "/contacts/:id/notes/:note",
        tag: "Contacts",
        scope: "contacts:write",
        summary: "Change a note",
        details: "One that a program or an import has written, not an agent's.",
        params: NOTE_PATH,
        query: Nothing,
        body: z.strictObject(NoteWrite.shape),
        answer: Note,
        status: 200,
        errors: ["not_found", "note_not_yours"],
        example: { body: { text: EXAMPLE.text }, answer: EXAMPLE },
      },
      async (tx, { key, property, param, body }) => {
        const context = await contextOf(tx, key, param("id"), param("note"));
        await editNote(tx, context, body);
        publishContactsChanged(tx, property, [context.contact]);
        const note = await readNote(tx, property, context.contact, context.id);
        return { body: note, about: { contact: context.contact } };
      },
    ),
    change(
      {
        id: "deleteNote",
        method: "DELETE",
        path: "/contacts/:id/notes/:note",
        tag: "Contacts",
        scope: "contacts:write",
        summary: "Delete a note",
        details: "One that a program or an import has written, not an agent's.",
        params: NOTE_PATH,
        query: Nothing,
        body: Nothing,
        answer: Removed,
        status: 200,
        errors: ["not_found", "note_not_yours"],
        example: { answer: { id: EXAMPLE.id } },
      },
      async (tx, { key, property, param }) => {
        const context = await contextOf(tx, key, param("id"), param("note"));
        await removeNote(tx, context);
        publishContactsChanged(tx, property, [context.contact]);
        return { body: { id: context.id }, about: null };
      },
    ),
  ];
}
