/** Secrets of the server. The newest of a purpose signs; older ones verify until they are removed. */
export interface ServerSecrets {
  id: string;
  /** A `SecretPurpose`, or setup (the hash of the first-run link's token). */
  purpose: string;
  secret: string;
  created_at: number;
}

/** The codes of hand-overs that were redeemed: each can be used once. */
export interface UsedHandOvers {
  id: string;
  /** After this time the code would be refused anyway, ms since 1970. */
  expires_at: number;
}
