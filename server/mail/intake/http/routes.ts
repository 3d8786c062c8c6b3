import { type Context, Hono } from "hono";
import { addressOf } from "../../../platform/http/address.ts";
import { ApiError } from "../../../platform/http/api-error.ts";
import { perNetwork } from "../../../platform/http/rate-limit.ts";
import { newId } from "../../../platform/ids.ts";
import type { MailDeps } from "../../deps.ts";
import { MAX_MAIL_BYTES } from "../read-mail.ts";
import { findMailbox, type MailboxRow, parseMailbox } from "../settings/mailbox.ts";
import { storeRawMail } from "../store-raw-mail.ts";
import { isHttpSecret, secretOf } from "./http-secret.ts";
import { isSignedByMailgun } from "./mailgun-signature.ts";
import { readPostedMail } from "./read-posted-mail.ts";

/** The paths whose bodies are mails. The handler limits these bodies itself. Must match the routes below. */
export const STREAMED_PATHS = /^\/mail\/[^/]+(\/mime)?$/;

/** The escapes of JSON and the other fields of a form, bytes: a Base64 text has none to escape but its line ends. */
const OVERHEAD = 4 * 1_048_576;
/** Requests without the right secret, per minute and network. */
const MAX_REFUSED = 30;

/**
 * The HTTP endpoint for mails: `POST /mail/PROPERTY` with a secret, or with Mailgun's signature. Mailgun sends the raw mail
 * only to addresses that end in `mime`. When it answers, the mail is on disk; the same mail again changes nothing.
 */
export function receiveMailRoutes(deps: MailDeps) {
  const { config, database } = deps;
  const refused = perNetwork(MAX_REFUSED);
  const refuse = async (c: Context): Promise<never> => {
    await refused.take(addressOf(c, config.trustedProxies));
    // the same for a property that does not exist
    throw new ApiError("mail_secret_invalid", { headers: { "WWW-Authenticate": 'Basic realm="mail"' } });
  };

  const receive = async (c: Context) => {
    const property = c.req.param("property") ?? "";
    if (Number(c.req.header("content-length") ?? 0) > MAX_MAIL_BYTES + OVERHEAD)
      throw new ApiError("payload_too_large");
    const mailbox = await findMailbox(database.read, property);
    const secret = secretOf(c.req.header("authorization"));
    const isKnown = isGranted(mailbox, secret);
    const key = mailbox ? (parseMailbox(mailbox).mailgun?.signingKey ?? null) : null;
    if (!isKnown && (key === null || secret !== null)) return refuse(c);
    const body = await readLimited(c.req.raw.body);
    const { raw, mailgun } = await readPostedMail(c.req.header("content-type") ?? "", body);
    const isSigned = key !== null && mailgun !== null && isSignedByMailgun(mailgun, key, deps.now());
    if (!isKnown && !isSigned) return refuse(c);
    if (raw.byteLength > MAX_MAIL_BYTES) throw new ApiError("payload_too_large");
    const receivedAt = deps.now();
    const isNew = await storeRawMail(deps, property, {
      id: newId(deps),
      origin: { kind: "http" },
      raw,
      receivedAt,
    });
    if (isNew)
      await database.write((tx) =>
        tx
          .updateTable("mailboxes")
          .set({ last_mail_at: receivedAt })
          .where("property_id", "=", property)
          .execute(),
      );
    return c.json({ stored: true, known: !isNew }, 200, { "Cache-Control": "no-store" });
  };
  return new Hono().post("/mail/:property", receive).post("/mail/:property/mime", receive);
}

function isGranted(mailbox: MailboxRow | undefined, secret: string | null): boolean {
  const hash = mailbox?.http_secret_hash ?? null;
  return hash !== null && secret !== null && isHttpSecret(secret, hash);
}

/** Reads a body whose length may not be announced. @throws ApiError `payload_too_large` */
async function readLimited(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_MAIL_BYTES + OVERHEAD) throw new ApiError("payload_too_large");
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
