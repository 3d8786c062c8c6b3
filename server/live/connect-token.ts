import { timingSafeEqual } from "node:crypto";
import { type ServerSecret, signWith } from "../platform/secrets.ts";

/** How long a token is good for, ms: it is made for the connection that is about to be opened. */
const TOKEN_LIFE = 60_000;

/** Bound into the signature, so that nothing else signed with the same secret passes for a token. */
const CONTEXT = "foyer-connect-token-1";

function sign(secret: ServerSecret, payload: string): string {
  return signWith(secret, `${CONTEXT}.${payload}`);
}

/**
 * Issues what opens one live connection for an agent: `KEY.AGENT.EXPIRY.NONCE.SIGNATURE`.
 *
 * @param secrets newest first
 * @param nonce makes the token one of a kind, so that it can be used up
 */
export function issueConnectToken(
  secrets: readonly ServerSecret[],
  { agent, nonce, now }: { agent: string; nonce: string; now: number },
): string {
  const [newest] = secrets;
  if (!newest) throw new Error("A token needs a secret to be signed with");
  const payload = [newest.id, agent, now + TOKEN_LIFE, nonce].join(".");
  return `${payload}.${sign(newest, payload)}`;
}

/** Takes tickets, each once. */
export class ConnectTokens {
  readonly #secrets: readonly ServerSecret[];
  /** Until when each used one would have been good. */
  readonly #used = new Map<string, number>();
  /** Until when each agent's last token may be good that was issued before they signed out. */
  readonly #refused = new Map<string, number>();

  constructor(secrets: readonly ServerSecret[]) {
    this.#secrets = secrets;
  }

  /** Uses a token up. @returns the agent's ID; null: it is no token of ours, too old, or was used before */
  redeem(token: string, now: number): string | null {
    const end = token.lastIndexOf(".");
    const payload = token.slice(0, Math.max(end, 0));
    const [key, agent = "", expiry, ...rest] = payload.split(".");
    const secret = this.#secrets.find(({ id }) => id === key);
    if (!secret || rest.length !== 1) return null;
    const given = Buffer.from(token.slice(end + 1));
    const right = Buffer.from(sign(secret, payload));
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    if (!(Number(expiry) > now) || this.#used.has(payload)) return null;
    if (Number(expiry) <= (this.#refused.get(agent) ?? 0)) return null;
    this.#used.set(payload, Number(expiry));
    return agent;
  }

  /** The agent has signed out: what was issued until now is good no longer. */
  revokeIssued(agent: string, now: number): void {
    this.#refused.set(agent, now + TOKEN_LIFE);
  }

  /** Forgets what is too old anyhow. */
  removeExpired(now: number): void {
    for (const kept of [this.#used, this.#refused])
      for (const [key, expiry] of kept) if (expiry <= now) kept.delete(key);
  }
}
