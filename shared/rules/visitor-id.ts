/** The form of a visitor ID: `V` and 16 digits (R1). */
export const VISITOR_ID = /^V\d{16}$/;

/** Bytes from this on are rejected, because they would favour low digits: it is the largest multiple of ten below 256. */
export const UNBIASED = 250;

/** Fills the array from a cryptographic source, and returns it. */
type Fill = (array: Uint8Array<ArrayBuffer>) => Iterable<number>;

/** A cryptographic source: `crypto`. */
interface RandomSource {
  getRandomValues: Fill;
}

/** Draws `V` and digits, `length` characters in all: each digit uniformly, from a byte, with rejection sampling. */
export function drawDigits(source: RandomSource, length: number): string {
  let digits = "V";
  while (digits.length < length)
    for (const byte of source.getRandomValues(new Uint8Array(1))) if (byte < UNBIASED) digits += byte % 10;
  return digits;
}

/** Draws a visitor ID uniformly from all 10^16 (R1). */
export const drawVisitorId = (fill: Fill): string => drawDigits({ getRandomValues: fill }, 17);
