import type { ExportedReceivedMail } from "../../../shared/received-mail.ts";
import type { Deps } from "../../deps.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { orphanOriginal } from "./original-file.ts";

/** The received mails of visitors and of their conversations. */
const receivedOf = (db: Db, property: string, visitors: readonly string[]) =>
  db
    .selectFrom("received_mails")
    .where("received_mails.property_id", "=", property)
    .where((eb) =>
      eb.or([
        isOneOf(db, "received_mails.visitor_id", visitors),
        eb(
          "received_mails.conversation_id",
          "in",
          db
            .selectFrom("conversations")
            .select("conversations.id")
            .where("conversations.property_id", "=", property)
            .where((of) =>
              of.or([
                isOneOf(db, "conversations.contact_id", visitors),
                isOneOf(db, "conversations.visitor_id", visitors),
              ]),
            ),
        ),
      ]),
    );

/** Everything of a row that says something of a person. */
const ERASED = {
  message_id: null,
  content_digest: null,
  state: "erased",
  next_try_at: null,
  outcome: null,
  reason: "",
  conversation_id: null,
  visitor_id: null,
  role: null,
  from_name: "",
  from_address: "",
  copied: "[]",
  subject: "",
  text_above: "",
  text_below: "",
  omitted: "[]",
} as const;

/**
 * Erases the received mails of these visitors (R26), the raw mails included. The digest stays: the mail may still be on
 * the mail server, and must not come back when the folder is read again.
 */
export async function eraseReceivedMails(
  { now }: Pick<Deps, "now">,
  tx: Tx,
  property: string,
  visitors: readonly string[],
): Promise<() => void> {
  const rows = await receivedOf(tx, property, visitors).select("received_mails.id").execute();
  for (const { id } of rows) {
    await orphanOriginal(tx, property, id, now());
    await tx
      .updateTable("received_mails")
      .set(ERASED)
      .where("property_id", "=", property)
      .where("id", "=", id)
      .execute();
  }
  await tx
    .deleteFrom("mail_senders")
    .where("property_id", "=", property)
    .where(isOneOf(tx, "visitor_id", visitors))
    .execute();
  return () => undefined;
}

/** Reads the received mails of these visitors (R26), oldest first. */
export async function exportReceivedMails(
  db: Db,
  property: string,
  visitors: readonly string[],
): Promise<ExportedReceivedMail[]> {
  const rows = await receivedOf(db, property, visitors)
    .selectAll("received_mails")
    .orderBy("received_mails.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    conversation: row.conversation_id,
    from: { name: row.from_name, address: row.from_address },
    subject: row.subject,
    above: row.text_above,
    below: row.text_below,
    receivedAt: row.received_at,
  }));
}
