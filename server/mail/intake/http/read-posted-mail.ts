import { Readable } from "node:stream";
import busboy from "busboy";
import * as z from "zod/mini";
import { ApiError } from "../../../platform/http/api-error.ts";
import type { MailgunSignature } from "./mailgun-signature.ts";

/** The content of a request to the HTTP endpoint. */
export interface PostedMail {
  readonly raw: Uint8Array<ArrayBuffer>;
  /** Null: it is none of Mailgun's. */
  readonly mailgun: MailgunSignature | null;
}

/** More fields of a form than any of these providers sends. */
const MAX_FIELDS = 200;
/** Longer values than this are none of a signature, characters. */
const MAX_SMALL_FIELD = 1_000;
/** The fields with the raw mail: SendGrid's "POST the raw, full MIME message", and Mailgun's addresses that end in `mime`. */
const RAW_FIELDS = ["email", "body-mime"];

const PostmarkMail = z.object({ RawEmail: z.string().check(z.minLength(1)) });

/**
 * Reads the raw mail of a request: the body itself (`message/rfc822`), or where Postmark (`RawEmail` of JSON), SendGrid and
 * Mailgun (fields of a form) have it. Eight-bit bytes stay as they are.
 *
 * @throws ApiError `mail_missing`, `malformed_json`
 */
export async function readPostedMail(type: string, body: Uint8Array<ArrayBuffer>): Promise<PostedMail> {
  const [media = ""] = type.toLowerCase().split(";", 1);
  const isForm = ["multipart/form-data", "application/x-www-form-urlencoded"].includes(media.trim());
  const posted = isForm
    ? await readForm(type, body)
    : { raw: media.trim() === "application/json" ? readPostmark(body) : body, mailgun: null };
  if (posted.raw.byteLength === 0) throw new ApiError("mail_missing");
  return posted;
}

function readPostmark(body: Uint8Array): Uint8Array<ArrayBuffer> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString("utf8"));
  } catch (cause) {
    throw new ApiError("malformed_json", { cause });
  }
  const mail = z.safeParse(PostmarkMail, value);
  if (!mail.success) throw new ApiError("mail_missing");
  return new Uint8Array(Buffer.from(mail.data.RawEmail, "utf8"));
}

async function readForm(type: string, body: Uint8Array): Promise<PostedMail> {
  const fields = await readFields(type, body);
  const raw = RAW_FIELDS.map((name) => fields.get(name)).find((value) => value !== undefined) ?? "";
  const [timestamp, token, signature] = ["timestamp", "token", "signature"].map((name) => fields.get(name));
  return {
    raw: new Uint8Array(toBytes(raw)),
    mailgun: timestamp && token && signature ? { timestamp, token, signature } : null,
  };
}

/** The fields were read as Latin-1, one character for each byte; a part that declares another charset was decoded. */
const toBytes = (value: string): Buffer => Buffer.from(value, /^[\0-\xff]*$/.test(value) ? "latin1" : "utf8");

async function readFields(type: string, body: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const fields = new Map<string, string>();
  try {
    const parser = busboy({
      headers: { "content-type": type },
      defCharset: "latin1",
      limits: { fields: MAX_FIELDS, fieldSize: body.byteLength + 1, files: MAX_FIELDS },
    });
    parser.on("field", (name, value) => {
      const isUsed = RAW_FIELDS.includes(name) || value.length <= MAX_SMALL_FIELD;
      if (isUsed && !fields.has(name)) fields.set(name, value);
    });
    const ended = new Promise<void>((resolve, reject) => {
      parser.once("error", reject);
      parser.once("close", resolve);
    });
    // a mail that is sent as a file
    parser.on("file", (name, stream) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => void chunks.push(chunk));
      stream.on("end", () => {
        if (RAW_FIELDS.includes(name) && !fields.has(name))
          fields.set(name, Buffer.concat(chunks).toString("latin1"));
      });
    });
    Readable.from([body]).pipe(parser);
    await ended;
  } catch (cause) {
    throw new ApiError("mail_missing", { detail: "The form cannot be read.", cause });
  }
  return fields;
}
