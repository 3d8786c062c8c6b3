/** How often a text may be encoded. Nobody encodes an address more often without something to hide. */
const MAX_ROUNDS = 5;

/**
 * Decodes the percent-encoding of a text (RFC 3986, 2.1; also `%u0040` of old scripts), as often as it was applied.
 * Bytes that are no UTF-8 are read as Latin-1. A `+` stays.
 *
 * @returns null if it is encoded more than five times
 */
export function decodeFully(encoded: string): string | null {
  let text = encoded;
  for (let round = 0; round <= MAX_ROUNDS; round++) {
    const decoded = decodeOnce(text);
    if (decoded === text) return text;
    text = decoded;
  }
  return null;
}

function decodeOnce(text: string): string {
  return text
    .replace(/(?:%[\da-f]{2})+/gi, decodeBytes)
    .replace(/%u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function decodeBytes(bytes: string): string {
  try {
    return decodeURIComponent(bytes);
  } catch {
    // not UTF-8
    return bytes.replace(/%(..)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
}

/** The text that a text in base64 or base64url holds; null if it is none, or does not hold text. */
export function decodeBase64(encoded: string): string | null {
  if (!/^[\w+/-]{8,}={0,2}$/.test(encoded)) return null;
  try {
    const bytes = atob(encoded.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/"));
    const decoded = decodeURIComponent(bytes.replace(/[^\w]/g, toPercent));
    return /\p{Cc}/u.test(decoded) ? null : decoded;
  } catch {
    return null; // an impossible length, or bytes that are no UTF-8
  }
}

const toPercent = (byte: string) => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`;
