import * as z from "zod/mini";
import { ImportField } from "./import.ts";
import { tidyLine } from "./rules/text.ts";
import { VisitorId } from "./visitor.ts";

/** The services whose webhooks are understood. `other`: any program that sends JSON or a form. */
export const PROVIDERS = ["typeform", "calendly", "stripe", "shopify", "woocommerce", "other"] as const;
export const Provider = z.enum(PROVIDERS);
export type Provider = z.infer<typeof Provider>;

/** Characters of a path into a body. */
export const MAX_PATH_LENGTH = 500;
/** Rules of one mapping. */
export const MAX_MAPPING_RULES = 100;

/** A value of a body that becomes a detail, an attribute, a tag or a note. */
export const MappingRule = z.object({
  /** Where the value is in the body: `form_response.answers[field.ref="email"].email`. */
  path: z.string().check(z.minLength(1), z.maxLength(MAX_PATH_LENGTH)),
  field: ImportField.check(z.refine((field) => field !== "visitor_id", { message: "cannot be mapped" })),
});
export type MappingRule = z.infer<typeof MappingRule>;

export const SourceMapping = z.array(MappingRule).check(z.maxLength(MAX_MAPPING_RULES));
export type SourceMapping = z.infer<typeof SourceMapping>;

const SourceName = z
  .pipe(z.string().check(z.maxLength(200, { abort: true })), z.transform(tidyLine))
  .check(z.minLength(1), z.maxLength(80));

/** The ISO 3166 code of the country whose numbers phones without `+` are; null: they cannot be used. */
const Country = z.nullable(z.string().check(z.regex(/^[A-Z]{2}$/)));

/** A service whose webhooks change contacts, as admins see it: without its secrets. */
export const WebhookSource = z.object({
  id: z.string(),
  name: z.string(),
  provider: Provider,
  /** Whether the secret is stored by which the provider signs. */
  hasSigningSecret: z.boolean(),
  /** Whether bodies change contacts. Until then they are only recorded (R36). */
  isActive: z.boolean(),
  mapping: SourceMapping,
  country: Country,
  version: z.number(),
  createdAt: z.number(),
  /** Null: none was received in the last 30 days. */
  lastReceivedAt: z.nullable(z.number()),
  /** The recorded bodies that wait: to be run by an admin, or by the worker in a moment. */
  waiting: z.number(),
  /** The recorded bodies by which nobody could be recognised, and those that could not be processed. */
  refused: z.number(),
  /** Requests whose signature was wrong, and when the last of them came. */
  wrongSignatures: z.number(),
  lastWrongSignatureAt: z.nullable(z.number()),
});
export type WebhookSource = z.infer<typeof WebhookSource>;
export const WebhookSources = z.object({ items: z.array(WebhookSource) });

export const NewWebhookSource = z.object({ name: SourceName, provider: Provider });
export type NewWebhookSource = z.infer<typeof NewWebhookSource>;

/** A source with its address. Only a hash of the address's secret is stored, so it is shown once. */
export const SourceWithAddress = z.object({
  source: WebhookSource,
  /** The path of the address below the server's own, with the secret. */
  path: z.string(),
});
export type SourceWithAddress = z.infer<typeof SourceWithAddress>;

export const WebhookSourceSave = z.object({
  name: SourceName,
  /** Absent or null: as it is stored. */
  signingSecret: z.optional(z.nullable(z.string().check(z.minLength(8), z.maxLength(500)))),
  mapping: SourceMapping,
  country: Country,
  isActive: z.boolean(),
  /** The version that was edited. */
  version: z.number(),
});
export type WebhookSourceSave = z.infer<typeof WebhookSourceSave>;

/**
 * waiting: recorded, and not to be processed before an admin says so; queued: about to be processed; failed: it could not be
 * processed in several tries; erased: it was about a person who was erased (R26).
 */
export const ReceivedBodyState = z.enum(["waiting", "queued", "done", "failed", "erased"]);
export type ReceivedBodyState = z.infer<typeof ReceivedBodyState>;

/** ignored: an event that says that somebody was deleted, or is to be. */
export const BodyOutcome = z.enum(["new", "updated", "unchanged", "refused", "ignored"]);
export type BodyOutcome = z.infer<typeof BodyOutcome>;

export const ReceivedBody = z.object({
  id: z.string(),
  receivedAt: z.number(),
  /** The provider's name of the event; empty: it gives none. */
  topic: z.string(),
  state: ReceivedBodyState,
  /** Null: it has not been processed. */
  outcome: z.nullable(BodyOutcome),
  /** In words, why it was refused or ignored, or why it failed; empty: it was not. */
  reason: z.string(),
  /** In words, why values were left out (R17). */
  leftOut: z.array(z.string()),
  /** Whether its signature was checked, or the provider has none. Others are never processed. */
  isVerified: z.boolean(),
  /** The contact whom it is about. */
  person: z.nullable(z.object({ id: VisitorId, name: z.nullable(z.string()) })),
});
export type ReceivedBody = z.infer<typeof ReceivedBody>;

/** A page of the bodies of a source, newest first. */
export const ReceivedBodies = z.object({ items: z.array(ReceivedBody), next: z.nullable(z.string()) });
export type ReceivedBodies = z.infer<typeof ReceivedBodies>;
export const ReceivedBodiesQuery = z.object({ cursor: z.optional(z.string().check(z.maxLength(300))) });

/** A row of a body that is shown as a tree. */
export const BodyRow = z.object({
  /** How many rows it is inside of. */
  depth: z.number(),
  label: z.string(),
  /** The path of its value; null: it has rows below it, or it cannot be mapped. */
  path: z.nullable(z.string()),
  /** The value as people read it; null: it has rows below it. */
  text: z.nullable(z.string()),
});
export type BodyRow = z.infer<typeof BodyRow>;

export const RecordedBody = z.object({
  body: ReceivedBody,
  /** Empty: it was erased. */
  rows: z.array(BodyRow),
  /** Whether rows are missing, because there are too many. */
  isCut: z.boolean(),
  /** The mapping that the names and the values in it suggest. */
  suggested: SourceMapping,
});
export type RecordedBody = z.infer<typeof RecordedBody>;

export const DryRunRequest = z.object({ mapping: SourceMapping, country: Country });

/** The outcomes that recorded bodies would have by a mapping. Nothing is written. */
export const DryRun = z.object({
  /** Newest first. */
  items: z.array(
    z.object({
      body: z.string(),
      receivedAt: z.number(),
      outcome: BodyOutcome,
      reason: z.string(),
      leftOut: z.array(z.string()),
      /** The name or, without one, an identifier; empty: it has none. */
      person: z.string(),
    }),
  ),
});
export type DryRun = z.infer<typeof DryRun>;

/** The bodies that are run again: those that wait, or those that were refused or failed. */
export const RunAgain = z.object({ which: z.enum(["waiting", "refused"]) });
export type RunAgain = z.infer<typeof RunAgain>;
export const RunResult = z.object({ queued: z.number() });

/** A received body about a person, in an export of all their data (R26). */
export const ExportedReceivedBody = z.object({
  receivedAt: z.number(),
  source: z.string(),
  topic: z.string(),
  /** The JSON text. */
  body: z.string(),
});
export type ExportedReceivedBody = z.infer<typeof ExportedReceivedBody>;
