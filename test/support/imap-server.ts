import { type CutProxy, startCutProxy } from "./cut-proxy.ts";
import { findDovecot, startDovecot } from "./dovecot.ts";
import { startHoodiecrow } from "./hoodiecrow.ts";

/** Who opens a mailbox, over a connection without encryption. */
export interface MailboxUser {
  readonly user: string;
  readonly password: string;
}

export const MAILBOX: MailboxUser = { user: "support", password: "a secret of the mailbox" };

/** A real IMAP server on this machine, with one mailbox. */
export interface ImapServer extends ImapServerProcess, Pick<CutProxy, "cutAll" | "cutAfter" | "goDown"> {}

/** What each server does itself. Connections are cut in front of it, in one way for all of them. */
export interface ImapServerProcess {
  readonly port: number;
  /**
   * Puts mails into a folder in this order, as a mail system does: they are new to every client.
   *
   * @param mails whole messages (RFC 5322); a text is sent as UTF-8
   * @param folder it is made if it does not exist
   */
  deliver(mails: readonly (string | Uint8Array)[], folder?: string): Promise<void>;
  /** Gives a folder that nobody has open another UIDVALIDITY (RFC 3501, section 2.3.1.1); its mails stay. */
  renumber(folder?: string): Promise<void>;
  removeFolder(folder: string): Promise<void>;
  /** Refuses the password from now on, or takes it again. */
  refusePassword(isRefused: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** What becomes of the tests with Dovecot. */
export type DovecotPlan =
  | { readonly kind: "run" }
  /** It is not installed; the reason says what to install. */
  | { readonly kind: "skip" | "fail"; readonly reason: string };

/**
 * Decides about Dovecot, which npm cannot install.
 *
 * @param isRequired in CI, a program that is not installed is a failure: a test that is skipped there would be skipped for
 *   ever
 */
export function planDovecot(
  program: string | null = findDovecot(),
  isRequired = Boolean(process.env.CI),
): DovecotPlan {
  if (program !== null) return { kind: "run" };
  const reason = "Dovecot is not installed (Debian: apt-get install dovecot-imapd)";
  return { kind: isRequired ? "fail" : "skip", reason };
}

/** Starts the IMAP server of npm. */
export const startHoodiecrowServer = async (): Promise<ImapServer> =>
  behindProxy(await startHoodiecrow(MAILBOX));

/** Starts Dovecot. @throws if it is not installed */
export const startDovecotServer = async (): Promise<ImapServer> => behindProxy(await startDovecot(MAILBOX));

async function behindProxy(server: ImapServerProcess): Promise<ImapServer> {
  const proxy = await startCutProxy(server.port);
  const { cutAll, cutAfter, goDown } = proxy;
  const stop = async () => {
    await proxy.close();
    await server.stop();
  };
  return { ...server, cutAll, cutAfter, goDown, port: proxy.port, stop };
}
