import { once } from "node:events";
import type { ConnectionOptions } from "node:tls";
import { ImapFlow, type MailboxObject } from "imapflow";
import type { ImapSettings } from "../../../../shared/mailbox-settings.ts";
import { classifyFailure, isPassing } from "./classify-failure.ts";
import { MailboxError, mailboxFailure } from "./mailbox-error.ts";

/** The account with which a mailbox is signed in to. */
export type ImapCredentials =
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  | { readonly kind: "token"; readonly user: string; readonly token: string };

export interface ImapTimeouts {
  /** To connect, and for the server's greeting, ms. */
  readonly connect: number;
  /** Without a byte while an answer is expected, ms. */
  readonly silence: number;
}

/** A mail of a folder, without its content. */
export interface ListedMail {
  readonly uid: number;
  /** When the server received it, ms since 1970; null: it does not say. */
  readonly receivedAt: number | null;
  /** Bytes. */
  readonly size: number;
}

/** An open folder of a mailbox. It is read only: no flag is changed, and nothing is deleted. */
export interface OpenFolder {
  readonly uidValidity: number;
  /** Mails in the folder. */
  readonly count: number;
  /** The mails with a higher UID, lowest first. */
  listAfter(uid: number): Promise<readonly ListedMail[]>;
  /** The contents of mails, in the order of their UIDs. One that was deleted in the meantime is left out. */
  read(
    uids: readonly number[],
  ): Promise<readonly { readonly uid: number; readonly raw: Uint8Array<ArrayBuffer> }[]>;
  /**
   * Resolves when the server says that there is something new (RFC 2177), or when a time is over, ms.
   *
   * @throws MailboxError if the connection ends
   */
  waitForNews(time: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

const TIMEOUTS: ImapTimeouts = { connect: 20_000, silence: 300_000 };
/** RFC 2177: a server may end a connection that is idle for half an hour. */
const MAX_IDLE = 20 * 60_000;
/** Larger mails are not fetched: no server accepts them, so the number is wrong. */
const MAX_LITERAL = 1_000_000_000;

export interface ImapDeps {
  /** Further options of TLS, such as a certificate authority. */
  readonly tls?: ConnectionOptions;
  readonly timeouts?: ImapTimeouts;
}

/** Makes the client. Every error of its connection is thrown by a command too, so the event has nothing to add. */
function createClient(
  { server }: ImapSettings,
  credentials: ImapCredentials,
  { tls = {}, timeouts = TIMEOUTS }: ImapDeps,
): ImapFlow {
  const { host, port, security } = server;
  const client = new ImapFlow({
    host,
    port,
    secure: security === "tls",
    doSTARTTLS: security === "starttls" ? true : security === "none" ? false : undefined,
    auth:
      credentials.kind === "token"
        ? { user: credentials.user, accessToken: credentials.token }
        : { user: credentials.user, pass: credentials.password },
    tls,
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: MAX_IDLE,
    maxLiteralSize: MAX_LITERAL,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    socketTimeout: timeouts.silence,
    clientInfo: {
      name: "Foyer",
      version: false,
      os: false,
      vendor: false,
      "support-url": false,
      date: false,
    },
  });
  client.on("error", () => undefined);
  return client;
}

/**
 * Signs in and opens the folder.
 *
 * @throws MailboxError
 */
export async function openFolder(
  settings: ImapSettings,
  credentials: ImapCredentials,
  deps: ImapDeps,
): Promise<OpenFolder> {
  const client = createClient(settings, credentials, deps);
  try {
    await client.connect();
    const { uidValidity, exists } = await select(client, settings.folder);
    return toFolder(client, Number(uidValidity), exists);
  } catch (error) {
    client.close();
    throw new MailboxError(classifyFailure(error), error);
  }
}

/** Opens a folder. Servers refuse one that does not exist with words of their own, so any refusal counts as that. */
async function select(client: ImapFlow, folder: string): Promise<MailboxObject> {
  try {
    return await client.mailboxOpen(folder, { readOnly: true });
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.code !== "mailbox_refused" || isPassing(error)) throw error;
    throw new MailboxError(mailboxFailure("mailbox_folder_missing", failure.answer), error);
  }
}

/** The names of a mailbox's folders, which a person can choose from. @throws MailboxError */
export async function listFolders(
  settings: ImapSettings,
  credentials: ImapCredentials,
  deps: ImapDeps,
): Promise<readonly string[]> {
  const client = createClient(settings, credentials, deps);
  try {
    await client.connect();
    return (await client.list()).map(({ path }) => path);
  } catch (error) {
    throw new MailboxError(classifyFailure(error), error);
  } finally {
    client.close();
  }
}

function toFolder(client: ImapFlow, uidValidity: number, count: number): OpenFolder {
  const closed = new Promise<never>((_, reject) => {
    client.once("close", () => reject(new MailboxError(mailboxFailure("mailbox_connection_closed"))));
  });
  // it may close while nobody waits for it
  closed.catch(() => undefined);
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await Promise.race([work(), closed]);
    } catch (error) {
      throw new MailboxError(classifyFailure(error), error);
    }
  };
  return {
    uidValidity,
    count,
    listAfter: (after) =>
      guarded(async () => {
        const query = { uid: true, internalDate: true, size: true };
        const found = await client.fetchAll(`${after + 1}:*`, query, { uid: true });
        // a server gives its last mail for a range above all of them (RFC 9051, section 9: seq-range)
        return found
          .filter(({ uid }) => uid > after)
          .map(({ uid, internalDate, size }) => ({ uid, receivedAt: toTime(internalDate), size: size ?? 0 }))
          .sort((a, b) => a.uid - b.uid);
      }),
    read: (uids) =>
      guarded(async () => {
        const found = await client.fetchAll(uids.join(","), { uid: true, source: true }, { uid: true });
        return found
          .flatMap(({ uid, source }) => (source ? [{ uid, raw: new Uint8Array(source) }] : []))
          .sort((a, b) => a.uid - b.uid);
      }),
    waitForNews: (time, signal) => guarded(() => waitForNews(client, time, signal)),
    close: () => client.close(),
  };
}

/** The client leaves IDLE with the next command. A server without IDLE is asked from time to time. */
async function waitForNews(client: ImapFlow, time: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const over = new AbortController();
  const end = () => over.abort();
  const news = once(over.signal, "abort");
  const timer = setTimeout(end, time);
  client.on("exists", end);
  signal.addEventListener("abort", end);
  try {
    // IDLE goes on until the next command; that it ends by itself is no news
    const idle = client.idle().then(() => news);
    await Promise.race([news, idle]);
  } finally {
    clearTimeout(timer);
    client.off("exists", end);
    signal.removeEventListener("abort", end);
  }
}

function toTime(date: Date | string | undefined): number | null {
  if (date === undefined) return null;
  const time = new Date(date).getTime();
  return Number.isNaN(time) ? null : time;
}
