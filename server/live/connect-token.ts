import { timingSafeEqual } from "node:crypto";
import { type ServerSecret, signWith } from "../platform/secrets.ts";

/** How long a connect token is valid, ms. A dashboard asks for one immediately before it connects. */
const TOKEN_LIFE = 60_000;

/** Part of what is signed, so that other data signed with the same secret is not accepted as a connect token. */
const CONTEXT = "foyer-connect-token-1";

function sign(secret: ServerSecret, payload: string): string {
  return signWith(secret, `${CONTEXT}.${payload}`);
}

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
  const [newest] = secrets;
  if (!newest) throw new Error("No secret to sign a connect token with");
  const payload = [newest.id, agent, now + TOKEN_LIFE, nonce].join(".");
  return `${payload}.${sign(newest, payload)}`;
}

/** Redeems connect tokens, each once. */
export class ConnectTokens {
  readonly #secrets: readonly ServerSecret[];
  /** The expiry of each redeemed token, by its payload. */
  readonly #redeemed = new Map<string, number>();
  /** By agent: tokens that expire until this moment are revoked. */
  readonly #revoked = new Map<string, number>();

  constructor(secrets: readonly ServerSecret[]) {
    this.#secrets = secrets;
  }

  /** Redeems a token. @returns the agent's ID; null if it is forged, expired, revoked, or was redeemed before */
  redeem(token: string, now: number): string | null {
    const end = token.lastIndexOf(".");
    const payload = token.slice(0, Math.max(end, 0));
    const [key, agent = "", expiry, ...rest] = payload.split(".");
    const secret = this.#secrets.find(({ id }) => id === key);
    if (!secret || rest.length !== 1) return null;
    const given = Buffer.from(token.slice(end + 1));
    const expected = Buffer.from(sign(secret, payload));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    if (!(Number(expiry) > now) || this.#redeemed.has(payload)) return null;
    if (Number(expiry) <= (this.#revoked.get(agent) ?? 0)) return null;
    this.#redeemed.set(payload, Number(expiry));
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
