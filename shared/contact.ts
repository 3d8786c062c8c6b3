import * as z from "zod/mini";
import { emailKey, tidyEmail } from "./rules/email.ts";
import { MAX_ANSWER } from "./rules/form.ts";
import { phoneFault, tidyPhone } from "./rules/phone.ts";
import { lengthOf, tidyLine } from "./rules/text.ts";
import { typedUpTo } from "./tidied-text.ts";
import { Device, VisitorId } from "./visitor.ts";

/** Stored as typed, but for what nobody means to type (`tidyEmail`); compared by `emailKey` (R8). */
export const Email = z
  .pipe(z.string(), z.transform(tidyEmail))
  .check(z.refine((text) => emailKey(text) !== null, { message: "is not an e-mail address" }));

/** R7: `+` and digits only, at most 15 digits; the offending character is named. */
export const Phone = z.string().check(
  z.superRefine((text, context) => {
    const fault = phoneFault(text);
    if (!fault) return;
    const message =
      fault.code === "phone_length"
        ? "a phone has + and 4 to 15 digits"
        : `a phone is + and digits only; "${fault.character}" is neither`;
    context.addIssue({ code: "custom", message, params: fault, input: text });
  }),
);

/** An agent's edit of a visitor or contact. Absent fields stay; a second e-mail or phone is added, it replaces none. */
export const ContactEdit = z.object({
  name: z.optional(
    z.pipe(typedUpTo(MAX_ANSWER.name), z.transform(tidyLine)).check(
      z.refine((name) => name !== "", { message: "a name is needed" }),
      z.refine((name) => lengthOf(name) <= MAX_ANSWER.name, { message: "is longer than 200 characters" }),
    ),
  ),
  email: z.optional(z.pipe(z.pipe(typedUpTo(MAX_ANSWER.email), z.transform(tidyLine)), Email)),
  phone: z.optional(z.pipe(z.pipe(typedUpTo(MAX_ANSWER.phone), z.transform(tidyPhone)), Phone)),
});
export type ContactEdit = z.infer<typeof ContactEdit>;

/** The sources of contacts, and of most of their values, the most trusted first (R11). */
export const CONTACT_SOURCES = ["agent", "proven", "api", "csv", "form", "mail", "browser"] as const;
/**
 * The sources of values, the most trusted first (R11). `derived`: an import took the name from the e-mail, so that
 * whatever somebody says replaces it.
 */
export const SOURCES = [...CONTACT_SOURCES, "derived"] as const;
export const Source = z.enum(SOURCES);
export type Source = z.infer<typeof Source>;

/**
 * The details of a person in one submission, edit, row of a file or API call. Consents are keyed by the field's ID and
 * hold the wording that was agreed to (R27).
 */
export const Details = z.object({
  name: z.optional(z.string().check(z.maxLength(200))),
  emails: z.optional(z.array(Email)),
  phones: z.optional(z.array(Phone)),
  userId: z.optional(z.string().check(z.maxLength(200))),
  organization: z.optional(z.string().check(z.maxLength(200))),
  /** Several organizations at once, besides `organization`. */
  organizations: z.optional(z.array(z.string().check(z.maxLength(200)))),
  custom: z.optional(z.record(z.string(), z.string())),
  consents: z.optional(z.record(z.string(), z.string())),
});
export type Details = z.infer<typeof Details>;

/** One saved value with its history (R11). */
export const DetailRecord = z.object({
  id: z.string(),
  /** name, email, phone, user_id, organization, `custom:KEY` or `consent:FIELD`. */
  field: z.string(),
  value: z.string(),
  /** current: shown and searched; alternative: an agent may make it current; past: replaced. */
  status: z.enum(["current", "alternative", "past"]),
  source: Source,
  proven: z.boolean(),
  /** The browser that submitted it; null: an agent or a program. */
  device: z.nullable(VisitorId),
  at: z.number(),
  /** The value before. */
  previous: z.nullable(z.string()),
});
export type DetailRecord = z.infer<typeof DetailRecord>;

export const ContactSummary = z.object({
  id: VisitorId,
  name: z.nullable(z.string()),
  email: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  source: Source,
  contactSince: z.number(),
  lastSeenAt: z.number(),
  country: z.nullable(z.string()),
});
export type ContactSummary = z.infer<typeof ContactSummary>;

export const ContactPage = z.object({
  items: z.array(ContactSummary),
  /** The `cursor` of the next page; null: there is none. */
  next: z.nullable(z.string()),
  /** The number of all contacts of the property; null: the list is filtered. */
  total: z.nullable(z.number()),
});
export type ContactPage = z.infer<typeof ContactPage>;

/** The reasons why two contacts may be one person, the strongest first. */
export const SUGGESTION_REASONS = [
  "same_email",
  "email_and_phone_differ",
  /** The current e-mail of one is an alternative of the other. */
  "alternative_email",
  /** The e-mails are spelled differently (dots, a tag) and reach one mailbox. */
  "same_mailbox",
  "same_phone",
  "alternative_phone",
  /** The last digits are the same: with and without the country's code, or a needless zero. */
  "similar_phone",
  /** Similar names in one organization. */
  "similar_name",
] as const;

/** "A and B may be one person." */
export const Suggestion = z.object({
  id: z.string(),
  other: z.object({ id: VisitorId, name: z.nullable(z.string()), email: z.nullable(z.string()) }),
  reason: z.enum(SUGGESTION_REASONS),
  at: z.number(),
});
export type Suggestion = z.infer<typeof Suggestion>;

/** A thing with a name: a tag or an organization. */
export const Named = z.object({ id: z.string(), name: z.string() });
export type Named = z.infer<typeof Named>;

/** A contact or visitor with everything that agents see. */
export const Contact = z.object({
  id: VisitorId,
  /** The IDs of records that were merged into this one; they resolve to it for ever (R4). */
  aliases: z.array(VisitorId),
  /** Null: a visitor without e-mail and phone. */
  contactSince: z.nullable(z.number()),
  source: z.nullable(Source),
  name: z.nullable(z.string()),
  firstSeenAt: z.number(),
  lastSeenAt: z.number(),
  details: z.array(DetailRecord),
  organizations: z.array(Named),
  tags: z.array(Named),
  devices: z.array(Device),
  /** The IDs of this contact and its devices that are blocked. */
  blocked: z.array(VisitorId),
  suggestions: z.array(Suggestion),
  visits: z.array(z.object({ page: z.string(), referrer: z.string(), at: z.number(), device: VisitorId })),
});
export type Contact = z.infer<typeof Contact>;
