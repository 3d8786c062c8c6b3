import { saveMailbox } from "../../server/mail/intake/settings/mailbox.ts";
import type { PropertyDeps } from "../../server/properties/store.ts";
import type { ImapSettings, MailboxSettings } from "../../shared/mailbox-settings.ts";
import { IMAP_FOLDER, IMAP_PASSWORD, IMAP_USER } from "./imap-server.ts";

/** How the test's mailbox is read. */
export const imapSettings = (port: number, change: Partial<ImapSettings> = {}): ImapSettings => ({
  server: { host: "127.0.0.1", port, security: "none" },
  auth: { kind: "password", user: IMAP_USER, password: IMAP_PASSWORD },
  folder: IMAP_FOLDER,
  existing: "take",
  ...change,
});

/** Saves how a property receives mail, for the first time. */
export async function useMailbox(
  { database, now }: Pick<PropertyDeps, "database" | "now">,
  property: string,
  imap: ImapSettings,
): Promise<void> {
  const settings: MailboxSettings = { imap, addresses: [], authservId: null, mailgun: null };
  await database.write((tx) => saveMailbox(tx, { property, version: 0, settings, now: now() }));
}
