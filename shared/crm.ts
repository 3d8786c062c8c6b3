import * as z from "zod/mini";
import { ContactSummary, DetailRecord, Email, Named, Phone, Source, Suggestion } from "./contact.ts";
import { AgentName, ConversationStatus, ConversationSummary } from "./conversation.ts";
import { FormKey } from "./form-key.ts";
import { asciiDomain, tidyEmail } from "./rules/email.ts";
import { lineUpTo, textUpTo } from "./tidied-text.ts";
import { VisitorId } from "./visitor.ts";
import { EventData } from "./visitor-event.ts";

/** Two or more contacts that are one person (R13). */
export const MergeRequest = z.object({
  contacts: z.array(VisitorId).check(z.minLength(2), z.maxLength(20)),
  /** The contact whose ID and record stay; absent: the oldest. */
  survivor: z.optional(VisitorId),
  /**
   * The contact whose value counts, by field (as in `DetailRecord`). Of e-mails, phones and organizations all are kept:
   * the contact whose value is first. Absent: the most trusted value, or the survivor's.
   */
  choices: z._default(z.record(z.string().check(z.maxLength(200)), VisitorId), {}),
  /** Merge although the user IDs differ (R15). */
  force: z._default(z.boolean(), false),
  /** Change nothing, only return the result. */
  preview: z._default(z.boolean(), false),
});

export const MergeResult = z.object({
  /** The merge's ID, for its undo; null: a preview, or a contact merged with itself, which changes nothing. */
  merge: z.nullable(z.string()),
  survivor: VisitorId,
  /** The merge needs `force`. */
  userIdsDiffer: z.boolean(),
  /** The records before the merge, the survivor first. */
  sides: z.array(
    z.object({
      id: VisitorId,
      contactSince: z.nullable(z.number()),
      /** Its current values. */
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

/** A merge, possibly undone. */
export const Merge = z.object({
  id: z.string(),
  survivor: VisitorId,
  absorbed: z.array(VisitorId),
  /** Null: merged because their identity was proven. */
  agent: z.nullable(AgentName),
  at: z.number(),
  undone: z.nullable(z.object({ agent: AgentName, at: z.number() })),
});
export type Merge = z.infer<typeof Merge>;
export const Merges = z.object({ items: z.array(Merge) });

/** The contacts of an undone merge, the former survivor first. */
export const MergeUndone = z.object({ contacts: z.array(VisitorId) });

const Name = lineUpTo(100, "a name is needed");

/** A contact created by an agent: the first name is required (R7). */
export const ContactCreate = z.object({
  firstName: lineUpTo(100, "a first name is needed"),
  lastName: z._default(lineUpTo(99), ""),
  emails: z._default(z.array(Email).check(z.maxLength(20)), []),
  phones: z._default(z.array(Phone).check(z.maxLength(20)), []),
  userId: z.optional(lineUpTo(200)),
  organization: z.optional(lineUpTo(200)),
  /** Create it although another contact has the same e-mail, phone or user ID. */
  anyway: z._default(z.boolean(), false),
});

/** Contacts that may be the one that an agent is typing. */
export const Duplicates = z.object({ items: z.array(ContactSummary) });

/** A value from an agent; `field` as in `DetailRecord`. Where a field may have several values it is added. */
export const DetailWrite = z.object({
  field: z
    .string()
    .check(z.regex(/^(name|email|phone|user_id|organization|custom:[a-z\d_]{1,40})$/, "is not a field")),
  value: textUpTo(1_000, "a value is needed"),
});

export const AttributeKey = z
  .string()
  .check(z.regex(/^[a-z][a-z\d_]{0,39}$/, "must be lower-case letters, digits and _, at most 40"));

/** A custom attribute of contacts. Its value is the detail `custom:KEY`. */
export const AttributeDefinition = z.object({
  label: Name,
  type: z.enum(["text", "number", "date", "yes_no", "choice"]),
  /** For the type `choice`; empty for the others. */
  choices: z.array(Name).check(z.maxLength(200)),
  position: z.int().check(z.gte(0), z.lte(1_000)),
});
export const Attribute = z.object({ key: AttributeKey, ...AttributeDefinition.shape });
export type Attribute = z.infer<typeof Attribute>;
export const Attributes = z.object({ items: z.array(Attribute) });

export const NameWrite = z.object({ name: Name });
/** Tags with the number of their contacts. */
export const Tags = z.object({
  items: z.array(z.object({ ...Named.shape, contacts: z.number() })),
});
export const TagIds = z.object({ tags: z.array(z.string().check(z.maxLength(100))).check(z.maxLength(100)) });

/** In any script; compared in its ASCII form. */
const Domain = z
  .pipe(
    z.string().check(z.maxLength(253)),
    z.transform((domain) => asciiDomain(tidyEmail(domain)) ?? domain),
  )
  .check(z.regex(/^([a-z\d-]+\.)+[a-z\d-]{2,}$/, "is not a domain"), z.maxLength(253));

export const OrganizationCreate = z.object({ name: Name, domain: z._default(z.nullable(Domain), null) });
/** Absent fields stay as they are. */
export const OrganizationUpdate = z.object({
  name: z.optional(Name),
  domain: z.optional(z.nullable(Domain)),
});
export const Organization = z.object({
  ...Named.shape,
  /** Contacts with an e-mail of this domain are suggested as its people. */
  domain: z.nullable(z.string()),
  createdAt: z.number(),
  /** The number of contacts that belong to it. */
  people: z.number(),
});
export type Organization = z.infer<typeof Organization>;
export const OrganizationPage = z.object({ items: z.array(Organization), next: z.nullable(z.string()) });
/** The organization that the domain of a contact's e-mail suggests. `id` null: it does not exist yet. */
export const OrganizationSuggestion = z.object({
  suggestion: z.nullable(z.object({ id: z.nullable(z.string()), name: z.string(), domain: z.string() })),
});
export type OrganizationSuggestion = z.infer<typeof OrganizationSuggestion>;

/** An internal note about a contact; never shown to the visitor. */
export const NoteWrite = z.object({
  text: textUpTo(10_000, "a text is needed"),
  /** The IDs of mentioned agents of the property. */
  mentions: z._default(z.array(z.string().check(z.maxLength(100))).check(z.maxLength(50)), []),
});
export const Note = z.object({
  id: z.string(),
  /** Null: from an import. */
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
/** An event in the history of a contact. */
export const TimelineItem = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("visit"),
    ...moment,
    page: z.string(),
    referrer: z.string(),
    device: VisitorId,
  }),
  /** The page reported an event of its visitor. */
  z.object({
    kind: z.literal("event"),
    ...moment,
    name: z.string(),
    data: EventData,
    page: z.string(),
    device: VisitorId,
  }),
  /** The visitor submitted a form. */
  z.object({
    kind: z.literal("form"),
    ...moment,
    form: FormKey,
    conversation: z.string(),
    device: VisitorId,
    page: z.string(),
  }),
  /** A conversation started; with a number, it is a ticket. */
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

/** The filter and order of a contact list, as in its address and in a saved view. All conditions must hold. */
export const ContactFilter = z.object({
  /** Words; each must be the beginning of a word in a name, e-mail, phone, user ID, organization or visitor ID. */
  q: z.optional(z.string().check(z.maxLength(200))),
  /** Sources separated by commas: any of them. */
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
  /** IDs of tags separated by commas: all of them. */
  tag: z.optional(List),
  organization: z.optional(z.string().check(z.maxLength(100))),
  /** `KEY:VALUE`, or `KEY:FROM..TO` for numbers and dates; several separated by `;`. */
  attribute: z.optional(
    z
      .string()
      .check(
        z.maxLength(1_000),
        z.regex(/^[a-z\d_]{1,40}:[^;]+(;[a-z\d_]{1,40}:[^;]+){0,9}$/, "must be KEY:VALUE"),
      ),
  ),
  /** The time at which they became contacts, and at which they were last seen. */
  since: z.optional(TimeRange),
  seen: z.optional(TimeRange),
  email: z.optional(YesNo),
  phone: z.optional(YesNo),
  /** proven: the identity is signed or confirmed by e-mail; claimed: it is not. */
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

/** A change of many contacts at once. */
export const BulkChange = z.object({
  ...Selection.shape,
  kind: z.enum(["tag", "untag", "delete"]),
  /** The tag's ID, for `tag` and `untag`. */
  tag: z.optional(z.string().check(z.maxLength(100))),
});
export const BulkResult = z.object({
  /** The contacts that have changed. To undo `tag`, `untag` these, and the other way round. */
  changed: z.array(VisitorId),
  /** The deletion's ID, for its undo within a day. */
  deletion: z.nullable(z.string()),
});
export const DeletionUndone = z.object({ contacts: z.array(VisitorId) });

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
