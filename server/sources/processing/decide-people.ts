import type { BodyOutcome } from "../../../shared/webhook-source.ts";
import { webhookAuthorId } from "../../contacts/crm/notes.ts";
import { TagsAndNotesBatch } from "../../contacts/crm/tags-and-notes-batch.ts";
import { publishContactsChanged } from "../../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../../contacts/identity/upsert.ts";
import { upsertRecord } from "../../contacts/identity/upsert-record.ts";
import type { Deps } from "../../deps.ts";
import { VisitorIdPool } from "../../imports/rows/visitor-id-pool.ts";
import type { Tx } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import type { MappedPerson } from "../body/map-body.ts";

/** The result for one person. */
interface DecidedPerson {
  readonly contact: string;
  readonly outcome: Extract<BodyOutcome, "new" | "updated" | "unchanged">;
}

export interface DecidedPeople {
  /** In the order of the people. */
  readonly results: readonly DecidedPerson[];
  /** Writes what was decided. Without it, nothing is written (a dry run). */
  save(): Promise<void>;
}

/** IDs drawn beyond the number of people, for those that are in use already (R2). */
const SPARE_IDS = 4;

/**
 * Decides what people of a source become, each after the effects of those before: the contact that they identify is updated,
 * otherwise a new one is made, by the one upsert and with the source *api* (R6, R34).
 */
export async function decidePeople(
  tx: Tx,
  deps: Pick<Deps, "now" | "random">,
  source: { readonly property: string; readonly id: string },
  people: readonly MappedPerson[],
): Promise<DecidedPeople> {
  const { property } = source;
  const now = deps.now();
  const nextId = () => newId(deps);
  const ids = new VisitorIdPool(deps.random).take(people.length + SPARE_IDS);
  const inputs = [
    ...people.map(({ details }) => ({ visitor: "", details })),
    ...ids.map((visitor) => ({ visitor, details: {} })),
  ];
  const upserts = await UpsertBatch.load(tx, property, inputs, nextId);
  const tagsAndNotes = await TagsAndNotesBatch.load(tx, {
    property,
    contacts: upserts.candidates.ids,
    inputs: people,
    author: webhookAuthorId(source.id),
    now,
    newId: nextId,
    base: null,
  });
  const results = people.map((person): DecidedPerson => {
    const newVisitor = ids.find((id) => !upserts.knows(id));
    if (newVisitor === undefined) throw new Error("Too many of the drawn visitor IDs are taken");
    const { contact, isNew, plan } = upsertRecord(upserts, {
      named: null,
      details: person.details,
      source: "api",
      now,
      newVisitor,
      isOfFile: () => false,
    });
    const { added } = tagsAndNotes.add(contact, person);
    const isSame =
      !plan.writes.length && !plan.becomesContact && added.tags.length + added.notes.length === 0;
    return { contact, outcome: isNew ? "new" : isSame ? "unchanged" : "updated" };
  });
  return {
    results,
    async save() {
      const changed = await upserts.save();
      await tagsAndNotes.save(tx);
      const contacts = results.filter(({ outcome }) => outcome !== "unchanged").map(({ contact }) => contact);
      publishContactsChanged(tx, property, [...changed, ...contacts]);
    },
  };
}
