import { SUGGESTION_REASONS, type Suggestion } from "../../../shared/contact.ts";
import type { SuggestionPage } from "../../../shared/crm.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { type Cursor, cutPage, followsCursor } from "../../platform/paging.ts";
import { resolveAliases } from "../identity/aliases.ts";
import { showEmail } from "../identity/show-email.ts";
import { loadContactSummaries } from "../search/list-contacts.ts";
import { toSuggestionRow } from "./save-suggestions.ts";

type Row = Schema["suggestions"];

const PAGE_SIZE = 50;
const MAX_SUGGESTIONS = 100;

/**
 * Reads a page of the pairs that may be one person, the strongest reason first, then the newest. Merged records are shown
 * as their survivors; a pair that has been merged, or of which one is no contact any more, is left out.
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
          eb.and([eb("rank", "=", after?.rank ?? 0), followsCursor(cursor, ["at", "id"], "desc")]),
        ]),
      ),
    )
    .orderBy("rank")
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(PAGE_SIZE + 1)
    .execute();
  const { page, next } = cutPage(rows, PAGE_SIZE, ({ at, id }) => ({ at, id }));
  const sides = await resolveAliases(
    db,
    property,
    page.flatMap(({ a, b }) => [a, b]),
  );
  const summaries = new Map(
    (await loadContactSummaries(db, property, [...new Set(sides)])).map((one) => [one.id, one]),
  );
  const shown = new Set(
    (await findDismissedPairs(db, property, [...new Set(sides)])).map(({ a, b }) => [a, b].join()),
  );
  const items = page.flatMap(({ id, reason, at }, index) => {
    const pair = sides.slice(2 * index, 2 * index + 2).sort();
    const contacts = [...new Set(pair)].flatMap((side) => summaries.get(side) ?? []);
    if (contacts.length < 2 || shown.has(pair.join())) return [];
    shown.add(pair.join());
    return [{ id, reason, at, contacts }];
  });
  return { items, next };
}

/** A suggestion that was deleted since counts as the last of the list. */
async function rankOf(db: Db, property: string, { id }: Cursor): Promise<{ rank: number }> {
  const row = await db
    .selectFrom("suggestions")
    .select("rank")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? { rank: SUGGESTION_REASONS.length };
}

/**
 * Reads the open suggestions of a contact. Those of records that were merged into it are its own too; a pair whose
 * records have been merged, or that an agent has dismissed, is left out.
 */
export async function readSuggestionsOf(
  db: Db,
  property: string,
  contact: string,
  aliases: readonly string[],
): Promise<Suggestion[]> {
  const ids = [contact, ...aliases];
  const rows = await db
    .selectFrom("suggestions")
    .selectAll()
    .where("property_id", "=", property)
    .where("status", "=", "open")
    .where((eb) => eb.or([eb("a", "in", ids), eb("b", "in", ids)]))
    .orderBy("at", "desc")
    .orderBy("id")
    .limit(MAX_SUGGESTIONS)
    .execute();
  const others = await resolveAliases(
    db,
    property,
    rows.map(({ a, b }) => (ids.includes(a) ? b : a)),
  );
  const distinct = [...new Set(others)].filter((other) => other !== contact);
  if (!distinct.length) return [];
  const people = await db
    .selectFrom("visitors")
    .select(["id", "name", "email"])
    .where("property_id", "=", property)
    .where("id", "in", distinct)
    .execute();
  const dismissed = await findDismissedPairs(db, property, [contact, ...distinct]);
  const isDismissed = (other: string) =>
    dismissed.some(({ a, b }) => (a === contact && b === other) || (b === contact && a === other));
  const shown = new Map(people.filter(({ id }) => !isDismissed(id)).map((one) => [one.id, one]));
  return rows.flatMap(({ id, reason, at }, index) => {
    const other = shown.get(others[index] ?? "");
    const isRepeated = other && others.indexOf(other.id) < index;
    return other && !isRepeated
      ? [{ id, other: { ...other, email: showEmail(other.email) }, reason, at }]
      : [];
  });
}

/** Reads the pairs among these contacts that an agent has dismissed; a < b. */
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
 * Saves that two contacts are not one person: for the suggested pair, and for the survivors if the two were merged since.
 *
 * @returns the IDs of the two contacts
 * @throws ApiError `not_found`
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
  const current = toSuggestionRow({
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
      .values({ ...current, status: "dismissed" })
      .onConflict((conflict) =>
        conflict.columns(["property_id", "a", "b"]).doUpdateSet({ status: "dismissed" }),
      )
      .execute();
  return [one, other];
}
