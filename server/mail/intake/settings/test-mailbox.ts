import type { ImapSettings, MailboxTestResult } from "../../../../shared/mailbox-settings.ts";
import { classifyFailure } from "../imap/classify-failure.ts";
import { type ReaderDeps, tokensOf } from "../imap/mailbox-reader.ts";
import { type ImapCredentials, listFolders, openFolder } from "../imap/open-folder.ts";
import { withCredentials } from "../imap/with-credentials.ts";

/** The names of more folders than this are not shown. */
const MAX_FOLDERS = 200;

/** Signs in to a mailbox and opens its folder, by connections of its own, and says what the server answered. */
export async function testMailbox(
  deps: Pick<ReaderDeps, "database" | "fetch" | "now" | "mailTls" | "imapTimeouts">,
  property: string,
  settings: ImapSettings,
): Promise<MailboxTestResult> {
  const options = {
    ...(deps.mailTls && { tls: deps.mailTls }),
    ...(deps.imapTimeouts && { timeouts: deps.imapTimeouts }),
  };
  const tokens = tokensOf(deps, property, settings);
  const withSignIn = <T>(use: (credentials: ImapCredentials) => Promise<T>) =>
    withCredentials(settings.auth, tokens, use);
  let folders: readonly string[] = [];
  try {
    folders = await withSignIn((credentials) => listFolders(settings, credentials, options));
    const folder = await withSignIn((credentials) => openFolder(settings, credentials, options));
    folder.close();
    return { kind: "opened", mails: folder.count, folders: folders.slice(0, MAX_FOLDERS) };
  } catch (error) {
    return { kind: "failed", ...classifyFailure(error), folders: folders.slice(0, MAX_FOLDERS) };
  }
}
