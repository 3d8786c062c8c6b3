import { pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import type { WorkChallenge, WorkProof } from "../../shared/work.ts";
import type { Deps } from "../deps.ts";
import type { ServerSecret } from "../platform/secrets.ts";
import { issueSignedToken, readSignedToken } from "../platform/signed-token.ts";

const derive = promisify(pbkdf2);

const CONTEXT = "foyer-work-1";

/**
 * How many rounds of PBKDF2 one try takes. Browsers compute it outside of the page's thread, about as fast as a program does, and the
 * server verifies a proof by one try.
 */
const ROUNDS = 10_000;

/** How long a challenge can be answered, ms: a slow phone takes half a minute for the most difficult one. */
const CHALLENGE_LIFE = 600_000;

export interface WorkDeps extends Pick<Deps, "now" | "random"> {
  readonly visitorSecrets: readonly ServerSecret[];
}

/** The visitor who does the work. */
interface Worker {
  readonly property: string;
  readonly visitor: string;
}

/** A challenge that only this server can make, for one visitor. Nothing of it is stored. @param tries on average */
export function issueChallenge(
  { visitorSecrets: secrets, now, random }: WorkDeps,
  { property, visitor }: Worker,
  tries: number,
): WorkChallenge {
  const salt = Buffer.from(random(12)).toString("base64url");
  const fields = [property, visitor, tries, now() + CHALLENGE_LIFE, salt];
  return { challenge: issueSignedToken({ secrets, context: CONTEXT }, fields), tries, rounds: ROUNDS };
}

/**
 * Verifies a proof of work. It takes some milliseconds of a thread of the pool.
 *
 * @returns what identifies the challenge, which must be accepted only once; null: the proof is wrong, too late, or somebody else's
 */
export async function verifyProof(
  { visitorSecrets: secrets, now }: Pick<WorkDeps, "visitorSecrets" | "now">,
  { property, visitor }: Worker,
  { challenge, counter }: WorkProof,
): Promise<string | null> {
  const fields = readSignedToken({ secrets, context: CONTEXT }, challenge);
  if (fields?.length !== 5) return null;
  const [itsProperty, itsVisitor, tries, expiresAt, salt = ""] = fields;
  if (itsProperty !== property || itsVisitor !== visitor || !(Number(expiresAt) > now())) return null;
  const key = await derive(challenge, Buffer.from(Uint32Array.of(counter).buffer), ROUNDS, 4, "sha256");
  return key.readUInt32LE() * Number(tries) < 2 ** 32 ? salt : null;
}
