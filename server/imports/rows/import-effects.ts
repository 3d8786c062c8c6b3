import { sql } from "kysely";
import type { AddedTagsAndNotes } from "../../contacts/crm/tags-and-notes-batch.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";

const insertImportContacts = insertStatement("import_contacts", (conflict) =>
  conflict.columns(["property_id", "import_id", "visitor_id"]).doUpdateSet({
    effect: sql`case when import_contacts.effect = 'same' then excluded.effect else import_contacts.effect end`,
    retired: sql`import_contacts.retired || excluded.retired`,
  }),
);

/** The effect of an import on one contact. An undo reads it. */
export interface ImportEffect {
  /** The first line of the file that is about the contact. */
  readonly line: number;
  /** `made`: the import created the contact; `same`: its rows changed nothing. */
  readonly effect: "made" | "changed" | "same";
  /** The IDs of the details that the import replaced, with their status before. */
  readonly retired: readonly { readonly id: string; readonly status: string }[];
  readonly added: AddedTagsAndNotes;
}

/** A contact's effects of two rows. A contact that an earlier row made or changed stays made or changed. */
export function addEffect(before: ImportEffect | undefined, next: ImportEffect): ImportEffect {
  if (!before) return next;
  return {
    line: before.line,
    effect: before.effect === "same" ? next.effect : before.effect,
    retired: [...before.retired, ...next.retired],
    added: {
      tags: [...before.added.tags, ...next.added.tags],
      notes: [...before.added.notes, ...next.added.notes],
    },
  };
}

/** The column `import_contacts.retired`: one text line for each entry, its ID and its status, `tag` or `note`. */
function serializeEntries({ retired, added }: ImportEffect): string {
  return [
    ...retired.map(({ id, status }) => `${id} ${status}\n`),
    ...added.tags.map((id) => `${id} tag\n`),
    ...added.notes.map((id) => `${id} note\n`),
  ].join("");
}

/** Reads what `saveEffects` wrote into `import_contacts.retired`. */
export function parseEntries(text: string): Pick<ImportEffect, "retired" | "added"> {
  const entries = text.split("\n").flatMap((line) => {
    const [id, kind] = line.split(" ");
    return id && kind ? [{ id, kind }] : [];
  });
  const idsOf = (kind: string) => entries.filter((entry) => entry.kind === kind).map(({ id }) => id);
  return {
    retired: entries
      .filter(({ kind }) => kind !== "tag" && kind !== "note")
      .map(({ id, kind }) => ({ id, status: kind })),
    added: { tags: idsOf("tag"), notes: idsOf("note") },
  };
}

interface ImportKey {
  readonly property: string;
  readonly importId: string;
}

/** The first line of this import that is about each contact, for those that it has met already. */
export async function loadFirstLines(
  tx: Tx,
  { property, importId }: ImportKey,
  contacts: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom("import_contacts")
    .select(["visitor_id", "line"])
    .where("property_id", "=", property)
    .where("import_id", "=", importId)
    .where(isOneOf(tx, "visitor_id", contacts))
    .execute();
  return new Map(rows.map((row) => [row.visitor_id, row.line]));
}

/** Saves effects by contact, beside those that earlier chunks of the same import saved (see `addEffect`). */
export async function saveEffects(
  tx: Tx,
  { property, importId }: ImportKey,
  effects: ReadonlyMap<string, ImportEffect>,
): Promise<void> {
  const rows = [...effects].map(([visitor_id, effect]) => ({
    property_id: property,
    import_id: importId,
    visitor_id,
    line: effect.line,
    effect: effect.effect,
    retired: serializeEntries(effect),
  }));
  await insertImportContacts(tx, rows);
}
