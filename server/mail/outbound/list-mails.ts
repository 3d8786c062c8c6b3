import type { MailInfo } from "../../../shared/mail.ts";
import type { Db } from "../../platform/database/open.ts";
import { toMailInfo } from "./mail-rows.ts";

/** The mails about a conversation, oldest first. */
export async function listMails(db: Db, property: string, conversation: string): Promise<MailInfo[]> {
  const rows = await db
    .selectFrom("mails")
    .selectAll()
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .orderBy("id")
    .execute();
  return rows.map(toMailInfo);
}
