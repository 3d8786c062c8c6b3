import * as z from "zod/mini";
import { Email } from "./contact.ts";
import { MailFailure } from "./mail.ts";
import { Host, oneLine, Security, secretText, signInsWith } from "./mail-sign-in.ts";

/**
 * The ports of mail submission (RFC 6409, RFC 8314), of relays, and those that no well-known service has. An admin names
 * the server, and the test says what it answered: with every port, that would be a scanner of the operator's network.
 */
const isMailPort = (port: number) => [25, 465, 587].includes(port) || port >= 1024;

const Port = z
  .int()
  .check(z.gte(1), z.lte(65_535), z.refine(isMailPort, { message: "must be 25, 465, 587, or above 1023" }));

const Domain = z
  .string()
  .check(z.trim(), z.regex(/^([a-z\d_-]+\.)+[a-z\d-]+$/i, "must be a domain such as example.com"));

/** Where visitors' answers go, and whether the address names the ticket (R32). */
const Replies = z.discriminatedUnion("kind", [
  /** The mail server has no subaddresses. */
  z.object({ kind: z.literal("plain"), mailbox: Email }),
  /** `support+1042.SIGNATURE@example.com` (RFC 5233). */
  z.object({ kind: z.literal("subaddress"), mailbox: Email }),
  /** `1042.SIGNATURE@reply.example.com`: every address of the domain is delivered to one mailbox. */
  z.object({ kind: z.literal("catch_all"), domain: Domain }),
]);

/**
 * The settings of a property's mail, with the given schema for each secret.
 *
 * @param secret makes the schema of a secret that has at least so many characters
 */
function settingsWith<S extends z.ZodMiniType>(secret: (least: number) => S) {
  const Auth = z.discriminatedUnion("kind", [z.object({ kind: z.literal("none") }), ...signInsWith(secret)]);
  const Dkim = z.object({
    domain: Domain,
    selector: z
      .string()
      .check(z.trim(), z.regex(/^[a-z\d._-]{1,63}$/i, "must be a selector such as mail2026")),
    /** PEM. */
    privateKey: secret(1),
  });
  return z.object({
    server: z.object({ host: Host, port: Port, security: Security }),
    auth: Auth,
    from: z.object({ name: oneLine(80), address: Email }),
    replies: Replies,
    /** RFC 6376; null: the owner's server signs, or nobody does. */
    dkim: z.nullable(Dkim),
  });
}

/** The settings as the server uses them. They are never sent to a browser. */
export const MailSettings = settingsWith(secretText);
export type MailSettings = z.infer<typeof MailSettings>;
export type MailAuth = MailSettings["auth"];

/** Settings to save or to try. A secret that is null stays as it is stored. */
export const MailSettingsDraft = settingsWith((least) => z.nullable(secretText(least)));
export type MailSettingsDraft = z.infer<typeof MailSettingsDraft>;

/** The settings as admins see them: each secret is null. */
const MailSettingsView = settingsWith(() => z.null());
export type MailSettingsView = z.infer<typeof MailSettingsView>;

/** Where a property's mail settings come from, and how the mail is doing. */
export const PropertyMail = z.object({
  /** environment: the operator's `FOYER_SMTP_URL`. none: no mail is sent. */
  source: z.enum(["property", "environment", "none"]),
  /** Null unless the property has settings of its own. */
  settings: z.nullable(MailSettingsView),
  /** To be sent with a save; 0: never saved. */
  version: z.number(),
  /** The address that mails come from; null: no mail is sent. */
  from: z.nullable(z.string()),
  /** Whether mails have links to their conversation: the server knows its public address. */
  hasLinks: z.boolean(),
  /** Mails that wait, mails that failed in the last seven days, and the last mail that the server accepted, ms since 1970. */
  waiting: z.number(),
  failed: z.number(),
  lastSentAt: z.nullable(z.number()),
  lastFailure: z.nullable(z.object({ ...MailFailure.shape, at: z.number() })),
});
export type PropertyMail = z.infer<typeof PropertyMail>;

export const MailSettingsSave = z.object({ settings: MailSettingsDraft, version: z.int() });

/** Sends a mail to the admin who asks. Without settings, those in use are tried. */
export const MailTest = z.object({ settings: z.optional(MailSettingsDraft) });

/** The server's answer to a test. */
export const MailTestResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted"), to: z.string(), answer: z.string() }),
  z.object({ kind: z.literal("failed"), to: z.string(), ...MailFailure.shape }),
]);
export type MailTestResult = z.infer<typeof MailTestResult>;
