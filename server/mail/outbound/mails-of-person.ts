import type { ExportedMail } from "../../../shared/mail.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { toMailInfo } from "./mail-rows.ts";

/** The IDs of the conversations of visitors. */
const conversationsOf = (db: Db, property: string, visitors: readonly string[]) =>
  db
    .selectFrom("conversations")
    .select("conversations.id")
    .where("conversations.property_id", "=", property)
    .where((of) =>
      of.or([
        isOneOf(db, "conversations.contact_id", visitors),
        isOneOf(db, "conversations.visitor_id", visitors),
      ]),
    );

/** The IDs of the mails about visitors and their conversations. */
const mailsOf = (db: Db, property: string, visitors: readonly string[]) =>
  db
    .selectFrom("mails")
    .select("mails.id")
    .where("mails.property_id", "=", property)
    .where((eb) =>
      eb.or([
        isOneOf(db, "mails.visitor_id", visitors),
        eb("mails.conversation_id", "in", conversationsOf(db, property, visitors)),
      ]),
    );

/**
 * Erases the mails about these visitors and their conversations (R26), those that wait included. A mail that is being sent
 * goes out, but nothing of it stays.
 */
export async function eraseMails(tx: Tx, property: string, visitors: readonly string[]): Promise<() => void> {
  await tx
    .deleteFrom("mails")
    .where("property_id", "=", property)
    .where("id", "in", mailsOf(tx, property, visitors))
    .execute();
  await tx
    .deleteFrom("mail_stops")
    .where("property_id", "=", property)
    .where("conversation_id", "in", conversationsOf(tx, property, visitors))
    .execute();
  return () => undefined;
}

/** Reads the mails about these visitors and their conversations (R26), oldest first. */
export async function exportMails(
  db: Db,
  property: string,
  visitors: readonly string[],
): Promise<ExportedMail[]> {
  const rows = await db
    .selectFrom("mails")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "in", mailsOf(db, property, visitors))
    .orderBy("id")
    .execute();
  return rows.map((row) => {
    const { id, kind, conversation, to, subject, state, createdAt, sentAt } = toMailInfo(row);
    return { id, kind, conversation, to, subject, state, createdAt, sentAt, text: row.text };
  });
}
