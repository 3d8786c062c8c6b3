import { type Context, Hono } from "hono";
import { Notes, NoteWrite } from "../../../shared/crm.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { endpoint, json } from "../../platform/http/endpoint.ts";
import { newId } from "../../platform/ids.ts";
import { addNote, editNote, listNotes, type NoteContext, removeNote } from "../crm/notes.ts";
import { publishContactsChanged } from "../identity/publish-contacts-changed.ts";
import { resolveRecord } from "./resolve-record.ts";

/** Internal notes about contacts. Behind `signedIn`. */
export function noteRoutes(deps: Pick<Deps, "database" | "now" | "random">, may: May) {
  const { database, now } = deps;
  const [mayRead, mayEdit] = [may("contacts.read"), may("contacts.edit")];

  /** Changes the notes of a contact and answers with all of them. */
  const changeNotes = async (c: Context<AgentEnv>, change: (tx: Tx, note: NoteContext) => Promise<void>) => {
    const { property = "", id = "", note } = c.req.param() as Record<string, string>;
    const contact = await database.write(async (tx) => {
      const record = await resolveRecord(tx, property, id);
      const agent = c.var.agent.id;
      await change(tx, { property, contact: record, id: note ?? newId(deps), agent, now: now() });
      publishContactsChanged(tx, property, [record], true);
      return record;
    });
    return c.json({ items: await listNotes(database.read, property, contact) });
  };

  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/contacts/:id/notes",
      endpoint("List the notes about a contact", Notes, "property_unknown", "not_found"),
      mayRead,
      async (c) => {
        const { property, id } = c.req.param();
        const record = await resolveRecord(database.read, property, id);
        return c.json({ items: await listNotes(database.read, property, record) });
      },
    )
    .post(
      "/properties/:property/contacts/:id/notes",
      endpoint("Add a note about a contact", Notes, "property_unknown", "not_found"),
      mayEdit,
      json(NoteWrite),
      async (c) => changeNotes(c, (tx, note) => addNote(tx, note, c.req.valid("json"))),
    )
    .patch(
      "/properties/:property/contacts/:id/notes/:note",
      endpoint("Edit a note of one's own", Notes, "property_unknown", "not_found", "note_not_yours"),
      mayEdit,
      json(NoteWrite),
      async (c) => changeNotes(c, (tx, note) => editNote(tx, note, c.req.valid("json"))),
    )
    .delete(
      "/properties/:property/contacts/:id/notes/:note",
      endpoint("Delete a note of one's own", Notes, "property_unknown", "not_found", "note_not_yours"),
      mayEdit,
      async (c) => changeNotes(c, removeNote),
    );
}
