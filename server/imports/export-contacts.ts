import { stringify } from "csv-stringify/sync";
import { escapeCell } from "../../shared/rules/cells.ts";
import type { Db } from "../platform/database/open.ts";

/** The columns of an export, which an import knows by these names. */
const COLUMNS = ["Visitor ID", "User ID", "Name", "E-mails", "Phones"] as const;

/** How many contacts are read at once. */
const PAGE = 500;

/**
 * All contacts of a property as a CSV that an import takes and that changes nothing (R19), piece by piece: UTF-8 with
 * the mark by which spreadsheets know it.
 *
 * @param onContacts told how many contacts were written in all, with each piece
 */
export async function* exportContacts(
  db: Db,
  property: string,
  onContacts: (count: number) => void = () => undefined,
): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(`\ufeff${stringify([[...COLUMNS]])}`);
  let [last, count] = ["", 0];
  for (;;) {
    const contacts = await db
      .selectFrom("visitors")
      .select("id")
      .where("property_id", "=", property)
      .where("contact_since", "is not", null)
      .where("id", ">", last)
      .orderBy("id")
      .limit(PAGE)
      .execute();
    const ids = contacts.map(({ id }) => id);
    if (!ids.length) return;
    last = ids.at(-1) ?? "";
    const values = await valuesInUse(db, property, ids);
    const rows = ids.map((id) => {
      const texts = (field: string) => values.get(`${id} ${field}`) ?? [];
      return [
        id,
        texts("user_id")[0] ?? "",
        texts("name")[0] ?? "",
        texts("email").join("; "),
        texts("phone").join("; "),
      ].map(escapeCell);
    });
    yield Buffer.from(stringify(rows));
    count += ids.length;
    onContacts(count);
  }
}

/** The values in use, by contact and field. */
async function valuesInUse(db: Db, property: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom("details")
    .select(["visitor_id", "field", "value"])
    .where("property_id", "=", property)
    .where("visitor_id", "in", ids)
    .where("status", "=", "current")
    .where("field", "in", ["name", "user_id", "email", "phone"])
    .orderBy("preferred", "desc")
    .orderBy("id")
    .execute();
  const values = new Map<string, string[]>();
  for (const { visitor_id, field, value } of rows) {
    const key = `${visitor_id} ${field}`;
    const list = values.get(key);
    if (list) list.push(value);
    else values.set(key, [value]);
  }
  return values;
}
