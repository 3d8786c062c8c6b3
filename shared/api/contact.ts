import * as z from "zod/mini";
import { ContactPage, Email, Phone, Source } from "../contact.ts";
import { AttributeKey, ContactFilter } from "../crm.ts";
import { Problem } from "../error.ts";
import { lineUpTo } from "../tidied-text.ts";
import { VisitorId } from "../visitor.ts";

/** A text of one line. */
const oneLine = (most: number) => lineUpTo(most, "must not be empty");

const AttributeValue = z.union([z.string().check(z.maxLength(1_000)), z.number(), z.boolean()]);

/** A contact as the REST API shows it: the current values. */
export const ApiContact = z.object({
  id: VisitorId.check(z.describe("The visitor ID: V and 16 digits")),
  aliases: z
    .array(VisitorId)
    .check(z.describe("The IDs of contacts that were merged into this one. They answer with it")),
  name: z.nullable(z.string()),
  emails: z.array(z.string()).check(z.describe("The first is the one that is shown in lists")),
  phones: z.array(z.string()).check(z.describe("With + and digits only")),
  userId: z.nullable(z.string()).check(z.describe("The ID of the person in your own system")),
  organizations: z.array(z.string()).check(z.describe("The names of the organizations")),
  attributes: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .check(z.describe("The custom attributes by their keys, with values of their types")),
  tags: z.array(z.string()).check(z.describe("The names of the tags")),
  source: z.nullable(Source).check(z.describe("Where the contact came from")),
  contactSince: z.nullable(z.number()).check(z.describe("Null: a visitor who is no contact")),
  firstSeenAt: z.number(),
  lastSeenAt: z.number(),
  isBlocked: z.boolean().check(z.describe("Whether the contact may no longer write")),
});
export type ApiContact = z.infer<typeof ApiContact>;

/** The values of a contact that a program writes. */
export const ApiContactWrite = z.strictObject({
  name: z.optional(oneLine(200)),
  emails: z.optional(z.array(Email).check(z.maxLength(20))),
  phones: z.optional(z.array(Phone).check(z.maxLength(20), z.describe("With + and digits only"))),
  userId: z.optional(oneLine(200).check(z.describe("The ID of the person in your own system"))),
  organizations: z.optional(z.array(oneLine(200)).check(z.maxLength(20))),
  attributes: z.optional(
    z
      .record(AttributeKey, AttributeValue)
      .check(z.describe("The values of custom attributes, by the keys of their definitions")),
  ),
  tags: z.optional(
    z
      .array(oneLine(100))
      .check(z.maxLength(50), z.describe("The names of tags. One that does not exist is created")),
  ),
});
export type ApiContactWrite = z.infer<typeof ApiContactWrite>;

/** A contact to create or update: it is found by `id`, `userId`, an e-mail or a phone. */
export const ApiContactUpsert = z.strictObject({
  id: z.optional(VisitorId.check(z.describe("The contact's ID, if it is known"))),
  ...ApiContactWrite.shape,
});
export type ApiContactUpsert = z.infer<typeof ApiContactUpsert>;

export const ApiContactUpserted = z.object({
  id: VisitorId,
  outcome: z
    .enum(["created", "updated", "unchanged"])
    .check(z.describe("unchanged: the contact had all of it already")),
});
export type ApiContactUpserted = z.infer<typeof ApiContactUpserted>;

/** The changes of one contact. Null removes a value; a list replaces the list. */
export const ApiContactUpdate = z.strictObject({
  name: z.optional(z.nullable(oneLine(200))),
  emails: ApiContactWrite.shape.emails,
  phones: ApiContactWrite.shape.phones,
  userId: z.optional(z.nullable(oneLine(200))),
  organizations: ApiContactWrite.shape.organizations,
  attributes: z.optional(
    z.record(AttributeKey, z.nullable(AttributeValue)).check(z.describe("Others stay as they are")),
  ),
  tags: ApiContactWrite.shape.tags,
});
export type ApiContactUpdate = z.infer<typeof ApiContactUpdate>;

/** Tags by their names. */
export const ApiTagsUpdate = z.strictObject({
  add: z._default(
    z.array(oneLine(100)).check(z.maxLength(50), z.describe("Those that do not exist are created")),
    [],
  ),
  remove: z._default(z.array(oneLine(100)).check(z.maxLength(50)), []),
});

/** Identifiers to look contacts up by: one of them. */
export const ApiContactLookup = z.strictObject({
  userId: z.optional(z.string().check(z.maxLength(200))),
  email: z.optional(z.string().check(z.maxLength(300))),
  phone: z.optional(z.string().check(z.maxLength(50))),
});
export const ApiContacts = z.object({ items: z.array(ApiContact) });

/** The most contacts of a batch. */
export const MAX_BATCH = 1_000;

/** Many contacts, each as in an upsert. They are parsed one by one, so that one that is wrong is refused alone. */
export const ApiContactBatch = z.strictObject({
  contacts: z.array(z.unknown()).check(z.minLength(1), z.maxLength(MAX_BATCH)),
});
/** The same, for the description. */
export const ApiContactBatchDescribed = z.strictObject({
  contacts: z.array(ApiContactUpsert).check(z.minLength(1), z.maxLength(MAX_BATCH)),
});

export const ApiBatchResult = z.object({
  index: z.int().check(z.describe("The place in `contacts`, from 0")),
  outcome: z.enum(["created", "updated", "unchanged", "refused"]),
  id: z.nullable(VisitorId).check(z.describe("Null: it was refused")),
  error: z.nullable(Problem).check(z.describe("Why it was refused")),
});
export type ApiBatchResult = z.infer<typeof ApiBatchResult>;
export const ApiBatchResults = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  results: z.array(ApiBatchResult).check(z.describe("One for each contact, in the same order")),
});
export type ApiBatchResults = z.infer<typeof ApiBatchResults>;

/** The dashboard's filter of contacts, and the page. */
const filter = ContactFilter.shape;
export const ApiContactQuery = z.strictObject({
  q: filter.q.check(
    z.describe(
      "Words. Each is the beginning of a word in a name, e-mail, phone, user ID, organization or visitor ID",
    ),
  ),
  source: filter.source.check(z.describe("Where they came from: sources separated by commas, any of them")),
  tag: filter.tag.check(z.describe("IDs of tags separated by commas: all of them")),
  organization: filter.organization.check(z.describe("The ID of an organization")),
  attribute: filter.attribute.check(
    z.describe("`KEY:VALUE`, or `KEY:FROM..TO` for numbers and dates; several separated by `;`"),
  ),
  since: filter.since.check(z.describe("When they became contacts: `FROM..TO`, of which one may be absent")),
  seen: filter.seen.check(z.describe("When they were last seen: `FROM..TO`, of which one may be absent")),
  email: filter.email.check(z.describe("Whether they have an e-mail")),
  phone: filter.phone.check(z.describe("Whether they have a phone")),
  identity: filter.identity.check(
    z.describe("proven: the identity is signed or confirmed by e-mail; claimed: it is not"),
  ),
  sort: filter.sort.check(
    z.describe("By the time last seen, by default, the time they became contacts, or the name"),
  ),
  order: filter.order.check(z.describe("By default the newest first, or from A to Z")),
  cursor: z.optional(z.string().check(z.maxLength(300), z.describe("`next` of the page before"))),
});

export const ApiContactPage = ContactPage;
