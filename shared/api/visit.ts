import * as z from "zod/mini";
import { AnsweredField } from "../conversation.ts";
import { FormDefinition } from "../form.ts";
import { FormKey } from "../form-key.ts";
import { VisitorId } from "../visitor.ts";

const cursor = z.optional(z.string().check(z.maxLength(300), z.describe("`next` of the page before")));

/** A page that a visitor has opened. */
export const ApiVisit = z.object({
  id: z.string(),
  visitor: VisitorId.check(z.describe("The browser")),
  page: z.string(),
  referrer: z.string(),
  at: z.number(),
});
export const ApiVisitPage = z.object({ items: z.array(ApiVisit), next: z.nullable(z.string()) });
export const ApiVisitQuery = z.strictObject({ cursor });

/** A version of a form. */
export const ApiForm = z.object({
  kind: FormKey,
  isCurrent: z.boolean().check(z.describe("Whether visitors are shown this version")),
  ...FormDefinition.shape,
});
export const ApiForms = z.object({ items: z.array(ApiForm) });

/** A form that a visitor has submitted. */
export const ApiSubmission = z.object({
  id: z.string(),
  form: FormKey,
  conversation: z.string(),
  contact: VisitorId.check(z.describe("The contact, or the visitor who is none")),
  answers: z.array(AnsweredField),
  page: z.string(),
  locale: z.string(),
  sentAt: z.number().check(z.describe("By the visitor's clock")),
  receivedAt: z.number(),
});
export const ApiSubmissionPage = z.object({
  items: z.array(ApiSubmission),
  next: z.nullable(z.string()),
});
export const ApiSubmissionQuery = z.strictObject({
  form: z.optional(FormKey),
  contact: z.optional(VisitorId.check(z.describe("Only those of this contact"))),
  cursor,
});
