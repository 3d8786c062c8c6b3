import { importAuthorId } from "../../contacts/crm/notes.ts";
import type { Repetitions } from "../../contacts/revert/refold.ts";
import type { Heir, Heirs } from "../../contacts/revert/revert-tags-and-notes.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import { parseEntries } from "../rows/import-effects.ts";

/** Values, tags and notes that other imports of a property gave of the same contacts. */
export interface OtherImports {
  /** The values that they repeated. */
  readonly repetitions: Repetitions;
  readonly heirs: Heirs;
}

/**
 * Reads what imports gave of contacts that the contacts had already, and which tags they gave.
 *
 * @param except the import that is undone
 * @param contacts also by the IDs of the records that they have absorbed
 */
export async function loadRepetitions(
  tx: Tx,
  property: string,
  except: string,
  contacts: readonly string[],
): Promise<OtherImports> {
  const imports = await tx
    .selectFrom("imports")
    .select(["id", "started_at"])
    .where("property_id", "=", property)
    .where("id", "<>", except)
    .where("started_at", "is not", null)
    .execute();
  const repetitions = new Map<string, number[]>();
  const heirs = { tags: new Map<string, Heir[]>(), notes: new Map<string, Heir[]>() };
  for (const { id: importId, started_at } of imports) {
    const rows = await inChunks(contacts, (some) =>
      tx
        .selectFrom("import_contacts")
        .select(["visitor_id", "retired"])
        .where("property_id", "=", property)
        .where("import_id", "=", importId)
        .where("visitor_id", "in", some)
        .execute(),
    );
    const at = started_at ?? 0;
    for (const { visitor_id, retired } of rows) {
      const { added, repeated } = parseEntries(retired);
      const heir: Heir = { importId, contact: visitor_id, author: importAuthorId(importId), at };
      for (const id of repeated.details) addTo(repetitions, id, at);
      for (const id of [...added.tags, ...repeated.tags]) addTo(heirs.tags, id, heir);
      for (const id of repeated.notes) addTo(heirs.notes, id, heir);
    }
  }
  return { repetitions, heirs };
}

function addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
