import { createHash } from "node:crypto";
import type { Details } from "../../../shared/contact.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";
import { parseEntries } from "./import-effects.ts";

/**
 * A hash of the name and the phones of a row that has nothing but phones to know a contact by; null: it has more, or nothing.
 *
 * A phone identifies only while one contact has it (R9), and a later row may give it to another. The contact of such a row is
 * therefore remembered by this hash, so that the same row again is about the same contact (R17).
 */
export function phoneRowHash({ name = "", emails = [], phones = [], userId }: Details): string | null {
  if (emails.length || userId || !phones.length) return null;
  const text = [name, ...[...phones].sort()].join("\n");
  return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}

/**
 * Reads which contact each row with nothing but phones was about in the imports that were not undone.
 *
 * @param databases the database of the import and, for a dry run, the real one
 * @param contacts also those who have absorbed the contact of a row
 * @returns the contacts by `phoneRowHash`
 */
export async function loadPhoneRows(
  databases: readonly Db[],
  property: string,
  contacts: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const db of databases) {
    const absorbed = await inChunks(contacts, (some) =>
      db
        .selectFrom("aliases")
        .select(["id", "contact_id"])
        .where("property_id", "=", property)
        .where("contact_id", "in", some)
        .execute(),
    );
    const contactOf = new Map(absorbed.map(({ id, contact_id }) => [id, contact_id]));
    const rows = await inChunks([...contacts, ...contactOf.keys()], (some) =>
      db
        .selectFrom("import_contacts")
        .select(["visitor_id", "retired"])
        .where("property_id", "=", property)
        .where("import_id", "in", (eb) =>
          eb.selectFrom("imports").select("id").where("property_id", "=", property),
        )
        .where("visitor_id", "in", some)
        .orderBy("import_id")
        .execute(),
    );
    for (const { visitor_id, retired } of rows)
      for (const hash of parseEntries(retired).phoneRows)
        if (!found.has(hash)) found.set(hash, contactOf.get(visitor_id) ?? visitor_id);
  }
  return found;
}
