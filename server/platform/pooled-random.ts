import { randomFillSync } from "node:crypto";

/** Bytes that one system call draws. */
const POOL_SIZE = 8_192;

/**
 * Makes a source of cryptographically random bytes that draws many of them with one system call.
 *
 * @returns a function that takes a number of bytes
 */
export function pooledRandom(): (bytes: number) => Uint8Array<ArrayBuffer> {
  const pool = new Uint8Array(POOL_SIZE);
  let used = POOL_SIZE;
  return (bytes) => {
    if (bytes > POOL_SIZE) return randomFillSync(new Uint8Array(bytes));
    if (used + bytes > POOL_SIZE) {
      randomFillSync(pool);
      used = 0;
    }
    used += bytes;
    return pool.slice(used - bytes, used);
  };
}
