import type { WorkChallenge, WorkProof } from "../../shared/work.ts";

/**
 * Finds the proof that the server asks for (R37). The browser derives the keys outside of the page's thread, so the page does not
 * freeze, and no policy of the page forbids it.
 *
 * @returns undefined if the browser cannot: it has no Web Crypto on a page without https
 */
export async function solveWork({ challenge, tries, rounds }: WorkChallenge): Promise<WorkProof | undefined> {
  const name = "PBKDF2";
  const { subtle } = crypto;
  const secret = await subtle?.importKey("raw", new TextEncoder().encode(challenge), name, false, [
    "deriveBits",
  ]);
  for (let counter = 0; secret; counter++) {
    const salt = new Uint32Array([counter]);
    const key = await subtle.deriveBits({ name, hash: "SHA-256", salt, iterations: rounds }, secret, 32);
    if ((new Uint32Array(key)[0] ?? 0) * tries < 2 ** 32) return { challenge, counter };
  }
  return undefined;
}
