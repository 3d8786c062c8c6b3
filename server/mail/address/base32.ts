const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** Bytes in the base32 alphabet of RFC 4648, section 6, in lower case and without padding: 5 bits a character. */
export function toBase32(bytes: Uint8Array): string {
  let [text, bits, value] = ["", 0, 0];
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(value >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}
