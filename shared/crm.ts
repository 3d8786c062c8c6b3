import * as z from "zod/mini";
import { ContactSummary, DetailRecord, Email, Named, Phone, Source } from "./contact.ts";
import { AgentName, ConversationStatus } from "./conversation.ts";
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
  agent: AgentName,
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
export const TimelineItem = z.discriminatedUnion("is", [
  z.object({ is: z.literal("visit"), ...moment, page: z.string(), referrer: z.string(), device: VisitorId }),
  /** A form was filled in. */
  z.object({
    is: z.literal("form"),
    ...moment,
    form: FormKind,
    conversation: z.string(),
    device: VisitorId,
    page: z.string(),
  }),
  /** A conversation began; with a number, it is a ticket. */
  z.object({
    is: z.literal("conversation"),
    ...moment,
    ticket: z.nullable(z.number()),
    status: ConversationStatus,
    preview: z.string(),
    device: VisitorId,
  }),
  /** A value was saved. */
  z.object({
    is: z.literal("change"),
    ...moment,
    field: z.string(),
    value: z.string(),
    previous: z.nullable(z.string()),
    status: DetailRecord.shape.status,
    source: Source,
    device: z.nullable(VisitorId),
  }),
  z.object({ is: z.literal("note"), ...moment, agent: AgentName, text: z.string() }),
  z.object({
    is: z.literal("merge"),
    ...moment,
    survivor: VisitorId,
    absorbed: z.array(VisitorId),
    agent: z.nullable(AgentName),
  }),
  z.object({
    is: z.literal("unmerge"),
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
