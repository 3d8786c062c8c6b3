import * as z from "zod/mini";

/**
 * Asks for a proof of work (R37): a counter for which PBKDF2 (SHA-256), with the challenge as the password and the counter as the salt
 * (32 bits), gives a key of 32 bits that, times `tries`, is below 2^32. Numbers are little-endian, as in all browsers.
 */
export const WorkChallenge = z.object({
  challenge: z.string(),
  /** How many counters have to be tried, on average. */
  tries: z.number(),
  /** The iterations of PBKDF2 for one try. */
  rounds: z.number(),
});
export type WorkChallenge = z.infer<typeof WorkChallenge>;

/** The answer to a challenge. */
export const WorkProof = z.object({
  challenge: z.string().check(z.maxLength(500)),
  counter: z.int().check(z.gte(0), z.lt(2 ** 32)),
});
export type WorkProof = z.infer<typeof WorkProof>;
