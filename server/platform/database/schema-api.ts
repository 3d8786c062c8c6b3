/** The tables of the REST API (R34). See `schema.ts`. */
export interface ApiSchema {
  api_keys: ApiKeys;
  api_idempotency: ApiIdempotency;
}

interface ApiKeys {
  property_id: string;
  id: string;
  name: string;
  /** The beginning of the secret. */
  prefix: string;
  /** SHA-256 in base64url. The secret has 256 random bits, so that a hash without salt cannot be searched. */
  secret_hash: string;
  /** JSON: an array of scopes. */
  scopes: string;
  created_at: number;
  /** The ID of the admin. */
  created_by: string;
  expires_at: number | null;
  /** Written once a minute at most. */
  last_used_at: number | null;
  revoked_at: number | null;
}

/** The answers to requests with an `Idempotency-Key`. They are removed after a day. */
interface ApiIdempotency {
  property_id: string;
  /** The API key. */
  key_id: string;
  idempotency_key: string;
  /** SHA-256 of the method, the address and the body, in base64url. */
  request_hash: string;
  /** The HTTP status; null: a request in several transactions that has not ended. */
  status: number | null;
  /** JSON: the answer's body, or what it has so far. */
  answer: string;
  /** The contact whom the answer is about, by whose erasure the row is removed; empty: several; null: nobody. */
  person_id: string | null;
  /** Until when the process that runs a request in several transactions has it. 0: nobody runs it. */
  leased_until: number;
  created_at: number;
}
