import { Readable } from "node:stream";
import type { ConnectionOptions } from "node:tls";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import XOAuth2 from "nodemailer/lib/xoauth2";
import type { RefusedRecipient } from "../../../shared/mail.ts";
import type { MailSettings } from "../../../shared/mail-settings.ts";
import { classifyFailure, type Progress } from "./classify-failure.ts";
import type { ComposedMail } from "./compose.ts";
import { MailError, mailFailure } from "./failure.ts";

/** The server's answer to a message that it accepted. */
export interface Accepted {
  /** Its last reply, `250 …`. */
  readonly answer: string;
  /** The Message-ID that the relay puts in the place of ours, as Amazon SES does; null: none. */
  readonly relayMessageId: string | null;
  /** Recipients whom it refused while it accepted others. */
  readonly refused: readonly RefusedRecipient[];
}

/** How a session signs in. */
export type Credentials =
  | { readonly kind: "none" }
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  | { readonly kind: "token"; readonly user: string; readonly token: string };

/** The limits of waiting, ms. RFC 5321, section 4.5.3.2 has minutes; a server that people use answers sooner. */
export interface SmtpTimeouts {
  /** To connect, to greet and to agree on TLS. */
  readonly connect: number;
  /** For a reply, the one after the message included. */
  readonly reply: number;
}

/** One connection to an SMTP server, signed in. It sends one message at a time. */
export interface SmtpSession {
  readonly isOpen: boolean;
  /** @throws MailError */
  send(mail: ComposedMail): Promise<Accepted>;
  close(): void;
}

/**
 * Connects and signs in.
 *
 * @param tls further options of TLS, such as a certificate authority
 * @throws MailError
 */
export async function openSession(
  { host, port, security }: MailSettings["server"],
  credentials: Credentials,
  timeouts: SmtpTimeouts,
  tls: ConnectionOptions,
): Promise<SmtpSession> {
  const connection = new SMTPConnection({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    dnsTimeout: timeouts.connect,
    socketTimeout: timeouts.reply,
    tls: { minVersion: "TLSv1.2", ...tls },
  });
  // a failure between two messages closes the connection; without a listener, it would end the process
  connection.on("error", () => undefined);
  try {
    await connect(connection);
    await signIn(connection, credentials);
  } catch (error) {
    connection.close();
    throw error instanceof MailError ? error : new MailError(classifyFailure(error, "incomplete"), error);
  }
  let isOpen = true;
  connection.once("end", () => {
    isOpen = false;
  });
  return {
    get isOpen() {
      return isOpen;
    },
    send: (mail) => send(connection, mail),
    close: () => connection.quit(),
  };
}

function connect(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once("error", reject);
    connection.connect((error) => {
      connection.off("error", reject);
      if (error) reject(error);
      else resolve();
    });
  });
}

async function signIn(connection: SMTPConnection, credentials: Credentials): Promise<void> {
  if (credentials.kind === "none") return;
  if (!connection.allowsAuth) throw new MailError(mailFailure("mail_auth_missing"));
  const { user } = credentials;
  const auth =
    credentials.kind === "password"
      ? { user, pass: credentials.password }
      : { user, oauth2: new XOAuth2({ user, accessToken: credentials.token }) };
  await new Promise<void>((resolve, reject) => {
    connection.once("error", reject);
    connection.login(auth, (error) => {
      connection.off("error", reject);
      if (error) reject(error);
      else resolve();
    });
  });
}

function send(connection: SMTPConnection, { envelope, raw }: ComposedMail): Promise<Accepted> {
  let progress: Progress = "incomplete";
  const message = Readable.from(slices(raw));
  // the server has the whole message at the earliest when nodemailer has read it to its end
  message.once("end", () => {
    progress = "unanswered";
  });
  return new Promise((resolve, reject) => {
    connection.send(
      { from: envelope.from, to: [...envelope.to], size: raw.length },
      message,
      (error, info) => {
        if (error) {
          reject(new MailError(classifyFailure(error, progress), error));
          return;
        }
        resolve({
          answer: info.response,
          relayMessageId: info.serverMessageId ?? null,
          refused: (info.rejectedErrors ?? []).map(({ recipient = "", response = "" }) => ({
            address: recipient,
            answer: response,
          })),
        });
      },
    );
  });
}

/** The size of what is written at once, bytes: the message is read no faster than the connection takes it. */
const SLICE = 64 * 1024;

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}
