import { SUGGESTION_REASONS, type Suggestion } from "../../../shared/contact.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";

const insertSuggestions = insertStatement("suggestions", (conflict) =>
  conflict
    .columns(["property_id", "a", "b"])
    .doUpdateSet((eb) => ({ reason: eb.ref("excluded.reason"), rank: eb.ref("excluded.rank") }))
    .whereRef("excluded.rank" as never, "<", "suggestions.rank"),
);

type Row = Schema["suggestions"];

interface SuggestedPair {
  readonly property: string;
  readonly id: string;
  readonly one: string;
  readonly other: string;
  readonly reason: Suggestion["reason"];
  /** ms since 1970 */
  readonly at: number;
}

/** The row of an open suggestion. A pair has one row, whichever of the two is named first: a < b. */
export function toSuggestionRow({ property, id, one, other, reason, at }: SuggestedPair): Row {
  const [a, b] = one < other ? [one, other] : [other, one];
  const rank = SUGGESTION_REASONS.indexOf(reason);
  return { id, property_id: property, a, b, reason, rank, status: "open", at };
}

/** Saves suggestions; for each pair, the strongest reason. Dismissed suggestions stay dismissed. */
export async function saveSuggestions(tx: Tx, rows: readonly Row[]): Promise<void> {
  const best = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.property_id} ${row.a} ${row.b}`;
    if ((best.get(key)?.rank ?? Number.POSITIVE_INFINITY) > row.rank) best.set(key, row);
  }
  await insertSuggestions(tx, [...best.values()]);
}
