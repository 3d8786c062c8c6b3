import type { ServerSecret } from "../platform/secrets.ts";
import { issueSignedToken, readSignedToken } from "../platform/signed-token.ts";

/** How long a connect token is valid, ms. A dashboard asks for one immediately before it connects. */
const TOKEN_LIFE = 60_000;

const CONTEXT = "foyer-connect-token-1";

/**
 * Issues a connect token, which opens one live connection for an agent: `KEY.AGENT.EXPIRY.NONCE.SIGNATURE`.
 *
 * @param secrets newest first
 * @param nonce makes the token unique, so that it can be redeemed only once
 */
export function issueConnectToken(
  secrets: readonly ServerSecret[],
  { agent, nonce, now }: { agent: string; nonce: string; now: number },
): string {
  return issueSignedToken({ secrets, context: CONTEXT }, [agent, now + TOKEN_LIFE, nonce]);
}

/** Redeems connect tokens, each once. */
export class ConnectTokens {
  readonly #secrets: readonly ServerSecret[];
  /** The expiry of each redeemed token. */
  readonly #redeemed = new Map<string, number>();
  /** By agent: tokens that expire until this moment are revoked. */
  readonly #revoked = new Map<string, number>();

  constructor(secrets: readonly ServerSecret[]) {
    this.#secrets = secrets;
  }

  /** Redeems a token. @returns the agent's ID; null if it is forged, expired, revoked, or was redeemed before */
  redeem(token: string, now: number): string | null {
    const fields = readSignedToken({ secrets: this.#secrets, context: CONTEXT }, token);
    if (fields?.length !== 3) return null;
    const [agent = "", expiry] = fields;
    if (!(Number(expiry) > now) || this.#redeemed.has(token)) return null;
    if (Number(expiry) <= (this.#revoked.get(agent) ?? 0)) return null;
    this.#redeemed.set(token, Number(expiry));
    return agent;
  }

  /** Revokes all tokens that were issued to an agent until now. */
  revokeIssued(agent: string, now: number): void {
    this.#revoked.set(agent, now + TOKEN_LIFE);
  }

  /** Forgets tokens that have expired. */
  removeExpired(now: number): void {
    for (const entries of [this.#redeemed, this.#revoked])
      for (const [key, expiry] of entries) if (expiry <= now) entries.delete(key);
  }
}
