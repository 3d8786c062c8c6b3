import type { Presence, Role } from "../../../shared/account.ts";
import type { DetailRecord, Source, Suggestion } from "../../../shared/contact.ts";
import type { ConversationStatus, Message, Rating } from "../../../shared/conversation.ts";
import type { FormKind } from "../../../shared/form.ts";
import type { ImportPreset, ImportState } from "../../../shared/import.ts";
import type { CrmSchema } from "./schema-crm.ts";

export type DetailStatus = DetailRecord["status"];

/**
 * The tables, as both engines have them. Times are ms since 1970, flags are 0 or 1, JSON is text: one form that
 * SQLite and PostgreSQL read alike. Every row of a feature names its property.
 */
export interface Schema extends CrmSchema {
  server_secrets: ServerSecrets;
  properties: Properties;
  form_versions: FormVersions;
  agents: Agents;
  agent_sessions: AgentSessions;
  agent_accounts: AgentAccounts;
  agent_verifications: AgentVerifications;
  agent_presence: AgentPresence;
  memberships: Memberships;
  invitations: Invitations;
  visitors: Visitors;
  visits: Visits;
  details: Details;
  contact_terms: ContactTerms;
  contact_term_lists: ContactTermLists;
  contacts_to_bulk_index: ContactsToBulkIndex;
  contacts_to_index: ContactsToIndex;
  suggestions: Suggestions;
  conversations: Conversations;
  messages: Messages;
  submissions: Submissions;
  deliveries: Deliveries;
  sequences: Sequences;
  files: Files;
  saved_answers: SavedAnswers;
  imports: Imports;
  import_contacts: ImportContacts;
}

/** Keys the server signs with, newest first in use; retired ones still verify until they are removed. */
interface ServerSecrets {
  id: string;
  /** visitor_token, agent_session, connect_token, or setup (the hash of the first-run link's token). */
  purpose: string;
  secret: string;
  created_at: number;
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
}

/** Every definition a form ever had, so that a submission sent late is read as it was asked. */
interface FormVersions {
  property_id: string;
  version: string;
  kind: FormKind;
  definition: string;
  created_at: number;
}

/** better-auth's tables keep that library's column names. */
interface Agents {
  id: string;
  name: string;
  email: string;
  emailVerified: number;
  image: string | null;
  createdAt: string;
  updatedAt: string;
}
interface AgentSessions {
  id: string;
  expiresAt: string;
  token: string;
  createdAt: string;
  updatedAt: string;
  ipAddress: string | null;
  userAgent: string | null;
  userId: string;
}
interface AgentAccounts {
  id: string;
  accountId: string;
  providerId: string;
  userId: string;
  accessToken: string | null;
  refreshToken: string | null;
  idToken: string | null;
  accessTokenExpiresAt: string | null;
  refreshTokenExpiresAt: string | null;
  scope: string | null;
  password: string | null;
  createdAt: string;
  updatedAt: string;
}
interface AgentVerifications {
  id: string;
  identifier: string;
  value: string;
  expiresAt: string;
  createdAt: string;
  updatedAt: string;
}

interface AgentPresence {
  agent_id: string;
  status: Presence;
  seen_at: number;
}

interface Memberships {
  property_id: string;
  agent_id: string;
  role: Role;
  created_at: number;
}

interface Invitations {
  id: string;
  property_id: string;
  email: string;
  role: Role;
  token_hash: string;
  invited_by: string;
  created_at: number;
  expires_at: number;
  accepted_at: number | null;
}

/** Everyone who landed on the site, was made by hand or imported. Contacts are the rows with `contact_since`. */
interface Visitors {
  property_id: string;
  id: string;
  /** The SHA-256 of the browser's proof; null for a person without a browser. */
  proof_hash: string | null;
  /** The contact whose device this browser is, if it is not its own (R12). Never a contact itself. */
  attached_to: string | null;
  attached_proven: number;
  contact_since: number | null;
  /** The way in (R6). */
  source: Source | null;
  /** The current name and the first e-mail and phone, for lists; the truth is in `details`. */
  name: string | null;
  email: string | null;
  phone: string | null;
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

/** One row for each value that was ever saved, with its history (R11). */
interface Details {
  id: string;
  property_id: string;
  /** Whose record it stands in. */
  visitor_id: string;
  /** Which browser said it; null: an agent or a program. */
  device_id: string | null;
  /** name, email, phone, user_id, organization, custom:KEY, consent:FIELD */
  field: string;
  value: string;
  /** What the value is compared by (R8). */
  compare_key: string;
  status: DetailStatus;
  source: Source;
  proven: number;
  at: number;
  previous: string | null;
  /** 1: an agent wants it first among several e-mails, phones or organizations. */
  preferred: number;
}

/** The search index: one row for each word by which a contact can be found. */
interface ContactTerms {
  property_id: string;
  term: string;
  visitor_id: string;
}

/** All words of a contact in the search index, in order, each after a line break. */
interface ContactTermLists {
  property_id: string;
  visitor_id: string;
  terms: string;
}

/** Whose words are kept, but not, or not all, in the search index yet: many at once are entered in its order. */
interface ContactsToBulkIndex {
  property_id: string;
  visitor_id: string;
}

/** Whose words are to be indexed anew; one row for each change. */
interface ContactsToIndex {
  property_id: string;
  visitor_id: string;
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
  /** The reason's place in SUGGESTION_REASONS: lower is stronger. */
  rank: number;
}

interface Conversations {
  property_id: string;
  id: string;
  /** The device that began it. */
  visitor_id: string;
  /** Whose record shows it: the visitor itself, or the contact that its browser is attached to. */
  contact_id: string;
  /** The form that started it; agent: an agent wrote first. */
  form: FormKind | "agent";
  ticket: number | null;
  status: ConversationStatus;
  unread: number;
  claimed: number;
  suspicious: number;
  preview: string;
  /** The place of its last entry, and of its last change of any kind. */
  last_sequence: number;
  revision: number;
  visitor_read: number;
  agent_read: number;
  assignee_id: string | null;
  /** Null: nobody waits for an answer. */
  waiting_since: number | null;
  rating: Rating | null;
  /** The ID of the delivery that opened it; null: an agent did. */
  opener: string | null;
  created_at: number;
  last_message_at: number;
}

/** The entries of conversations: messages, notes, and what happened. */
interface Messages {
  property_id: string;
  conversation_id: string;
  sequence: number;
  /** The place of its last change. */
  revision: number;
  id: string;
  kind: Message["kind"];
  author: Message["author"];
  agent_id: string | null;
  text: string;
  /** FileInfo[] as JSON. */
  files: string;
  /** ConversationEvent as JSON; null unless kind is event. */
  event: string | null;
  edited_at: number | null;
  retracted: number;
  sent_at: number;
  received_at: number;
}

interface Submissions {
  property_id: string;
  id: string;
  conversation_id: string;
  visitor_id: string;
  form: FormKind;
  /** AnsweredField[] as JSON. */
  answers: string;
  page: string;
  locale: string;
  sent_at: number;
  received_at: number;
}

/** What was answered to each delivery; a repeated ID hears it again (R21). */
interface Deliveries {
  property_id: string;
  visitor_id: string;
  id: string;
  receipt: string;
  received_at: number;
}

/** The last place that was given in each property's order of changes. */
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
  /** Who uploaded it: a visitor or an agent. */
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

/** Files of contacts that were uploaded, and how far each is. */
interface Imports {
  property_id: string;
  id: string;
  /** Null: the command line. */
  agent_id: string | null;
  file_name: string;
  /** Bytes. */
  size: number;
  encoding: string;
  delimiter: string;
  preset: ImportPreset | null;
  /** ImportColumn[], ImportMapping, ImportReport and its fault as JSON. */
  columns: string;
  mapping: string;
  check_report: string | null;
  report: string | null;
  fault: string | null;
  state: ImportState;
  /** Of what is being done now: how far it has come, and up to which line of the file all rows are done. */
  bytes_done: number;
  line_done: number;
  /** Which process works on it, and until when it may be taken for alive. */
  runner: string | null;
  lease_until: number;
  created_at: number;
  /** The time of all that it wrote, which no other import of the property has. */
  started_at: number | null;
  finished_at: number | null;
}

/** Whom an import was about. */
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
