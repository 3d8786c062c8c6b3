import type { ServerSecret } from "../../platform/secrets.ts";
import { issueSignedToken, readSignedToken } from "../../platform/signed-token.ts";

/** The scope of a link in a mail: one conversation, and nothing else of the person (R3, R12). */
export interface LinkedConversation {
  readonly property: string;
  readonly conversation: string;
}

/** How long a link is good, ms. An erased conversation is gone at once. */
export const LINK_LIFE = 90 * 24 * 3_600_000;

const CONTEXT = "foyer-conversation-link-1";

/**
 * Issues the token of a link: `KEY.PROPERTY.CONVERSATION.EXPIRY.SIGNATURE`.
 *
 * @param secrets newest first
 * @param now ms since 1970
 */
export function issueLinkToken(
  secrets: readonly ServerSecret[],
  { property, conversation }: LinkedConversation,
  now: number,
): string {
  return issueSignedToken({ secrets, context: CONTEXT }, [property, conversation, now + LINK_LIFE]);
}

/** Reads the token of a link. @returns null if it is forged or expired */
export function readLinkToken(
  secrets: readonly ServerSecret[],
  token: string,
  now: number,
): LinkedConversation | null {
  const [property, conversation, expiry, ...more] =
    readSignedToken({ secrets, context: CONTEXT }, token) ?? [];
  if (property === undefined || conversation === undefined || more.length) return null;
  return Number(expiry) > now ? { property, conversation } : null;
}

/** The address of the page of a link. */
export const linkAddress = (publicUrl: string, token: string): string => `${publicUrl}/conversation/${token}`;
