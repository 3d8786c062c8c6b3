/** What every visitor ID looks like: `V` and 16 digits (R1). */
export const VISITOR_ID = /^V\d{16}$/;

/** The largest multiple of 100 000 000 that 32 bits hold; draws at or above it are thrown away. */
const UNBIASED = 4_200_000_000;

/**
 * Draws a visitor ID uniformly from all 10^16 (R1): two halves of eight digits, each from a 32-bit number with
 * rejection, so that no digit is likelier than another.
 *
 * @param fill fills the array from a cryptographic source, e.g. `(words) => crypto.getRandomValues(words)`
 */
export function drawVisitorId(fill: (words: Uint32Array<ArrayBuffer>) => unknown): string {
  const word = new Uint32Array(1);
  let id = "V";
  while (id.length < 17) {
    fill(word);
    const drawn = word[0] as number;
    if (drawn < UNBIASED) id += String(1e8 + (drawn % 1e8)).slice(1);
  }
  return id;
}
