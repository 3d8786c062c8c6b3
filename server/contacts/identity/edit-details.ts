import type * as z from "zod/mini";
import { type Details, Email, Phone } from "../../../shared/contact.ts";
import type { ContactCreate, DetailWrite } from "../../../shared/crm.ts";
import { tidyLine } from "../../../shared/rules/text.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { parse } from "../../platform/http/read-body.ts";
import { parseAttributeValue } from "../crm/attributes.ts";
import { queueForIndex } from "../search/indexer.ts";
import { resolveAlias } from "./aliases.ts";
import { type DetailRow, findVisitor } from "./contact-store.ts";
import { summarizeDetails } from "./current-values.ts";
import { isMany } from "./field-rules.ts";
import { UpsertBatch } from "./upsert.ts";
import { createRecord, identifyContact, isHeldByAnother } from "./upsert-record.ts";

export interface EditContext {
  readonly property: string;
  /** ms since 1970 */
  readonly now: number;
  readonly newId: () => string;
}

/**
 * Creates a contact by hand (R7).
 *
 * @param newVisitor its ID
 * @throws ApiError `contact_exists` if a contact has one of the identifiers, unless `anyway`; `visitor_id_taken`: draw
 *   another ID
 */
export async function createContact(
  tx: Tx,
  { property, now, newId }: EditContext,
  { firstName, lastName, emails, phones, userId, organization, anyway }: z.infer<typeof ContactCreate>,
  newVisitor: string,
): Promise<string> {
  const details: Details = {
    name: `${firstName} ${lastName}`.trim(),
    emails,
    phones,
    ...(userId && { userId }),
    ...(organization && { organization }),
  };
  const batch = await UpsertBatch.load(tx, property, [{ visitor: newVisitor, details }], newId);
  const existing = identifyContact(batch, details, "agent");
  if (existing && !anyway) throw new ApiError("contact_exists", { detail: `The contact is ${existing}.` });
  createRecord(batch, { newVisitor, details, source: "agent", now });
  await batch.save();
  return newVisitor;
}

/**
 * Writes a value from an agent (R11). Where a field has several values it is added.
 *
 * @returns the ID of the record that has it
 * @throws ApiError `not_found`, `invalid_request`, `value_held`, `attribute_unknown`, `attribute_invalid`
 */
export async function writeDetail(
  tx: Tx,
  context: EditContext,
  contact: string,
  { field, value }: z.infer<typeof DetailWrite>,
): Promise<string> {
  const { property } = context;
  const id = await resolveAlias(tx, property, contact);
  if (!(await findVisitor(tx, property, id))) throw new ApiError("not_found");
  return upsertByAgent(tx, context, id, await detailsFor(tx, property, field, value));
}

async function upsertByAgent(
  tx: Tx,
  { property, now, newId }: EditContext,
  visitor: string,
  details: Details,
): Promise<string> {
  const batch = await UpsertBatch.load(tx, property, [{ visitor, details }], newId);
  if (isHeldByAnother(batch, visitor, details)) throw new ApiError("value_held");
  const { contact } = batch.apply({
    visitor,
    details,
    source: "agent",
    proven: false,
    matching: "attach",
    now,
  });
  await batch.save();
  return contact;
}

async function detailsFor(tx: Tx, property: string, field: string, value: string): Promise<Details> {
  switch (field) {
    case "name":
      return { name: tidyLine(value).slice(0, 200) };
    case "email":
      return { emails: [parse(Email, value)] };
    case "phone":
      return { phones: [parse(Phone, value)] };
    case "user_id":
      return { userId: tidyLine(value).slice(0, 200) };
    case "organization":
      return { organization: tidyLine(value).slice(0, 200) };
    default: {
      const key = field.slice("custom:".length);
      return { custom: { [key]: await parseAttributeValue(tx, property, key, value) } };
    }
  }
}

/**
 * Makes an alternative the current value (R11).
 *
 * @throws ApiError `not_found`, `value_held`
 */
export async function acceptAlternative(
  tx: Tx,
  context: EditContext,
  contact: string,
  id: string,
): Promise<string> {
  const { record, row } = await findDetail(tx, context.property, contact, id);
  const { field, value, status } = row;
  if (status === "current") return record;
  const [prefix = ""] = field.split(":");
  const key = field.slice(prefix.length + 1);
  // not validated again: the attribute may have been removed or redefined since
  if (prefix === "custom") return upsertByAgent(tx, context, record, { custom: { [key]: value } });
  if (prefix === "consent") return upsertByAgent(tx, context, record, { consents: { [key]: value } });
  return writeDetail(tx, context, record, { field, value });
}

/**
 * Puts one of several current values first.
 *
 * @throws ApiError `not_found`
 */
export async function preferDetail(
  tx: Tx,
  { property }: EditContext,
  contact: string,
  id: string,
): Promise<string> {
  const { record, row } = await findDetail(tx, property, contact, id);
  if (row.status !== "current" || !isMany(row.field)) throw new ApiError("not_found");
  await tx
    .updateTable("details")
    .set((eb) => ({ preferred: eb.case().when("id", "=", id).then(1).else(0).end() }))
    .where("property_id", "=", property)
    .where("visitor_id", "=", record)
    .where("field", "=", row.field)
    .execute();
  await updateSummary(tx, property, record);
  return record;
}

/**
 * Makes a value past: it stays in the history.
 *
 * @throws ApiError `not_found`
 */
export async function removeDetail(
  tx: Tx,
  { property }: EditContext,
  contact: string,
  id: string,
): Promise<string> {
  const { record } = await findDetail(tx, property, contact, id);
  await removeDetails(tx, property, record, [id]);
  return record;
}

/** Makes values of a record past. @param ids of its details */
export async function removeDetails(
  tx: Tx,
  property: string,
  record: string,
  ids: readonly string[],
): Promise<void> {
  if (!ids.length) return;
  await tx
    .updateTable("details")
    .set({ status: "past", preferred: 0 })
    .where("property_id", "=", property)
    .where("visitor_id", "=", record)
    .where(isOneOf(tx, "id", ids))
    .execute();
  await updateSummary(tx, property, record);
}

async function findDetail(
  tx: Tx,
  property: string,
  contact: string,
  id: string,
): Promise<{ record: string; row: DetailRow }> {
  const record = await resolveAlias(tx, property, contact);
  const row = await tx
    .selectFrom("details")
    .selectAll()
    .where("property_id", "=", property)
    .where("visitor_id", "=", record)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return { record, row };
}

async function updateSummary(tx: Tx, property: string, record: string): Promise<void> {
  const values = await tx
    .selectFrom("details")
    .select(["id", "field", "value", "status", "preferred"])
    .where("property_id", "=", property)
    .where("visitor_id", "=", record)
    .where("status", "=", "current")
    .execute();
  await tx
    .updateTable("visitors")
    .set(summarizeDetails(values))
    .where("property_id", "=", property)
    .where("id", "=", record)
    .execute();
  await queueForIndex(tx, property, [record]);
}
