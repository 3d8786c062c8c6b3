import type { SavedAnswer } from "../../../shared/conversation.ts";
import { tidyText } from "../../../shared/rules/text.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";

/** Lists a team's saved answers, by shortcut. */
export async function listSavedAnswers(db: Db, property: string): Promise<SavedAnswer[]> {
  const rows = await db
    .selectFrom("saved_answers")
    .select(["id", "shortcut", "text"])
    .where("property_id", "=", property)
    .execute();
  // sorted here, because the engines' collations differ
  return rows.sort((a, b) => (a.shortcut < b.shortcut ? -1 : 1));
}

/**
 * Creates or changes a saved answer.
 *
 * @throws ApiError `shortcut_taken`, `invalid_request` if the text is empty
 */
export async function upsertSavedAnswer(
  tx: Tx,
  { property, answer, now }: { property: string; answer: SavedAnswer; now: number },
): Promise<SavedAnswer> {
  const { id, shortcut } = answer;
  const text = tidyText(answer.text);
  if (!text)
    throw new ApiError("invalid_request", {
      faults: [{ path: "text", code: "empty", message: "must not be empty" }],
    });
  const holder = await tx
    .selectFrom("saved_answers")
    .select("id")
    .where("property_id", "=", property)
    .where("shortcut", "=", shortcut)
    .executeTakeFirst();
  if (holder && holder.id !== id) throw new ApiError("shortcut_taken");
  await tx
    .insertInto("saved_answers")
    .values({ property_id: property, id, shortcut, text, created_at: now })
    .onConflict((conflict) => conflict.columns(["property_id", "id"]).doUpdateSet({ shortcut, text }))
    .execute();
  return { id, shortcut, text };
}

/** Removes a saved answer. Does nothing if it does not exist. */
export async function removeSavedAnswer(tx: Tx, property: string, id: string): Promise<void> {
  await tx.deleteFrom("saved_answers").where("property_id", "=", property).where("id", "=", id).execute();
}
