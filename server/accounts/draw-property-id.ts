const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const LENGTH = 10;
/** The largest multiple of the alphabet's length within a byte. Bytes from it on are discarded, against bias. */
const UNBIASED = 252;

/** Draws a property's ID: ten lower-case letters and digits, each as likely as any other. */
export function drawPropertyId(random: (bytes: number) => Uint8Array): string {
  let id = "";
  while (id.length < LENGTH)
    for (const byte of random(LENGTH))
      if (byte < UNBIASED && id.length < LENGTH) id += ALPHABET.charAt(byte % ALPHABET.length);
  return id;
}
