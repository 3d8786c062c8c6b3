import * as z from "zod/mini";
import { Email } from "./contact.ts";
import { Host, oneLine, Security, secretText, signInsWith } from "./mail-sign-in.ts";
import { MAILBOX_FAILURES, type MailboxFailureCode } from "./mailbox-failure.ts";

/** The ports of IMAP (RFC 9051, RFC 8314), and those that no well-known service has: see the ports of sending. */
const isMailPort = (port: number) => [143, 993].includes(port) || port >= 1024;

const Port = z
  .int()
  .check(z.gte(1), z.lte(65_535), z.refine(isMailPort, { message: "must be 143, 993, or above 1023" }));

/** The most further addresses of a property. */
const MAX_ADDRESSES = 50;

/**
 * How a property receives mail, with the given schema for each secret.
 *
 * @param secret makes the schema of a secret that has at least so many characters
 */
function settingsWith<S extends z.ZodMiniType>(secret: (least: number) => S) {
  const Imap = z.object({
    server: z.object({ host: Host, port: Port, security: Security }),
    auth: z.discriminatedUnion("kind", signInsWith(secret)),
    folder: oneLine(200).check(z.minLength(1, "a folder is needed")),
    /** The treatment of mails that were in the folder before it was set up. */
    existing: z.enum(["leave", "take"]),
  });
  return z.object({
    /** Null: no mailbox is read. */
    imap: z.nullable(Imap),
    /** Addresses of the property besides those that it sends from: mails from them are its own. */
    addresses: z.array(Email).check(z.maxLength(MAX_ADDRESSES)),
    /** The name of the mail server whose `Authentication-Results` count (RFC 8601); null: none does (R33). */
    authservId: z.nullable(oneLine(253).check(z.minLength(1, "a name is needed"))),
    /** The key by which Mailgun signs what it posts; null: such mails need the secret of the endpoint. */
    mailgun: z.nullable(z.object({ signingKey: secret(1) })),
  });
}

/** The settings as the server uses them. They are never sent to a browser. */
export const MailboxSettings = settingsWith(secretText);
export type MailboxSettings = z.infer<typeof MailboxSettings>;
export type ImapSettings = NonNullable<MailboxSettings["imap"]>;

/** Settings to save or to try. A secret that is null stays as it is stored. */
export const MailboxSettingsDraft = settingsWith((least) => z.nullable(secretText(least)));
export type MailboxSettingsDraft = z.infer<typeof MailboxSettingsDraft>;

/** The settings as admins see them: each secret is null. */
const MailboxSettingsView = settingsWith(() => z.null());
export type MailboxSettingsView = z.infer<typeof MailboxSettingsView>;

/** Why a mailbox cannot be read. */
export const MailboxFailure = z.object({
  code: z.enum(Object.keys(MAILBOX_FAILURES) as [MailboxFailureCode, ...MailboxFailureCode[]]),
  /** For people. */
  message: z.string(),
  /** The mail server's answer; empty: nothing. */
  answer: z.string(),
});
export type MailboxFailure = z.infer<typeof MailboxFailure>;

/** A mail that could not be processed. */
export const FailedMail = z.object({
  id: z.string(),
  subject: z.string(),
  from: z.string(),
  /** Bytes. */
  size: z.number(),
  reason: z.string(),
  receivedAt: z.number(),
});
export type FailedMail = z.infer<typeof FailedMail>;

/** How a property receives mail, and how that is going. */
export const PropertyMailbox = z.object({
  /** Null: nothing was saved. */
  settings: z.nullable(MailboxSettingsView),
  /** To be sent with a save; 0: never saved. */
  version: z.number(),
  /** Whether the HTTP endpoint has a secret; without one it is off. */
  hasHttpSecret: z.boolean(),
  /** When the folder was last looked at without a failure, and the last mail; ms since 1970. */
  connectedAt: z.nullable(z.number()),
  lastMailAt: z.nullable(z.number()),
  /** Why it cannot be read at the moment; null: it can. */
  failure: z.nullable(z.object({ ...MailboxFailure.shape, since: z.number() })),
  /** Mails that wait to be processed. */
  waiting: z.number(),
  /** The newest of those that could not be. */
  failed: z.array(FailedMail),
});
export type PropertyMailbox = z.infer<typeof PropertyMailbox>;

export const MailboxSave = z.object({ settings: MailboxSettingsDraft, version: z.int() });

/** Signs in to a mailbox and opens its folder. Without settings, those in use are tried. */
export const MailboxTest = z.object({ settings: z.optional(MailboxSettingsDraft) });

/** The server's answer to a test. */
export const MailboxTestResult = z.discriminatedUnion("kind", [
  /** The number of mails in the folder, and the names of the mailbox's folders. */
  z.object({ kind: z.literal("opened"), mails: z.number(), folders: z.array(z.string()) }),
  z.object({ kind: z.literal("failed"), ...MailboxFailure.shape, folders: z.array(z.string()) }),
]);
export type MailboxTestResult = z.infer<typeof MailboxTestResult>;

/** The secret of the HTTP endpoint. It is shown once, when it is made. */
export const HttpSecret = z.object({ secret: z.string() });
