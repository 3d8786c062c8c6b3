import type { ImapSettings } from "../../../../shared/mailbox-settings.ts";
import type { AccessTokens } from "../../transport/access-token.ts";
import { MailboxError, mailboxFailure } from "./mailbox-error.ts";
import type { ImapCredentials } from "./open-folder.ts";

/**
 * Signs in to a mailbox; by an access token that is refused, once more with a new one.
 *
 * @param tokens null: the mailbox has a password
 * @throws MailboxError; MailError if no token can be fetched
 */
export async function withCredentials<T>(
  auth: ImapSettings["auth"],
  tokens: AccessTokens | null,
  signIn: (credentials: ImapCredentials) => Promise<T>,
): Promise<T> {
  if (auth.kind === "password") return signIn(auth);
  if (!tokens) throw new Error("A mailbox with OAuth2 needs the source of its access tokens");
  const withToken = async (isRefused: boolean) =>
    signIn({ kind: "token", user: auth.user, token: await tokens.get(isRefused) });
  try {
    return await withToken(false);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  try {
    return await withToken(true);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new MailboxError(mailboxFailure("mailbox_token_refused", error.failure.answer), error);
  }
}

const isRefusal = (error: unknown): error is MailboxError =>
  error instanceof MailboxError && error.failure.code === "mailbox_auth_refused";
