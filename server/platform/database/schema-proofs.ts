/** The tables of proofs (R33). See `schema.ts`. */
export interface ProofSchema {
  email_codes: EmailCodes;
  proven_emails: ProvenEmails;
}

/** The one-time codes that were asked for. They are removed after a day, for which they count against the limits. */
interface EmailCodes {
  property_id: string;
  id: string;
  /** The browser that asked: no other can redeem it. */
  visitor_id: string;
  /** A keyed hash of the address (R8), so that nobody reads here who asked for which. */
  address_hash: string;
  /** A keyed hash; empty: the code is used, or another has replaced it. */
  code_hash: string;
  /** How often it was tried. */
  tries: number;
  created_at: number;
  expires_at: number;
}

/** The e-mail addresses that a browser has proven to be its visitor's. */
interface ProvenEmails {
  property_id: string;
  visitor_id: string;
  /** As addresses are compared (R8). */
  email_key: string;
  proven_at: number;
}
