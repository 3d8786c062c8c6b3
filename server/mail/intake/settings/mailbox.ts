import * as z from "zod/mini";
import type { Fault } from "../../../../shared/error.ts";
import {
  type ImapSettings,
  MailboxSettings,
  type MailboxSettingsDraft,
  type MailboxSettingsView,
} from "../../../../shared/mailbox-settings.ts";
import type { Db, Tx } from "../../../platform/database/open.ts";
import type { Schema } from "../../../platform/database/schema.ts";
import { ApiError } from "../../../platform/http/api-error.ts";
import { mergeSignIn, signInWithoutSecrets, takeSecrets } from "../../settings/merge-secrets.ts";

export type MailboxRow = Schema["mailboxes"];

/** Mails that the server dates so long before the set-up are new too: its clock may be behind, ms. */
const CLOCK_DIFFERENCE = 600_000;

/** The mailbox's row of a property; undefined: nobody has set one up. */
export const findMailbox = (db: Db, property: string): Promise<MailboxRow | undefined> =>
  db.selectFrom("mailboxes").selectAll().where("property_id", "=", property).executeTakeFirst();

export const parseMailbox = ({ settings }: Pick<MailboxRow, "settings">): MailboxSettings =>
  z.parse(MailboxSettings, JSON.parse(settings));

/** The settings of a property that has none. */
export const NO_MAILBOX: MailboxSettings = { imap: null, addresses: [], authservId: null, mailgun: null };

/** The settings as admins see them: without secrets. */
export function mailboxWithoutSecrets({ imap, mailgun, ...rest }: MailboxSettings): MailboxSettingsView {
  return {
    ...rest,
    imap: imap && { ...imap, auth: signInWithoutSecrets(imap.auth) },
    mailgun: mailgun && { signingKey: null },
  };
}

/**
 * Puts the stored secrets in the place of those that a draft leaves out; with another server or token address they have to
 * be entered again, as in `mergeSecrets`.
 *
 * @throws ApiError `invalid_request` if a secret is missing
 */
export function completeMailbox(
  draft: MailboxSettingsDraft,
  stored: MailboxSettings | null,
): MailboxSettings {
  const faults: Fault[] = [];
  const secret = takeSecrets(faults);
  const known = stored?.imap ?? null;
  const { imap, mailgun } = draft;
  const isSameServer = known?.server.host === imap?.server.host && known?.server.port === imap?.server.port;
  const settings = {
    ...draft,
    imap: imap && {
      ...imap,
      auth: mergeSignIn(imap.auth, isSameServer ? (known?.auth ?? null) : null, (path, ...values) =>
        secret(`imap.${path}`, ...values),
      ),
    },
    mailgun: mailgun && {
      signingKey: secret("mailgun.signingKey", mailgun.signingKey, stored?.mailgun?.signingKey ?? null),
    },
  };
  if (faults.length) throw new ApiError("invalid_request", { faults });
  return settings;
}

/** Names a folder of a mailbox: UIDs of one are none of another. */
export const folderKey = ({ server, auth, folder }: ImapSettings): string =>
  `${auth.user}@${server.host}:${server.port}/${folder}`;

interface Save {
  readonly property: string;
  /** The version that was edited; 0: none was saved. */
  readonly version: number;
  readonly settings: MailboxSettings;
  /** Ms since 1970. */
  readonly now: number;
}

/**
 * Saves a property's settings. Another folder is read from its start, as the settings say.
 *
 * @throws ApiError `settings_changed` if another save came first
 */
export async function saveMailbox(tx: Tx, { property, version, settings, now }: Save): Promise<void> {
  const before = await findMailbox(tx, property);
  if ((before?.version ?? 0) !== version) throw new ApiError("settings_changed");
  const { imap } = settings;
  const isOtherFolder = imap !== null && folderKey(imap) !== before?.folder_key;
  const values = {
    settings: JSON.stringify(settings),
    version: version + 1,
    updated_at: now,
    // what was wrong with the settings before says nothing of these
    failure: null,
    failure_answer: "",
    failing_since: null,
    notified_at: null,
    ...(isOtherFolder && {
      folder_key: folderKey(imap),
      uid_validity: null,
      last_uid: 0,
      since: imap.existing === "take" ? 0 : now - CLOCK_DIFFERENCE,
      connected_at: null,
    }),
  };
  await tx
    .insertInto("mailboxes")
    .values({ ...blankMailbox(property), ...values })
    .onConflict((conflict) => conflict.column("property_id").doUpdateSet(values))
    .execute();
  tx.publish({ kind: "mailbox_settings", property });
}

/**
 * Replaces the secret of a property's HTTP endpoint, or turns the endpoint off.
 *
 * @param hash the SHA-256 of the secret in hexadecimal; null: off
 */
export async function saveHttpSecret(tx: Tx, property: string, hash: string | null): Promise<void> {
  await tx
    .insertInto("mailboxes")
    .values({ ...blankMailbox(property), http_secret_hash: hash })
    .onConflict((conflict) => conflict.column("property_id").doUpdateSet({ http_secret_hash: hash }))
    .execute();
}

const blankMailbox = (property: string): MailboxRow => ({
  property_id: property,
  settings: JSON.stringify(NO_MAILBOX),
  version: 0,
  http_secret_hash: null,
  folder_key: null,
  uid_validity: null,
  last_uid: 0,
  since: 0,
  runner: null,
  lease_until: 0,
  connected_at: null,
  last_mail_at: null,
  failure: null,
  failure_answer: "",
  failing_since: null,
  notified_at: null,
  updated_at: 0,
});

/** Stores the refresh token that the provider gave in the place of the last one: see `settings/mail-account.ts`. */
export async function replaceMailboxToken(
  tx: Tx,
  property: string,
  { previous, next }: { readonly previous: string; readonly next: string },
): Promise<void> {
  const row = await findMailbox(tx, property);
  const settings = row && parseMailbox(row);
  const auth = settings?.imap?.auth;
  if (!settings?.imap || auth?.kind !== "refresh_token" || auth.refreshToken !== previous) return;
  const imap = { ...settings.imap, auth: { ...auth, refreshToken: next } };
  await tx
    .updateTable("mailboxes")
    .set({ settings: JSON.stringify({ ...settings, imap }) })
    .where("property_id", "=", property)
    .execute();
}
