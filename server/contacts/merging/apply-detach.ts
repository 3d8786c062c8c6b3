import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { resolveAlias } from "../identity/aliases.ts";
import { findVisitor } from "../read-contact.ts";
import { queueForIndex } from "../search/indexer.ts";
import { planDetach, type Settled, type Value } from "./plan-detach.ts";

/** What the conversations, which stand above the contacts, have to do with it. */
export interface ItsConversations {
  /** What the device's forms said, oldest first. */
  said(tx: Tx): Promise<readonly Value[]>;
  /** Gives the device its conversations back. */
  giveBack(tx: Tx): Promise<void>;
}

/**
 * Makes a device its own record again (R12). For a device that is attached to nobody there is nothing to do.
 *
 * @throws Failure `not_found` if the property knows no such visitor; `contact_merged` if its record was merged, which is
 * undone and not detached
 */
export async function detachDevice(
  tx: Tx,
  { property, device, now }: { property: string; device: string; now: number },
  conversations: ItsConversations,
): Promise<void> {
  const row = await findVisitor(tx, property, device);
  if (!row) throw new ApiError("not_found");
  if (row.attached_to === null) return;
  if ((await resolveAlias(tx, property, device)) !== device) throw new ApiError("contact_merged");
  const contact = row.attached_to;
  const plan = planDetach(device, {
    contact: await valuesOf(tx, property, contact),
    own: await valuesOf(tx, property, device),
    said: await conversations.said(tx),
  });
  if (plan.moves.length)
    await tx
      .updateTable("details")
      .set({ visitor_id: device })
      .where("property_id", "=", property)
      .where("visitor_id", "=", contact)
      .where("id", "in", plan.moves)
      .execute();
  for (const { id, status, previous } of [...plan.device.changed, ...plan.contact.changed])
    await tx
      .updateTable("details")
      .set({ status, previous })
      .where("property_id", "=", property)
      .where("visitor_id", "in", [device, contact])
      .where("id", "=", id)
      .execute();

  if (plan.adds.length)
    await tx
      .insertInto("details")
      .values(
        plan.adds.map((one) => ({
          ...one,
          property_id: property,
          visitor_id: device,
          proven: 0,
          preferred: 0,
        })),
      )
      .execute();

  const { source, ...listed } = summaryOf(plan.device);
  const isContact = listed.email !== null || listed.phone !== null;
  await tx
    .updateTable("visitors")
    .set({
      ...listed,
      attached_to: null,
      attached_proven: 0,
      contact_since: isContact ? now : null,
      source: isContact ? source : row.source,
    })
    .where("property_id", "=", property)
    .where("id", "=", device)
    .execute();
  const { source: _, ...left } = summaryOf(plan.contact);
  await tx
    .updateTable("visitors")
    .set(left)
    .where("property_id", "=", property)
    .where("id", "=", contact)
    .execute();
  await queueForIndex(tx, property, [device, contact]);
  await conversations.giveBack(tx);
}

function valuesOf(tx: Tx, property: string, visitor: string): Promise<Value[]> {
  return tx
    .selectFrom("details")
    .select(["id", "field", "value", "compare_key", "status", "device_id", "source", "at", "previous"])
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .orderBy("id")
    .execute();
}

/** The values in use of one field, oldest first. */
function inUse({ values }: Settled, field: string): Value[] {
  return values
    .filter((one) => one.field === field && one.status === "current")
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** How a record is listed, and what made it a contact. */
function summaryOf(settled: Settled) {
  const first = (field: string) => inUse(settled, field)[0];
  const identifier = first("email") ?? first("phone");
  return {
    name: first("name")?.value ?? null,
    email: first("email")?.value ?? null,
    phone: first("phone")?.value ?? null,
    source: identifier?.source ?? null,
  };
}
