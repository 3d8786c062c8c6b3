/** The tables of proofs (R33). See `schema.ts`. */
export interface ProofSchema {
  email_codes: EmailCodes;
  proven_emails: ProvenEmails;
  identity_secrets: IdentitySecrets;
  proven_user_ids: ProvenUserIds;
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

/** The secrets that the owner's server signs identities with. */
interface IdentitySecrets {
  property_id: string;
  id: string;
  /** As it is signed with: a signature cannot be verified by a hash. Its bytes are those of UTF-8. */
  secret: string;
  created_at: number;
  /** To the hour; null: never. */
  last_used_at: number | null;
}

/** The user ID that a browser has proven to be its visitor's, by a signature of the owner's server. */
interface ProvenUserIds {
  property_id: string;
  visitor_id: string;
  user_id: string;
  proven_at: number;
}
