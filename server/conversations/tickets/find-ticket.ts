import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";

/** The highest ticket number that both engines can store has ten digits. */
const NUMBER = /^\d{1,9}$/;

/**
 * Finds the conversation with a ticket number.
 *
 * @param number as people write it, without the `#`
 * @returns its ID
 * @throws ApiError `not_found`, also for what is no number
 */
export async function findTicket(db: Db, property: string, number: string): Promise<string> {
  if (!NUMBER.test(number)) throw new ApiError("not_found");
  const row = await db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where("ticket", "=", Number(number))
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return row.id;
}
