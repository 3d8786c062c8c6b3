import * as z from "zod/mini";
import { Email } from "./contact.ts";
import { MailFailure } from "./mail.ts";

/** How the connection to the SMTP server is encrypted: TLS from its first byte, after `STARTTLS` (RFC 3207), or not. */
const Security = z.enum(["tls", "starttls", "none"]);

/**
 * The ports of mail submission (RFC 6409, RFC 8314), of relays, and those that no well-known service has. An admin names
 * the server, and the test says what it answered: with every port, that would be a scanner of the operator's network.
 */
const isMailPort = (port: number) => [25, 465, 587].includes(port) || port >= 1024;

const Port = z
  .int()
  .check(z.gte(1), z.lte(65_535), z.refine(isMailPort, { message: "must be 25, 465, 587, or above 1023" }));

const Host = z
  .string()
  .check(z.trim(), z.regex(/^[a-z\d.:_-]{1,253}$/i, "must be the name or the address of a server"));

const User = z.string().check(z.trim(), z.minLength(1, "a user is needed"), z.maxLength(320));

/** A name, or a text of a protocol, without line breaks. */
const oneLine = (max: number) =>
  z.string().check(z.trim(), z.maxLength(max), z.regex(/^\P{Cc}*$/u, "must be one line"));

/** The address where OAuth2 access tokens are fetched. The client's secret is sent there, so never in the clear. */
const TokenAddress = z.string().check(
  z.maxLength(500),
  z.refine((text) => URL.canParse(text) && new URL(text).protocol === "https:", {
    message: "must be an address that starts with https://",
  }),
);

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
  const oauth = { user: User, tokenAddress: TokenAddress, clientId: oneLine(500) };
  const Auth = z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("none") }),
    z.object({ kind: z.literal("password"), user: User, password: secret(1) }),
    /** OAuth2 (RFC 6749, section 6). A public client has no secret: it is empty. */
    z.object({
      kind: z.literal("refresh_token"),
      ...oauth,
      clientSecret: secret(0),
      refreshToken: secret(1),
    }),
    /** OAuth2 (RFC 6749, section 4.4). */
    z.object({
      kind: z.literal("client_credentials"),
      ...oauth,
      clientSecret: secret(1),
      scope: oneLine(500),
    }),
  ]);
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

const secretText = (least: number) =>
  z.string().check(z.minLength(least, "must not be empty"), z.maxLength(8_000));

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

/** What the server answered to a test. */
export const MailTestResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted"), to: z.string(), answer: z.string() }),
  z.object({ kind: z.literal("failed"), to: z.string(), ...MailFailure.shape }),
]);
export type MailTestResult = z.infer<typeof MailTestResult>;
