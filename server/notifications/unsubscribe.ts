import type { ServerSecret } from "../platform/secrets.ts";
import { issueSignedToken, readSignedToken } from "../platform/signed-token.ts";

export interface UnsubscribeSecrets {
  /** The secrets of the links by which agents end their mails, newest first. */
  readonly unsubscribeSecrets: readonly ServerSecret[];
}

const kind = ({ unsubscribeSecrets }: UnsubscribeSecrets) => ({
  secrets: unsubscribeSecrets,
  context: "agent_notifications",
});

/**
 * The address by which an agent ends the mails without signing in (RFC 8058). It never expires: a mail may be read years later.
 *
 * @param base the server's public address
 */
export const unsubscribeUrl = (base: string, secrets: UnsubscribeSecrets, agent: string): string =>
  `${base}/notifications/unsubscribe/${issueSignedToken(kind(secrets), [agent])}`;

/** The agent whom such a link is for; null: this server has not made it. */
export const readUnsubscribeToken = (secrets: UnsubscribeSecrets, token: string): string | null =>
  readSignedToken(kind(secrets), token)?.[0] ?? null;
