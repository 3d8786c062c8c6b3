import type { PropertyMailbox } from "../../../../shared/mailbox-settings.ts";
import type { Db } from "../../../platform/database/open.ts";
import { mailboxFailure } from "../imap/mailbox-error.ts";
import { listFailedMails } from "../list-received.ts";
import { findMailbox, mailboxWithoutSecrets, parseMailbox } from "./mailbox.ts";

/** Reads how a property receives mail, without secrets, and how that is going. */
export async function readPropertyMailbox(db: Db, property: string): Promise<PropertyMailbox> {
  const row = await findMailbox(db, property);
  const { waiting } = await db
    .selectFrom("received_mails")
    .select((eb) => eb.fn.countAll().as("waiting"))
    .where("property_id", "=", property)
    .where("next_try_at", "is not", null)
    .executeTakeFirstOrThrow();
  const since = row?.failing_since ?? null;
  return {
    settings: row && row.version > 0 ? mailboxWithoutSecrets(parseMailbox(row)) : null,
    version: row?.version ?? 0,
    hasHttpSecret: row?.http_secret_hash != null,
    connectedAt: row?.connected_at ?? null,
    lastMailAt: row?.last_mail_at ?? null,
    failure:
      row?.failure && since !== null ? { ...mailboxFailure(row.failure, row.failure_answer), since } : null,
    waiting: Number(waiting),
    failed: await listFailedMails(db, property),
  };
}
