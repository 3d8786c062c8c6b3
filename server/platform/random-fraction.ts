/** Draws a number from 0 (inclusive) to 1 (exclusive), of 32 bits. @param random gives random bytes */
export const randomFraction = (random: (bytes: number) => Uint8Array<ArrayBuffer>): number =>
  Buffer.from(random(4)).readUInt32BE() / 2 ** 32;
