import type { BulkJob, BulkJobState } from "../../../shared/bulk-job.ts";
import type { Attribute } from "../../../shared/crm.ts";

/** The tables of tags, notes, organizations, merges and other data about contacts. See `schema.ts`. */
export interface CrmSchema {
  aliases: Aliases;
  merges: Merges;
  merge_members: MergeMembers;
  tags: Tags;
  contact_tags: ContactTags;
  organizations: Organizations;
  attributes: Attributes;
  attribute_values: AttributeValues;
  contact_notes: ContactNotes;
  blocked_visitors: BlockedVisitors;
  contact_views: ContactViews;
  deleted_contacts: DeletedContacts;
  bulk_jobs: BulkJobs;
  bulk_job_contacts: BulkJobContacts;
  contacts_to_compare: ContactsToCompare;
}

/** IDs of records that were merged into others: they resolve for ever (R4). */
interface Aliases {
  property_id: string;
  id: string;
  /** The survivor of all merges since. */
  contact_id: string;
  /** The merge that absorbed this record. */
  merge_id: string;
}

/** Merges, with the data to undo them (R14). */
interface Merges {
  property_id: string;
  id: string;
  /** Counts up within a property, in the order in which merges were done. */
  number: number;
  survivor_id: string;
  /** Null: it was proven. */
  agent_id: string | null;
  /** MergeLog as JSON: IDs only, nothing that a person gave. */
  log: string;
  at: number;
  undone_at: number | null;
  undone_by: string | null;
}

interface MergeMembers {
  property_id: string;
  contact_id: string;
  merge_id: string;
}

interface Tags {
  property_id: string;
  id: string;
  name: string;
  /** The normalized name, for comparisons. */
  key: string;
  created_at: number;
}

interface ContactTags {
  property_id: string;
  contact_id: string;
  tag_id: string;
}

/** Belonging to one is a detail of the contact: its `compare_key` is the organization's `key`. */
interface Organizations {
  property_id: string;
  id: string;
  name: string;
  key: string;
  /** The key by which it is sorted. */
  sort_name: string;
  /** The domain of its people's e-mails. */
  domain: string | null;
  created_at: number;
}

/** Attributes that an owner defined; the values are details, `custom:KEY`. */
interface Attributes {
  property_id: string;
  key: string;
  label: string;
  type: Attribute["type"];
  /** string[] as JSON; empty unless the type is choice. */
  choices: string;
  position: number;
}

/** The attributes' values in use, to filter by; follows the details as the search index does. */
interface AttributeValues {
  property_id: string;
  contact_id: string;
  key: string;
  text: string;
  /** Null: the value is no number. */
  number: number | null;
}

interface ContactNotes {
  property_id: string;
  contact_id: string;
  id: string;
  agent_id: string;
  text: string;
  /** Agents' IDs as JSON. */
  mentions: string;
  created_at: number;
  edited_at: number | null;
}

/** Blocked browsers and contacts, whose deliveries are refused. */
interface BlockedVisitors {
  property_id: string;
  visitor_id: string;
  agent_id: string;
  at: number;
}

/** Saved filters of the contact list. */
interface ContactViews {
  property_id: string;
  id: string;
  name: string;
  /** ContactFilter as JSON. */
  filter: string;
  created_at: number;
}

/** Deleted contacts, which are erased when the time to undo the deletion is over. */
interface DeletedContacts {
  property_id: string;
  contact_id: string;
  /** The deletion, which is undone as a whole. */
  deletion_id: string;
  contact_since: number;
  at: number;
}

/** Changes of all contacts that match a filter. */
interface BulkJobs {
  property_id: string;
  id: string;
  kind: BulkJob["kind"];
  tag_id: string | null;
  /** ContactFilter as JSON; empty once the job has ended, because it may name a person. */
  filter: string;
  state: BulkJobState;
  total: number;
  done: number;
  changed: number;
  /** Every contact with an ID up to this one is done. */
  last_id: string;
  created_at: number;
}

/** The contacts that a job has tagged or untagged. Those that it has deleted are in `deleted_contacts`. */
interface BulkJobContacts {
  property_id: string;
  job_id: string;
  contact_id: string;
}

/** Contacts that have changed since the last scan for duplicates. */
interface ContactsToCompare {
  property_id: string;
  visitor_id: string;
}
