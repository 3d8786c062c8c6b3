import type { BodyOutcome, Provider, ReceivedBodyState } from "../../../shared/webhook-source.ts";

/** The tables of incoming webhooks. */
export interface SourceSchema {
  webhook_sources: WebhookSources;
  received_bodies: ReceivedBodies;
  received_body_keys: ReceivedBodyKeys;
}

interface WebhookSources {
  property_id: string;
  id: string;
  name: string;
  provider: Provider;
  /** The SHA-256 of the secret in its address. */
  secret_hash: string;
  /** The secret by which the provider signs, which is never sent out; null: none is stored. */
  signing_secret: string | null;
  /** SourceMapping as JSON. */
  mapping: string;
  country: string | null;
  is_active: number;
  version: number;
  wrong_signatures: number;
  last_wrong_signature_at: number | null;
  created_at: number;
}

/** Every body that a source has received, for 30 days (R36). */
interface ReceivedBodies {
  property_id: string;
  id: string;
  source_id: string;
  /** The provider's ID of the event, or the digest: a body that is received again is recognised by either. */
  event_key: string;
  /** SHA-256 of the body as it was sent. */
  digest: string;
  topic: string;
  /** 0: its signature could not be checked, because the secret was not stored yet. */
  is_verified: number;
  /** JSON, of a form too; null: erased (R26). */
  body: string | null;
  state: ReceivedBodyState;
  outcome: BodyOutcome | null;
  reason: string;
  /** Why values were left out, string[] as JSON. */
  left_out: string;
  /** The contact whom it is about, by the ID of then. */
  visitor_id: string | null;
  tries: number;
  /** Null unless it is queued. */
  next_try_at: number | null;
  received_at: number;
}

/** The e-mails, phones and user IDs in a body, so that erasing a person finds it (R26). */
interface ReceivedBodyKeys {
  property_id: string;
  identifier_key: string;
  body_id: string;
}
