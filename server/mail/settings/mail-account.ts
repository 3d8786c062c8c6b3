import * as z from "zod/mini";
import { MailSettings } from "../../../shared/mail-settings.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";

/** The SMTP account that a property's mails are sent by. */
export interface MailAccount {
  readonly source: "property" | "environment";
  readonly settings: MailSettings;
  /** Of the property's own settings; 0 for those of the environment. */
  readonly version: number;
}

/**
 * The account of a property: its own, otherwise the environment's.
 *
 * @param defaults the settings of the environment; null: there are none
 * @returns null if no mail can be sent
 */
export async function readMailAccount(
  db: Db,
  defaults: MailSettings | null,
  property: string,
): Promise<MailAccount | null> {
  const row = await db
    .selectFrom("mail_settings")
    .select(["settings", "version"])
    .where("property_id", "=", property)
    .executeTakeFirst();
  if (row?.settings)
    return {
      source: "property",
      settings: z.parse(MailSettings, JSON.parse(row.settings)),
      version: row.version,
    };
  return defaults && { source: "environment", settings: defaults, version: row?.version ?? 0 };
}

interface Save {
  readonly property: string;
  /** The version that was edited; 0: none was saved. */
  readonly version: number;
  /** Null: the property uses the environment's from now on. */
  readonly settings: MailSettings | null;
  /** Ms since 1970. */
  readonly now: number;
}

/**
 * Saves a property's settings. Mails that wait are tried at once: the new settings may be right.
 *
 * @throws ApiError `settings_changed` if another save came first
 */
export async function saveMailSettings(tx: Tx, { property, version, settings, now }: Save): Promise<void> {
  const values = { settings: settings && JSON.stringify(settings), version: version + 1, updated_at: now };
  if (version === 0) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto("mail_settings")
      .values({ property_id: property, ...values })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (!numInsertedOrUpdatedRows) throw new ApiError("settings_changed");
  } else {
    const { numUpdatedRows } = await tx
      .updateTable("mail_settings")
      .set(values)
      .where("property_id", "=", property)
      .where("version", "=", version)
      .executeTakeFirst();
    if (!numUpdatedRows) throw new ApiError("settings_changed");
  }
  await tx
    .updateTable("mails")
    .set({ next_attempt_at: now })
    .where("property_id", "=", property)
    .where("state", "=", "queued")
    .execute();
  tx.publish({ kind: "mail_settings", property });
}

/**
 * Stores the refresh token that the provider gave in the place of the last one. It is no edit, so the version stays. If
 * the last one is not the stored one, somebody has saved others in the meantime, and it is dropped.
 */
export async function replaceRefreshToken(
  tx: Tx,
  property: string,
  { previous, next }: { readonly previous: string; readonly next: string },
): Promise<void> {
  const account = await readMailAccount(tx, null, property);
  const auth = account?.settings.auth;
  if (!account || auth?.kind !== "refresh_token" || auth.refreshToken !== previous) return;
  await tx
    .updateTable("mail_settings")
    .set({ settings: JSON.stringify({ ...account.settings, auth: { ...auth, refreshToken: next } }) })
    .where("property_id", "=", property)
    .execute();
}
