import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { MAIL_CERTIFICATE, MAIL_CERTIFICATE_KEY } from "./mail-certificate.ts";

/** A mail as the test's server received it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** The whole message (RFC 5322). */
  readonly raw: string;
  /** Its fields by their names in lower case, unfolded; of a field that is there several times, the first. */
  readonly headers: Readonly<Record<string, string>>;
  /** How the client signed in; null: it did not. */
  readonly user: string | null;
  readonly isEncrypted: boolean;
}

/** The server's treatment of a mail. It is asked at each step, in this order. */
export interface MailServerBehavior {
  /** A refusal of the password or token, or null. */
  signIn?(user: string, secret: string): Refusal | null;
  sender?(address: string): Refusal | null;
  recipient?(address: string): Refusal | null;
  /** Asked when the whole message is there, before it counts as received. */
  message?(mail: ReceivedMail): Promise<MessageAnswer> | MessageAnswer;
}

/** A reply such as 550, with its text. */
export interface Refusal {
  readonly code: number;
  readonly text: string;
}

export type MessageAnswer =
  | { readonly kind: "accept"; readonly text?: string; readonly delay?: number }
  | ({ readonly kind: "refuse" } & Refusal)
  /** The connection ends without an answer; `received` says whether the mail counts as received. */
  | { readonly kind: "cut"; readonly received: boolean }
  /** No answer ever comes. */
  | { readonly kind: "hang" };

/** A real SMTP server on a free port of this machine. */
export interface MailServer {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** The connections made since the start. */
  readonly connections: number;
  /** Changes what it does. */
  behave(behavior: MailServerBehavior): void;
  /** Ends every connection at once, as a crash would. */
  cutAll(): void;
  stop(): Promise<void>;
}

/** The certificate authority that the server's certificate is signed by: itself. */
export { MAIL_CERTIFICATE } from "./mail-certificate.ts";

/**
 * Starts the server.
 *
 * @param options `secure` for TLS from the first byte; `authMethods`, `disabledCommands`, `size` and others of smtp-server.
 *   By default it offers STARTTLS and does not want a password
 */
export async function startMailServer(
  options: SMTPServerOptions = {},
  behavior: MailServerBehavior = {},
): Promise<MailServer> {
  let current = behavior;
  let connections = 0;
  const received: ReceivedMail[] = [];
  // the topmost socket is destroyed: destroying the one below a TLS socket ends the process
  const cutAll = () => {
    for (const { _socket: socket } of server.connections) socket.destroy();
  };
  const server = new SMTPServer({
    authOptional: true,
    key: MAIL_CERTIFICATE_KEY,
    cert: MAIL_CERTIFICATE,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    authMethods: ["PLAIN", "LOGIN", "XOAUTH2"],
    ...options,
    onAuth({ username = "", password, accessToken }, _, done) {
      const refusal = current.signIn?.(username, password ?? accessToken ?? "") ?? null;
      done(toError(refusal), refusal ? undefined : { user: username });
    },
    onMailFrom: ({ address }, _, done) => done(toError(current.sender?.(address) ?? null)),
    onRcptTo: ({ address }, _, done) => done(toError(current.recipient?.(address) ?? null)),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => void chunks.push(chunk));
      stream.on("end", async () => {
        const raw = Buffer.concat(chunks).toString("utf8");
        const { mailFrom, rcptTo } = session.envelope;
        const mail: ReceivedMail = {
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          raw,
          headers: headersOf(raw),
          user: typeof session.user === "string" ? session.user : null,
          isEncrypted: session.secure,
        };
        const answer = (await current.message?.(mail)) ?? { kind: "accept" };
        if (answer.kind === "hang") return;
        if (answer.kind === "refuse") {
          done(toError(answer));
          return;
        }
        if (answer.kind === "cut") {
          if (answer.received) received.push(mail);
          cutAll();
          return;
        }
        if (answer.delay) await pause(answer.delay);
        received.push(mail);
        done(null, answer.text);
      });
    },
  });
  // a connection that is cut in a test is no error of the server
  server.on("error", () => undefined);
  server.server.on("connection", () => {
    connections++;
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    received,
    get connections() {
      return connections;
    },
    behave(next) {
      current = next;
    },
    cutAll,
    async stop() {
      cutAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function toError(refusal: Refusal | null): Error | null {
  return refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code });
}

/** The fields of a message's header (RFC 5322, section 2.2). */
export function headersOf(raw: string): Record<string, string> {
  const [head = ""] = raw.split(/\r?\n\r?\n/);
  const fields = head
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/)
    .map((line) => /^([!-9;-~]+):\s*(.*)$/.exec(line));
  const entries = fields.flatMap((field) => (field ? [[field[1]?.toLowerCase() ?? "", field[2] ?? ""]] : []));
  // the first of each name counts
  return Object.fromEntries(entries.reverse());
}
