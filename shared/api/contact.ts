import * as z from "zod/mini";
import { ContactPage, Email, Phone, Source } from "../contact.ts";
import { AttributeKey, ContactFilter } from "../crm.ts";
import { tidyLine } from "../rules/text.ts";
import { VisitorId } from "../visitor.ts";

/** A text of one line. Its length is checked before anything else, because tidying takes time in proportion to it (R37). */
const oneLine = (most: number) =>
  z
    .string()
    .check(
      z.maxLength(10 * most, { abort: true }),
      z.overwrite(tidyLine),
      z.minLength(1, "must not be empty"),
      z.maxLength(most),
    );

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

/** The dashboard's filter of contacts, and the page. */
export const ApiContactQuery = z.strictObject({
  ...ContactFilter.shape,
  cursor: z.optional(z.string().check(z.maxLength(300), z.describe("`next` of the page before"))),
});

export const ApiContactPage = ContactPage;
