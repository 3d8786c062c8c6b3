import type { ServerSecret } from "../platform/secrets.ts";
import { issueSignedToken, readSignedToken } from "../platform/signed-token.ts";

/** How long a connect token is valid, ms. A dashboard asks for one immediately before it connects. */
const TOKEN_LIFE = 60_000;

const CONTEXT = "foyer-connect-token-2";

/** Whom a connect token lets in. */
export interface Connecting {
  /** The agent's ID. */
  readonly agent: string;
  /** The ID of the session that asked for it: the connection ends with that session. */
  readonly session: string;
}

/**
 * Issues a connect token, which opens one live connection for a session: `KEY.AGENT.SESSION.EXPIRY.NONCE.SIGNATURE`.
 *
 * @param secrets newest first
 * @param nonce makes the token unique, so that it can be redeemed only once
 */
export function issueConnectToken(
  secrets: readonly ServerSecret[],
  { agent, session, nonce, now }: Connecting & { readonly nonce: string; readonly now: number },
): string {
  return issueSignedToken({ secrets, context: CONTEXT }, [agent, session, now + TOKEN_LIFE, nonce]);
}

/** Redeems connect tokens, each once. */
export class ConnectTokens {
  readonly #secrets: readonly ServerSecret[];
  /** The expiry of each redeemed token. */
  readonly #redeemed = new Map<string, number>();

  constructor(secrets: readonly ServerSecret[]) {
    this.#secrets = secrets;
  }

  /**
   * Redeems a token. Whether its session still lives is for the caller to look up.
   *
   * @returns null if it is forged, expired, or was redeemed before
   */
  redeem(token: string, now: number): Connecting | null {
    const fields = readSignedToken({ secrets: this.#secrets, context: CONTEXT }, token);
    if (fields?.length !== 4) return null;
    const [agent = "", session = "", expiry] = fields;
    if (!(Number(expiry) > now) || this.#redeemed.has(token)) return null;
    this.#redeemed.set(token, Number(expiry));
    return { agent, session };
  }

  /** Forgets tokens that have expired. */
  removeExpired(now: number): void {
    for (const [token, expiry] of this.#redeemed) if (expiry <= now) this.#redeemed.delete(token);
  }
}
