import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { resolveAlias } from "../identity/aliases.ts";
import { firstValue, summarizeDetails } from "../identity/summary.ts";
import { findVisitor } from "../read-contact.ts";
import { queueForIndex } from "../search/indexer.ts";
import { planDetach, type Value } from "./plan-detach.ts";

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
        })),
      )
      .execute();

  const identifier = firstValue(plan.device.values, "email") ?? firstValue(plan.device.values, "phone");
  await tx
    .updateTable("visitors")
    .set({
      ...summarizeDetails(plan.device.values),
      attached_to: null,
      attached_proven: 0,
      contact_since: identifier ? now : null,
      source: identifier ? identifier.source : row.source,
    })
    .where("property_id", "=", property)
    .where("id", "=", device)
    .execute();
  await tx
    .updateTable("visitors")
    .set(summarizeDetails(plan.contact.values))
    .where("property_id", "=", property)
    .where("id", "=", contact)
    .execute();
  await queueForIndex(tx, property, [device, contact]);
  await conversations.giveBack(tx);
}

function valuesOf(tx: Tx, property: string, visitor: string): Promise<Value[]> {
  return tx
    .selectFrom("details")
    .select([
      "id",
      "field",
      "value",
      "compare_key",
      "status",
      "preferred",
      "device_id",
      "source",
      "at",
      "previous",
    ])
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .orderBy("id")
    .execute();
}
