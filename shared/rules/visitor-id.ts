/** The form of a visitor ID: `V` and 16 digits (R1). */
export const VISITOR_ID = /^V\d{16}$/;

/** The largest multiple of 100,000,000 below 2^32. Larger draws are rejected, because they would favour low numbers. */
const UNBIASED = 4_200_000_000;

/**
 * Draws a visitor ID uniformly from all 10^16 (R1): twice eight digits, each from a 32-bit number with rejection
 * sampling.
 *
 * @param fill fills the array from a cryptographic source: `(array) => crypto.getRandomValues(array)`
 */
export function drawVisitorId(fill: (array: Uint32Array<ArrayBuffer>) => unknown): string {
  const word = new Uint32Array(1);
  let id = "V";
  while (id.length < 17) {
    fill(word);
    const drawn = word[0] as number;
    if (drawn < UNBIASED) id += String(1e8 + (drawn % 1e8)).slice(1);
  }
  return id;
}
