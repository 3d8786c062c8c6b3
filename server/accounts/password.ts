/** Parameters for Argon2id as recommended by OWASP: 19 MiB, two passes, one lane. About 20 ms on another thread. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes a password with Argon2id, as a PHC string with its salt. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await import("@node-rs/argon2");
  return hash(password, COST);
}

/** Whether a password has this hash. Null matches no password, and takes as long as a hash. */
export async function passwordFits(password: string, hashed: string | null): Promise<boolean> {
  if (hashed === null) {
    await hashPassword(password);
    return false;
  }
  const { verify } = await import("@node-rs/argon2");
  return verify(hashed, password);
}
