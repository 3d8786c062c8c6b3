import type { PropertyMail } from "../../../shared/mail-settings.ts";
import type { Db } from "../../platform/database/open.ts";
import type { MailDeps } from "../deps.ts";
import { mailFailure } from "../transport/failure.ts";
import { readMailAccount } from "./mail-account.ts";
import { withoutSecrets } from "./merge-secrets.ts";

/** Failures of the last seven days are counted, ms. */
const RECENT = 7 * 24 * 3_600_000;

/** Reads a property's mail settings, without secrets, and how its mail is doing. */
export async function readPropertyMail(
  db: Db,
  { mailDefaults: defaults, config, now }: Pick<MailDeps, "mailDefaults" | "config" | "now">,
  property: string,
): Promise<PropertyMail> {
  const account = await readMailAccount(db, defaults, property);
  const saved = await db
    .selectFrom("mail_settings")
    .select("version")
    .where("property_id", "=", property)
    .executeTakeFirst();
  return {
    source: account?.source ?? "none",
    settings: account?.source === "property" ? withoutSecrets(account.settings) : null,
    version: saved?.version ?? 0,
    from: account?.settings.from.address ?? null,
    hasLinks: config.publicUrl !== null,
    ...(await readHealth(db, property, now())),
  };
}

async function readHealth(db: Db, property: string, now: number) {
  const ofProperty = db.selectFrom("mails").where("property_id", "=", property);
  const { waiting } = await ofProperty
    .select((eb) => eb.fn.countAll().as("waiting"))
    .where("state", "in", ["queued", "sending"])
    .executeTakeFirstOrThrow();
  const { failed } = await ofProperty
    .select((eb) => eb.fn.countAll().as("failed"))
    .where("state", "in", ["failed", "uncertain"])
    .where("changed_at", ">", now - RECENT)
    .executeTakeFirstOrThrow();
  const sent = await ofProperty
    .select((eb) => eb.fn.max("changed_at").as("at"))
    .where("state", "=", "sent")
    .executeTakeFirst();
  const last = await ofProperty
    .select(["failure", "failure_answer", "changed_at"])
    .where("state", "in", ["queued", "failed", "uncertain"])
    .where("failure", "is not", null)
    .orderBy("changed_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return {
    waiting: Number(waiting),
    failed: Number(failed),
    lastSentAt: sent?.at == null ? null : Number(sent.at),
    lastFailure: last?.failure
      ? { ...mailFailure(last.failure, last.failure_answer), at: last.changed_at }
      : null,
  };
}
