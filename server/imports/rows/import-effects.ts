import { sql } from "kysely";
import type { TagAndNoteIds } from "../../contacts/crm/tags-and-notes-batch.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";

const insertImportContacts = insertStatement("import_contacts", (conflict) =>
  conflict.columns(["property_id", "import_id", "visitor_id"]).doUpdateSet({
    effect: sql`case when import_contacts.effect = 'same' then excluded.effect else import_contacts.effect end`,
    retired: sql`import_contacts.retired || excluded.retired`,
  }),
);

/** The IDs of what an import gave of a contact that the contact had already. */
export interface RepeatedIds extends TagAndNoteIds {
  readonly details: readonly string[];
}

/** The effect of an import on one contact. An undo reads it. */
export interface ImportEffect {
  /** The first line of the file that is about the contact. */
  readonly line: number;
  /** `made`: the import created the contact; `same`: its rows changed nothing. */
  readonly effect: "made" | "changed" | "same";
  readonly added: TagAndNoteIds;
  /** It stays if the import that gave it first is undone (R18). */
  readonly repeated: RepeatedIds;
  /** The hashes of the rows about the contact that have nothing but a phone to know it by (`phoneRowHash`). */
  readonly phoneRows: readonly string[];
}

/** A contact's effects of two rows. A contact that an earlier row made or changed stays made or changed. */
export function addEffect(before: ImportEffect | undefined, next: ImportEffect): ImportEffect {
  if (!before) return next;
  return {
    line: before.line,
    effect: before.effect === "same" ? next.effect : before.effect,
    added: {
      tags: [...before.added.tags, ...next.added.tags],
      notes: [...before.added.notes, ...next.added.notes],
    },
    repeated: {
      tags: [...before.repeated.tags, ...next.repeated.tags],
      notes: [...before.repeated.notes, ...next.repeated.notes],
      details: [...before.repeated.details, ...next.repeated.details],
    },
    phoneRows: [...before.phoneRows, ...next.phoneRows],
  };
}

/** The kinds of entries in the column `import_contacts.retired`. Older rows have others, which say nothing any more. */
const ENTRY_KINDS = ["tag", "note", "same_tag", "same_note", "same_detail", "phone_row"] as const;
type EntryKind = (typeof ENTRY_KINDS)[number];

/** The column `import_contacts.retired`: one text line for each entry, its ID and its kind. */
function serializeEntries({ added, repeated, phoneRows }: ImportEffect): string {
  const entries = (ids: readonly string[], kind: EntryKind) =>
    ids.length ? Array.from(new Set(ids), (id) => `${id} ${kind}\n`).join("") : "";
  return (
    entries(added.tags, "tag") +
    entries(added.notes, "note") +
    entries(repeated.tags, "same_tag") +
    entries(repeated.notes, "same_note") +
    entries(repeated.details, "same_detail") +
    entries(phoneRows, "phone_row")
  );
}

/** Reads what `saveEffects` wrote into `import_contacts.retired`. */
export function parseEntries(text: string): Pick<ImportEffect, "added" | "repeated" | "phoneRows"> {
  const entries = text.split("\n").flatMap((line) => {
    const [id, kind] = line.split(" ");
    return id && kind ? [{ id, kind }] : [];
  });
  const idsOf = (kind: EntryKind) => entries.filter((entry) => entry.kind === kind).map(({ id }) => id);
  return {
    added: { tags: idsOf("tag"), notes: idsOf("note") },
    repeated: { tags: idsOf("same_tag"), notes: idsOf("same_note"), details: idsOf("same_detail") },
    phoneRows: idsOf("phone_row"),
  };
}

interface ImportKey {
  readonly property: string;
  readonly importId: string;
}

/** The contacts of a chunk that earlier rows of the same file were about. */
export interface EarlierRows {
  /** The first line about each contact, for those that the import has met already. */
  readonly firstLines: Map<string, number>;
  /** The IDs of the values that the contacts had already. */
  readonly repeated: Set<string>;
}

/** Reads what earlier chunks of the same import saved about contacts. */
export async function loadEarlierRows(
  tx: Tx,
  { property, importId }: ImportKey,
  contacts: readonly string[],
): Promise<EarlierRows> {
  const rows = await tx
    .selectFrom("import_contacts")
    .select(["visitor_id", "line", "retired"])
    .where("property_id", "=", property)
    .where("import_id", "=", importId)
    .where(isOneOf(tx, "visitor_id", contacts))
    .execute();
  return {
    firstLines: new Map(rows.map((row) => [row.visitor_id, row.line])),
    repeated: new Set(rows.flatMap(({ retired }) => parseEntries(retired).repeated.details)),
  };
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
