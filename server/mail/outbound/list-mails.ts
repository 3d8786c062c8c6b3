import type { MailInfo } from "../../../shared/mail.ts";
import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { toMailInfo } from "./mail-rows.ts";

/**
 * The mails about a conversation, oldest first.
 *
 * @throws ApiError `not_found` if the property has no such conversation
 */
export async function listMails(db: Db, property: string, conversation: string): Promise<MailInfo[]> {
  const found = await db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where("id", "=", conversation)
    .executeTakeFirst();
  if (!found) throw new ApiError("not_found");
  const rows = await db
    .selectFrom("mails")
    .selectAll()
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .orderBy("id")
    .execute();
  return rows.map(toMailInfo);
}
