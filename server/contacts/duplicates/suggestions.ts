import { SUGGESTION_REASONS } from "../../../shared/contact.ts";
import type { SuggestionPage } from "../../../shared/crm.ts";
import { type Cursor, cutPage } from "../../platform/cursor.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { resolveAliases } from "../identity/aliases.ts";
import { loadContactSummaries } from "../search/list-contacts.ts";
import { toSuggestionRow } from "./save-suggestions.ts";

type Row = Schema["suggestions"];

const PAGE = 50;

/**
 * Pairs who may be one person, the strongest reason first, then the newest. Of merged records the survivors are shown;
 * a pair that has become one, or of whom one is no contact any more, is left out.
 */
export async function listSuggestions(
  db: Db,
  property: string,
  cursor: Cursor | null,
): Promise<SuggestionPage> {
  const after = cursor && (await rankOf(db, property, cursor));
  const rows = await db
    .selectFrom("suggestions")
    .selectAll()
    .where("property_id", "=", property)
    .where("status", "=", "open")
    .$if(after !== null, (some) =>
      some.where((eb) =>
        eb.or([
          eb("rank", ">", after?.rank ?? 0),
          eb.and([
            eb("rank", "=", after?.rank ?? 0),
            eb(eb.refTuple("at", "id"), "<", eb.tuple(cursor?.at ?? 0, cursor?.id ?? "")),
          ]),
        ]),
      ),
    )
    .orderBy("rank")
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(PAGE + 1)
    .execute();
  const { page, next } = cutPage(rows, PAGE, ({ at, id }) => ({ at, id }));
  const sides = await resolveAliases(
    db,
    property,
    page.flatMap(({ a, b }) => [a, b]),
  );
  const known = new Map(
    (await loadContactSummaries(db, property, [...new Set(sides)])).map((one) => [one.id, one]),
  );
  const shown = new Set(
    (await findDismissedPairs(db, property, [...new Set(sides)])).map(({ a, b }) => [a, b].join()),
  );
  const items = page.flatMap(({ id, reason, at }, index) => {
    const pair = sides.slice(2 * index, 2 * index + 2).sort();
    const contacts = [...new Set(pair)].flatMap((side) => known.get(side) ?? []);
    if (contacts.length < 2 || shown.has(pair.join())) return [];
    shown.add(pair.join());
    return [{ id, reason, at, contacts }];
  });
  return { items, next };
}

async function rankOf(db: Db, property: string, { id }: Cursor): Promise<{ rank: number }> {
  const row = await db
    .selectFrom("suggestions")
    .select("rank")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? { rank: SUGGESTION_REASONS.length };
}

/** Pairs of these of whom an agent said that they are not the same; a < b. */
export async function findDismissedPairs(
  db: Db,
  property: string,
  contacts: readonly string[],
): Promise<Pick<Row, "a" | "b">[]> {
  if (!contacts.length) return [];
  return db
    .selectFrom("suggestions")
    .select(["a", "b"])
    .where("property_id", "=", property)
    .where("status", "=", "dismissed")
    .where("a", "in", contacts)
    .where("b", "in", contacts)
    .execute();
}

/**
 * Remembers that two are not the same, also under the IDs that they have now.
 *
 * @returns the two
 * @throws Failure `not_found`
 */
export async function dismissSuggestion(
  tx: Tx,
  property: string,
  id: string,
  newId: string,
): Promise<readonly string[]> {
  const row = await tx
    .selectFrom("suggestions")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  const [one = row.a, other = row.b] = await resolveAliases(tx, property, [row.a, row.b]);
  const now = toSuggestionRow({
    property,
    id: newId,
    one,
    other,
    reason: row.reason,
    at: row.at,
  });
  await tx
    .updateTable("suggestions")
    .set({ status: "dismissed" })
    .where("property_id", "=", property)
    .where("id", "=", id)
    .execute();
  if (one !== other)
    await tx
      .insertInto("suggestions")
      .values({ ...now, status: "dismissed" })
      .onConflict((conflict) =>
        conflict.columns(["property_id", "a", "b"]).doUpdateSet({ status: "dismissed" }),
      )
      .execute();
  return [one, other];
}
