import * as z from "zod/mini";
import { Contact, ContactSummary, DetailRecord, Email, Named, Phone, Source, Suggestion } from "./contact.ts";
import { AgentName, ConversationStatus, ConversationSummary, Message, Submission } from "./conversation.ts";
import { FormKind } from "./form.ts";
import { VisitorId } from "./visitor.ts";

/** Two or more contacts that are one person (R13). */
export const MergeRequest = z.object({
  contacts: z.array(VisitorId).check(z.minLength(2), z.maxLength(20)),
  /** Whose ID and record stay; absent: the oldest. */
  survivor: z.optional(VisitorId),
  /**
   * Whose value counts, by field (as in `DetailRecord`): of e-mails, phones and organizations all are kept, and it says
   * whose is first. Absent: what is trusted more, or the survivor's.
   */
  choices: z._default(z.record(z.string().check(z.maxLength(200)), VisitorId), {}),
  /** Although their user IDs differ (R15). */
  force: z._default(z.boolean(), false),
  /** Only says what would come of it. */
  preview: z._default(z.boolean(), false),
});

export const MergeResult = z.object({
  /** What undoes it; null: it was a preview, or a contact with itself, which changes nothing. */
  merge: z.nullable(z.string()),
  survivor: VisitorId,
  /** It takes `force`. */
  userIdsDiffer: z.boolean(),
  /** Each of the records before, the survivor first. */
  sides: z.array(
    z.object({
      id: VisitorId,
      contactSince: z.nullable(z.number()),
      /** Its values in use. */
      details: z.array(DetailRecord),
      conversations: z.number(),
      notes: z.number(),
      devices: z.number(),
      tags: z.number(),
    }),
  ),
  /** The survivor's values afterwards. */
  details: z.array(DetailRecord),
});
export type MergeResult = z.infer<typeof MergeResult>;

/** A merge that was done. */
export const Merge = z.object({
  id: z.string(),
  survivor: VisitorId,
  absorbed: z.array(VisitorId),
  /** Null: it was proven. */
  agent: z.nullable(AgentName),
  at: z.number(),
  undone: z.nullable(z.object({ agent: AgentName, at: z.number() })),
});
export type Merge = z.infer<typeof Merge>;
export const Merges = z.object({ items: z.array(Merge) });

/** The records that an undone merge gave back, the former survivor first. */
export const MergeUndone = z.object({ contacts: z.array(VisitorId) });

const Name = z.string().check(z.trim(), z.minLength(1, "a name is needed"), z.maxLength(100));

/** A contact made by hand: the first name is required (R7). */
export const ContactCreate = z.object({
  firstName: z.string().check(z.trim(), z.minLength(1, "a first name is needed"), z.maxLength(100)),
  lastName: z._default(z.string().check(z.trim(), z.maxLength(99)), ""),
  emails: z._default(z.array(Email).check(z.maxLength(20)), []),
  phones: z._default(z.array(Phone).check(z.maxLength(20)), []),
  userId: z.optional(z.string().check(z.trim(), z.maxLength(200))),
  organization: z.optional(z.string().check(z.trim(), z.maxLength(200))),
  /** A contact of its own although another has the same e-mail, phone or user ID. */
  anyway: z._default(z.boolean(), false),
});

/** Contacts who may be the one that is being typed. */
export const Duplicates = z.object({ items: z.array(ContactSummary) });

/** A value that an agent writes: `field` as in `DetailRecord`. Where a field has several values it is added. */
export const DetailWrite = z.object({
  field: z
    .string()
    .check(z.regex(/^(name|email|phone|user_id|organization|custom:[a-z\d_]{1,40})$/, "is not a field")),
  value: z.string().check(z.trim(), z.minLength(1, "a value is needed"), z.maxLength(1_000)),
});

export const AttributeKey = z
  .string()
  .check(z.regex(/^[a-z][a-z\d_]{0,39}$/, "must be lower-case letters, digits and _, at most 40"));

/** What an owner wants to be kept of contacts. A value is the detail `custom:KEY`. */
export const AttributeDefinition = z.object({
  label: Name,
  type: z.enum(["text", "number", "date", "yes_no", "choice"]),
  /** Of a choice; otherwise none. */
  choices: z.array(Name).check(z.maxLength(200)),
  position: z.int().check(z.gte(0), z.lte(1_000)),
});
export const Attribute = z.object({ key: AttributeKey, ...AttributeDefinition.shape });
export type Attribute = z.infer<typeof Attribute>;
export const Attributes = z.object({ items: z.array(Attribute) });

export const NameWrite = z.object({ name: Name });
/** Tags with how many contacts have each. */
export const Tags = z.object({
  items: z.array(z.object({ ...Named.shape, contacts: z.number() })),
});
export const TagIds = z.object({ tags: z.array(z.string().check(z.maxLength(100))).check(z.maxLength(100)) });

const Domain = z
  .string()
  .check(
    z.trim(),
    z.toLowerCase(),
    z.regex(/^([a-z\d-]+\.)+[a-z\d-]{2,}$/, "is not a domain"),
    z.maxLength(253),
  );

export const OrganizationCreate = z.object({ name: Name, domain: z._default(z.nullable(Domain), null) });
/** What is not named stays. */
export const OrganizationUpdate = z.object({
  name: z.optional(Name),
  domain: z.optional(z.nullable(Domain)),
});
export const Organization = z.object({
  ...Named.shape,
  /** The domain of its people's e-mails: who has one there is suggested for it. */
  domain: z.nullable(z.string()),
  createdAt: z.number(),
  /** How many contacts belong to it. */
  people: z.number(),
});
export type Organization = z.infer<typeof Organization>;
export const OrganizationPage = z.object({ items: z.array(Organization), next: z.nullable(z.string()) });
/** Where a contact seems to belong, by its e-mail's domain. `id` null: an organization that is not there yet. */
export const OrganizationSuggestion = z.object({
  suggestion: z.nullable(z.object({ id: z.nullable(z.string()), name: z.string(), domain: z.string() })),
});
export type OrganizationSuggestion = z.infer<typeof OrganizationSuggestion>;

/** What an agent notes about a contact; never shown to the visitor. */
export const NoteWrite = z.object({
  text: z.string().check(z.trim(), z.minLength(1, "words are needed"), z.maxLength(10_000)),
  /** IDs of agents of the property. */
  mentions: z._default(z.array(z.string().check(z.maxLength(100))).check(z.maxLength(50)), []),
});
export const Note = z.object({
  id: z.string(),
  /** Null: it came with an import. */
  agent: z.nullable(AgentName),
  text: z.string(),
  mentions: z.array(AgentName),
  createdAt: z.number(),
  editedAt: z.nullable(z.number()),
});
export type Note = z.infer<typeof Note>;
/** The newest first. */
export const Notes = z.object({ items: z.array(Note) });

/** Whether a visitor is blocked, by its own ID or by its contact's. */
export const Blocked = z.object({ blocked: z.boolean() });

const moment = { id: z.string(), at: z.number() };
/** Something that happened with a contact. */
export const TimelineItem = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("visit"),
    ...moment,
    page: z.string(),
    referrer: z.string(),
    device: VisitorId,
  }),
  /** A form was filled in. */
  z.object({
    kind: z.literal("form"),
    ...moment,
    form: FormKind,
    conversation: z.string(),
    device: VisitorId,
    page: z.string(),
  }),
  /** A conversation began; with a number, it is a ticket. */
  z.object({
    kind: z.literal("conversation"),
    ...moment,
    ticket: z.nullable(z.number()),
    status: ConversationStatus,
    preview: z.string(),
    device: VisitorId,
  }),
  /** A value was saved. */
  z.object({
    kind: z.literal("change"),
    ...moment,
    field: z.string(),
    value: z.string(),
    previous: z.nullable(z.string()),
    status: DetailRecord.shape.status,
    source: Source,
    device: z.nullable(VisitorId),
  }),
  z.object({ kind: z.literal("note"), ...moment, agent: z.nullable(AgentName), text: z.string() }),
  z.object({
    kind: z.literal("merge"),
    ...moment,
    survivor: VisitorId,
    absorbed: z.array(VisitorId),
    agent: z.nullable(AgentName),
  }),
  z.object({
    kind: z.literal("unmerge"),
    ...moment,
    merge: z.string(),
    survivor: VisitorId,
    absorbed: z.array(VisitorId),
    agent: AgentName,
  }),
]);
export type TimelineItem = z.infer<typeof TimelineItem>;
/** The newest first. */
export const TimelinePage = z.object({ items: z.array(TimelineItem), next: z.nullable(z.string()) });

const List = z.string().check(z.regex(/^[\w-]{1,60}(,[\w-]{1,60}){0,19}$/, "must be a list with commas"));
/** `FROM..TO`, either of which may be missing; times in ms since 1970. */
const TimeRange = z.string().check(z.regex(/^(\d{1,15})?\.\.(\d{1,15})?$/, "must be FROM..TO"));
const YesNo = z.enum(["yes", "no"]);

/** Which contacts are listed, and in which order: the address of a list, and what a saved view keeps. All that is named must hold. */
export const ContactFilter = z.object({
  /** Words that each begin a name, e-mail, phone, user ID, organization or visitor ID. */
  q: z.optional(z.string().check(z.maxLength(200))),
  /** Sources, with commas: any of them. */
  source: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^(agent|proven|api|csv|form|browser)(,(agent|proven|api|csv|form|browser)){0,5}$/,
          "must be sources",
        ),
      ),
  ),
  /** Tags' IDs, with commas: all of them. */
  tag: z.optional(List),
  organization: z.optional(z.string().check(z.maxLength(100))),
  /** `KEY:VALUE`, or `KEY:FROM..TO` of numbers and dates; several with `;` between. */
  attribute: z.optional(
    z
      .string()
      .check(
        z.maxLength(1_000),
        z.regex(/^[a-z\d_]{1,40}:[^;]+(;[a-z\d_]{1,40}:[^;]+){0,9}$/, "must be KEY:VALUE"),
      ),
  ),
  /** When they became contacts, and when they were last seen. */
  since: z.optional(TimeRange),
  seen: z.optional(TimeRange),
  email: z.optional(YesNo),
  phone: z.optional(YesNo),
  /** proven: by a signature or a confirmed e-mail; claimed: not. */
  identity: z.optional(z.enum(["claimed", "proven"])),
  sort: z.optional(z.enum(["seen", "since", "name"])),
  /** Absent: newest first, or from A to Z. */
  order: z.optional(z.enum(["asc", "desc"])),
});
export type ContactFilter = z.infer<typeof ContactFilter>;

export const ContactView = z.object({ id: z.string(), name: z.string(), filter: ContactFilter });
export type ContactView = z.infer<typeof ContactView>;
export const ContactViewWrite = z.object({ name: Name, filter: ContactFilter });
export const ContactViews = z.object({ items: z.array(ContactView) });

/** Contacts that an agent has selected. */
export const Selection = z.object({
  contacts: z.array(VisitorId).check(z.minLength(1), z.maxLength(1_000)),
});

/** What is done with many contacts at once. */
export const BulkChange = z.object({
  ...Selection.shape,
  kind: z.enum(["tag", "untag", "delete"]),
  /** The tag's ID, to tag and untag. */
  tag: z.optional(z.string().check(z.maxLength(100))),
});
export const BulkResult = z.object({
  /** Which contacts are not as they were; to undo a tagging, untag these, and the other way round. */
  changed: z.array(VisitorId),
  /** What undoes a deletion, for a day. */
  deletion: z.nullable(z.string()),
});
export const DeletionUndone = z.object({ contacts: z.array(VisitorId) });

/** All that is kept of one person (R26). */
export const PersonExport = z.object({
  exportedAt: z.number(),
  contact: Contact,
  notes: z.array(Note),
  merges: z.array(Merge),
  conversations: z.array(
    z.object({
      ...ConversationSummary.shape,
      messages: z.array(Message),
      submissions: z.array(Submission),
    }),
  ),
});
export type PersonExport = z.infer<typeof PersonExport>;

/** Pairs of contacts who may be one person, the strongest reason first. */
export const SuggestionPage = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      reason: Suggestion.shape.reason,
      at: z.number(),
      contacts: z.array(ContactSummary).check(z.length(2)),
    }),
  ),
  next: z.nullable(z.string()),
});
export type SuggestionPage = z.infer<typeof SuggestionPage>;

/** Conversations with an organization's people, the last message first. */
export const OrganizationConversations = z.object({
  items: z.array(ConversationSummary),
  next: z.nullable(z.string()),
});
