import * as z from "zod/mini";
import { tidyPhone } from "../../../shared/rules/phone.ts";

const Draft = z.object({
  firstName: z.string(),
  lastName: z.string(),
  emails: z.array(z.string()).check(z.minLength(1)),
  phones: z.array(z.string()).check(z.minLength(1)),
  organization: z.string(),
  userId: z.string(),
});
/** The form of a new contact as typed, saved in this browser until the contact is added. */
export type ContactDraft = Readonly<z.infer<typeof Draft>>;

const EMPTY: ContactDraft = {
  firstName: "",
  lastName: "",
  emails: [""],
  phones: [""],
  organization: "",
  userId: "",
};

/** Parses a saved draft. Text that is not a draft gives an empty one. */
export function readDraft(text: string): ContactDraft {
  try {
    const parsed = z.safeParse(Draft, JSON.parse(text || "null"));
    return parsed.success ? parsed.data : EMPTY;
  } catch {
    return EMPTY; // the entry in the storage is not JSON, because somebody else wrote it
  }
}

/** The contact to create: values trimmed, blank ones left out. */
export function contactOfDraft(draft: ContactDraft) {
  const { firstName, lastName, emails, phones, organization, userId } = draft;
  return {
    firstName: firstName.trim(),
    lastName: lastName.trim(),
    emails: emails.map((email) => email.trim()).filter(Boolean),
    phones: phones.map((phone) => tidyPhone(phone.trim())).filter(Boolean),
    ...(userId.trim() && { userId: userId.trim() }),
    ...(organization.trim() && { organization: organization.trim() }),
  };
}

/** The index of a field among those that are sent; null for a blank field, which is not sent. */
export function sentIndex(values: readonly string[], index: number): number | null {
  if (!values[index]?.trim()) return null;
  return values.slice(0, index).filter((value) => value.trim()).length;
}
