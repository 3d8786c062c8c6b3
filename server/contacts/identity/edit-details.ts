import type * as z from "zod/mini";
import { type Details, Email, Phone } from "../../../shared/contact.ts";
import type { ContactCreate, DetailWrite } from "../../../shared/crm.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { parse } from "../../platform/http/responses.ts";
import { parseAttributeValue } from "../crm/attributes.ts";
import { findVisitor } from "../read-contact.ts";
import { queueForIndex } from "../search/indexer.ts";
import { resolveAlias } from "./aliases.ts";
import type { DetailRow } from "./contact-store.ts";
import { isMany } from "./field-rules.ts";
import { summarizeDetails } from "./summary.ts";
import { UpsertBatch } from "./upsert.ts";

export interface EditContext {
  readonly property: string;
  readonly now: number;
  readonly newId: () => string;
}

/**
 * Makes a contact by hand (R7).
 *
 * @param newVisitor the ID that it gets
 * @throws Failure `contact_exists` unless it is wanted anyway; `visitor_id_taken`: draw another
 */
export async function createContact(
  tx: Tx,
  { property, now, newId }: EditContext,
  wanted: z.infer<typeof ContactCreate>,
  newVisitor: string,
): Promise<string> {
  const { firstName, lastName, emails, phones, userId, organization } = wanted;
  const details: Details = {
    name: `${firstName} ${lastName}`.trim(),
    emails,
    phones,
    ...(userId && { userId }),
    ...(organization && { organization }),
  };
  const upserts = await UpsertBatch.load(tx, property, [{ visitor: newVisitor, details }], newId);
  const other = upserts.match(details, "agent");
  if (other && !wanted.anyway) throw new ApiError("contact_exists", { detail: `It is ${other}.` });
  upserts.addPerson({ newVisitor, details, source: "agent", now });
  await upserts.save();
  return newVisitor;
}

/**
 * Writes a value that an agent gives (R11): where a field has several it is added.
 *
 * @returns whose record it is
 * @throws Failure `not_found`, `invalid_request`, `value_held`, `attribute_unknown`, `attribute_invalid`
 */
export async function writeDetail(
  tx: Tx,
  context: EditContext,
  contact: string,
  { field, value }: z.infer<typeof DetailWrite>,
): Promise<string> {
  const { property, now, newId } = context;
  const id = await resolveAlias(tx, property, contact);
  if (!(await findVisitor(tx, property, id))) throw new ApiError("not_found");
  const details = await detailsFor(tx, property, field, value);
  const upserts = await UpsertBatch.load(tx, property, [{ visitor: id, details }], newId);
  const said = { visitor: id, details, source: "agent", proven: false, matching: "attach", now } as const;
  if (upserts.isHeldByAnother(id, details)) throw new ApiError("value_held");
  const { contact: record } = upserts.apply(said);
  await upserts.save();
  return record;
}

async function detailsFor(tx: Tx, property: string, field: string, value: string): Promise<Details> {
  switch (field) {
    case "name":
      return { name: value.slice(0, 200) };
    case "email":
      return { emails: [parse(Email, value)] };
    case "phone":
      return { phones: [parse(Phone, value)] };
    case "user_id":
      return { userId: value.slice(0, 200) };
    case "organization":
      return { organization: value.slice(0, 200) };
    default: {
      const key = field.slice("custom:".length);
      return { custom: { [key]: await parseAttributeValue(tx, property, key, value) } };
    }
  }
}

/**
 * Takes an alternative into use (R11).
 *
 * @throws Failure `not_found`, `value_held`
 */
export async function takeDetail(tx: Tx, context: EditContext, contact: string, id: string): Promise<string> {
  const { record, row } = await findDetail(tx, context.property, contact, id);
  if (row.status === "current") return record;
  if (row.field.startsWith("custom:") || row.field.startsWith("consent:"))
    return takeAsItIs(tx, context, record, row);
  return writeDetail(tx, context, record, { field: row.field, value: row.value });
}

/** What was kept under an attribute that is no longer defined, or defined otherwise, can be taken all the same. */
async function takeAsItIs(
  tx: Tx,
  { property, now, newId }: EditContext,
  record: string,
  { field, value }: DetailRow,
): Promise<string> {
  const [kind, key] = [field.startsWith("custom:") ? "custom" : "consents", field.replace(/^\w+:/, "")];
  const details: Details = { [kind]: { [key]: value } };
  const upserts = await UpsertBatch.load(tx, property, [{ visitor: record, details }], newId);
  upserts.apply({ visitor: record, details, source: "agent", proven: false, matching: "attach", now });
  await upserts.save();
  return record;
}

/**
 * Shows one of several values first.
 *
 * @throws Failure `not_found`
 */
export async function putFirst(
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
  await summarize(tx, property, record);
  return record;
}

/**
 * Takes a value out of use; it stays in the history.
 *
 * @throws Failure `not_found`
 */
export async function removeDetail(
  tx: Tx,
  { property }: EditContext,
  contact: string,
  id: string,
): Promise<string> {
  const { record } = await findDetail(tx, property, contact, id);
  await tx
    .updateTable("details")
    .set({ status: "past", preferred: 0 })
    .where("property_id", "=", property)
    .where("visitor_id", "=", record)
    .where("id", "=", id)
    .execute();
  await summarize(tx, property, record);
  return record;
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

async function summarize(tx: Tx, property: string, record: string): Promise<void> {
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
