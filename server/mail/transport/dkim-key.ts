import { createPrivateKey } from "node:crypto";

/** RFC 8301, section 3.2: verifiers may ignore signatures by shorter keys. */
const LEAST_BITS = 1024;

/**
 * Why a private key cannot sign mails (RFC 6376), in words; null: it can. nodemailer sends a mail unsigned, and says
 * nothing, if the key is broken or is not RSA, so keys are checked when they are saved and when the server starts.
 *
 * @param pem the private key
 */
export function dkimKeyFault(pem: string): string | null {
  let key: ReturnType<typeof createPrivateKey>;
  try {
    key = createPrivateKey(pem);
  } catch {
    return "is not a private key in PEM form, which begins with -----BEGIN PRIVATE KEY----- and has no passphrase";
  }
  if (key.asymmetricKeyType !== "rsa")
    return `must be an RSA key; with a key of the type ${key.asymmetricKeyType} mails would leave unsigned`;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < LEAST_BITS ? `must have at least ${LEAST_BITS} bits, not ${bits}` : null;
}
