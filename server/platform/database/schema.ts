import type { DetailRecord, Source, Suggestion } from "../../../shared/contact.ts";
import type { FormKey } from "../../../shared/form-key.ts";
import type { ImportPreset, ImportState } from "../../../shared/import.ts";
import type { AccountSchema } from "./schema-accounts.ts";
import type { ActivitySchema } from "./schema-activity.ts";
import type { AlertSchema } from "./schema-alerts.ts";
import type { ApiSchema } from "./schema-api.ts";
import type { ConversationSchema } from "./schema-conversations.ts";
import type { CrmSchema } from "./schema-crm.ts";
import type { FormMeasureSchema } from "./schema-form-measure.ts";
import type { MailSchema } from "./schema-mail.ts";
import type { MailInSchema } from "./schema-mail-in.ts";
import type { NotificationSchema } from "./schema-notifications.ts";
import type { ProofSchema } from "./schema-proofs.ts";
import type { ServerSecrets, UsedHandOvers } from "./schema-secrets.ts";
import type { SourceSchema } from "./schema-sources.ts";
import type { WebhookSchema } from "./schema-webhooks.ts";

export type DetailStatus = DetailRecord["status"];

/**
 * The tables, as both engines have them. Times are ms since 1970, flags are 0 or 1, JSON is text: one form that
 * SQLite and PostgreSQL read alike. Every row of a feature names its property.
 */
export interface Schema
  extends AccountSchema,
    ActivitySchema,
    AlertSchema,
    CrmSchema,
    FormMeasureSchema,
    ConversationSchema,
    MailSchema,
    MailInSchema,
    NotificationSchema,
    ProofSchema,
    WebhookSchema,
    ApiSchema,
    SourceSchema {
  server_secrets: ServerSecrets;
  properties: Properties;
  form_versions: FormVersions;
  visitors: Visitors;
  visits: Visits;
  used_hand_overs: UsedHandOvers;
  details: Details;
  contact_terms: ContactTerms;
  contact_term_lists: ContactTermLists;
  contacts_to_bulk_index: ContactsToBulkIndex;
  contacts_to_index: ContactsToIndex;
  suggestions: Suggestions;
  deliveries: Deliveries;
  sequences: Sequences;
  files: Files;
  saved_answers: SavedAnswers;
  imports: Imports;
  import_contacts: ImportContacts;
  erased_bytes: ErasedBytes;
}

interface Properties {
  id: string;
  name: string;
  /** PropertySettings as JSON. */
  settings: string;
  version: number;
  created_at: number;
  widget_seen_at: number | null;
  widget_seen_origin: string | null;
  last_ticket: number;
  /** 1: members without two-factor authentication have to set it up first. */
  requires_two_factor: number;
}

/** All versions of a form, so that late submissions can be read by the version that was shown. */
interface FormVersions {
  property_id: string;
  version: string;
  kind: FormKey;
  definition: string;
  created_at: number;
}

/** Everyone who visited the site, or was created by hand or by an import. Contacts are the rows with `contact_since`. */
interface Visitors {
  property_id: string;
  id: string;
  /** The SHA-256 of the browser's proof; null for a person without a browser. */
  proof_hash: string | null;
  /** Drawn with the registration and with each revocation; visitor tokens contain it. Null: none since tokens have it. */
  registration: string | null;
  /** Tokens that do not contain a registration are valid only if they were issued later; null: none was revoked. */
  tokens_revoked_at: number | null;
  /** The contact that this browser is attached to as a device (R12). Such a row is never a contact itself. */
  attached_to: string | null;
  attached_proven: number;
  contact_since: number | null;
  /** How the person became a contact (R6). */
  source: Source | null;
  /** The current name and the first e-mail and phone, for lists. They are derived from `details`. */
  name: string | null;
  email: string | null;
  phone: string | null;
  /** The key by which the name is sorted; empty: there is no name. */
  sort_name: string;
  browser: string;
  os: string;
  device_kind: string;
  language: string;
  time_zone: string;
  screen: string;
  country: string | null;
  city: string | null;
  last_page: string;
  referrer: string;
  visit_count: number;
  first_seen_at: number;
  last_seen_at: number;
}

interface Visits {
  id: string;
  property_id: string;
  visitor_id: string;
  page: string;
  referrer: string;
  at: number;
}

/** One row for each value that was saved, past ones included (R11). */
interface Details {
  id: string;
  property_id: string;
  /** The record that it belongs to. */
  visitor_id: string;
  /** The browser that sent it; null: an agent or a program. */
  device_id: string | null;
  /** name, email, phone, user_id, organization, custom:KEY, consent:FIELD */
  field: string;
  value: string;
  /** The normalized value, for comparisons (R8). */
  compare_key: string;
  status: DetailStatus;
  source: Source;
  proven: number;
  at: number;
  previous: string | null;
  /** 1: an agent put it first among several e-mails, phones or organizations. */
  preferred: number;
}

/** The search index: one row for each term of a contact. */
interface ContactTerms {
  property_id: string;
  term: string;
  visitor_id: string;
}

/** All terms of a contact in the search index, sorted, each after a line break. */
interface ContactTermLists {
  property_id: string;
  visitor_id: string;
  terms: string;
}

/** Contacts with a term list whose terms the bulk index has not, or not completely, inserted yet. */
interface ContactsToBulkIndex {
  property_id: string;
  visitor_id: string;
}

/** Contacts to index again, one row for each change. */
interface ContactsToIndex {
  property_id: string;
  visitor_id: string;
  /** 1: one of many thousand, for which no search waits. */
  backlog: number;
}

/** "A and B may be one person"; a < b. */
interface Suggestions {
  id: string;
  property_id: string;
  a: string;
  b: string;
  reason: Suggestion["reason"];
  /** Dismissed: an agent said that they are two persons. */
  status: "open" | "dismissed";
  at: number;
  /** The reason's index in SUGGESTION_REASONS: lower is stronger. */
  rank: number;
}

/** The receipt of each delivery, which a repeated ID gets again (R21). */
interface Deliveries {
  property_id: string;
  visitor_id: string;
  id: string;
  receipt: string;
  /** 1: the receipt is a refusal. It expires. */
  refused: number;
  received_at: number;
}

/** The last sequence number that was allocated in each property. */
interface Sequences {
  property_id: string;
  last_sequence: number;
}

/** Files that were uploaded; the bytes are in the file store, under property and ID. */
interface Files {
  property_id: string;
  id: string;
  /** Null: no message has named it yet. */
  conversation_id: string | null;
  /** The uploader: a visitor or an agent. */
  visitor_id: string | null;
  agent_id: string | null;
  name: string;
  type: string;
  size: number;
  width: number | null;
  height: number | null;
  created_at: number;
}

interface SavedAnswers {
  property_id: string;
  id: string;
  shortcut: string;
  text: string;
  created_at: number;
}

/** Imports of contacts, with their progress. */
interface Imports {
  property_id: string;
  id: string;
  /** Null: the command line. */
  agent_id: string | null;
  file_name: string;
  /** Bytes. */
  size: number;
  /** FileReading as JSON. */
  reading: string;
  preset: ImportPreset | null;
  /** ImportColumn[], ImportMapping, ImportReport and its fault as JSON. */
  columns: string;
  mapping: string;
  check_report: string | null;
  report: string | null;
  fault: string | null;
  /** RepairOptions as JSON; a key that is missing has its default. */
  repairs: string;
  /** ImportRow[] as JSON: the rows that replace those of the file, and those that can be edited. */
  edits: string;
  editable_rows: string;
  state: ImportState;
  /** The progress of the current step, and the line of the file up to which all rows are done. */
  bytes_done: number;
  line_done: number;
  /** The process that works on it, and the end of its lease, ms since 1970. */
  runner: string | null;
  lease_until: number;
  created_at: number;
  /** The time of everything that it wrote. Unique among the property's imports. */
  started_at: number | null;
  finished_at: number | null;
}

/** The contacts that an import was about. */
interface ImportContacts {
  property_id: string;
  import_id: string;
  visitor_id: string;
  /** The first line about this person. */
  line: number;
  effect: "made" | "changed" | "same";
  /**
   * The details that it made past, and what they were: a line `ID STATUS` for each. And the tags and notes that it gave:
   * `ID tag`, `ID note`.
   */
  retired: string;
}

/** The work that the erasures of people have left, in one row. */
interface ErasedBytes {
  /** The number of erasures: in all, until the log was last truncated, and until the file was last rewritten. */
  erasures: number;
  truncated: number;
  rewritten: number;
  /** ms since 1970. */
  rewritten_at: number;
}
