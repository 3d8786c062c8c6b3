import type { ConnectionOptions } from "node:tls";
import type { MailFailure } from "../../../shared/mail.ts";
import type { MailSettings } from "../../../shared/mail-settings.ts";
import { type AccessTokens, createAccessTokens, type TokenDeps } from "./access-token.ts";
import { compose } from "./compose.ts";
import { MailError, mailFailure } from "./failure.ts";
import type { OutgoingMail } from "./outgoing-mail.ts";
import {
  type Accepted,
  type Credentials,
  openSession,
  type SmtpSession,
  type SmtpTimeouts,
} from "./smtp-session.ts";

export interface TransportDeps extends TokenDeps {
  /** Further options of TLS, such as a certificate authority. */
  readonly tls?: ConnectionOptions;
  readonly timeouts?: SmtpTimeouts;
}

/** Sends mails by one SMTP server and account. It keeps no queue: a mail that it could not send is the caller's. */
export interface MailTransport {
  /**
   * Sends a mail, on an open connection if one is free. Several calls at a time use several connections.
   *
   * @throws MailError, whose code says whether the mail may have been sent
   */
  send(mail: OutgoingMail): Promise<Accepted>;
  /** Ends the connections that send nothing; those that send end after it. */
  close(): void;
}

const TIMEOUTS: SmtpTimeouts = { connect: 20_000, reply: 120_000 };
/** A connection that sends nothing for so long is closed, ms: servers end theirs after about a minute. */
const IDLE = 20_000;
/** Whether a failure is that of a connection which the server ended while nothing was sent. 421: it is just closing. */
const isStale = ({ code, answer }: MailFailure) =>
  code === "mail_connection_closed" || code === "mail_timeout" || answer.startsWith("421");

/** Makes a transport. It connects when it is used. */
export function createMailTransport(settings: MailSettings, deps: TransportDeps): MailTransport {
  const { auth, server, dkim } = settings;
  const tokens =
    auth.kind === "refresh_token" || auth.kind === "client_credentials"
      ? createAccessTokens(auth, deps)
      : null;
  const idle: { readonly session: SmtpSession; readonly timer: NodeJS.Timeout }[] = [];
  let isClosed = false;

  const open = (credentials: Credentials) =>
    openSession(server, credentials, deps.timeouts ?? TIMEOUTS, deps.tls ?? {});
  const connect = async (): Promise<SmtpSession> => {
    if (!tokens) return open(auth.kind === "password" ? auth : { kind: "none" });
    const user = auth.kind === "none" ? "" : auth.user;
    return withToken(tokens, (token) => open({ kind: "token", user, token }));
  };
  const take = (): SmtpSession | null => {
    for (let last = idle.pop(); last; last = idle.pop()) {
      clearTimeout(last.timer);
      if (last.session.isOpen) return last.session;
    }
    return null;
  };
  const release = (session: SmtpSession) => {
    if (!session.isOpen) return;
    if (isClosed) {
      session.close();
      return;
    }
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((one) => one.session === session),
        1,
      );
      session.close();
    }, IDLE);
    timer.unref();
    idle.push({ session, timer });
  };

  return {
    async send(mail) {
      const composed = await compose(mail, dkim);
      const sendOn = async (session: SmtpSession) => {
        try {
          const accepted = await session.send(composed);
          release(session);
          return accepted;
        } catch (error) {
          // after a refusal, some servers expect the next command and some have closed
          session.close();
          throw error;
        }
      };
      const reused = take();
      if (reused) {
        try {
          return await sendOn(reused);
        } catch (error) {
          // the server may have ended the connection in the meantime: what a new one says counts
          if (!(error instanceof MailError && isStale(error.failure))) throw error;
        }
      }
      return sendOn(await connect());
    },
    close() {
      isClosed = true;
      for (const { session, timer } of idle.splice(0)) {
        clearTimeout(timer);
        session.close();
      }
    },
  };
}

/** Signs in by an access token; if it is refused, once more by a new one. */
async function withToken(
  tokens: AccessTokens,
  open: (token: string) => Promise<SmtpSession>,
): Promise<SmtpSession> {
  const isRefused = (error: unknown) =>
    error instanceof MailError && error.failure.code === "mail_auth_refused";
  try {
    return await open(await tokens.get(false));
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
  try {
    return await open(await tokens.get(true));
  } catch (error) {
    if (!isRefused(error) || !(error instanceof MailError)) throw error;
    throw new MailError(mailFailure("mail_token_refused", error.failure.answer), error);
  }
}
