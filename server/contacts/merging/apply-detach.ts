import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { resolveAlias } from "../identity/aliases.ts";
import { findVisitor } from "../identity/contact-store.ts";
import { firstValue, summarizeDetails } from "../identity/current-values.ts";
import { queueForIndex } from "../search/indexer.ts";
import type { DetailValue } from "./detail-value.ts";
import { type DetachPlan, planDetach } from "./plan-detach.ts";

/**
 * Makes a device its own record again (R12).
 *
 * @param submitted the values that the device's forms gave, oldest first
 * @returns the ID of the contact that the device left; null if it was attached to none
 * @throws ApiError `not_found`; `contact_merged` if its record was merged, which is undone instead
 */
export async function detachDevice(
  tx: Tx,
  { property, device, now }: { property: string; device: string; now: number },
  submitted: readonly DetailValue[],
): Promise<string | null> {
  const row = await findVisitor(tx, property, device);
  if (!row) throw new ApiError("not_found");
  const contact = row.attached_to;
  if (contact === null) return null;
  if ((await resolveAlias(tx, property, device)) !== device) throw new ApiError("contact_merged");
  const plan = planDetach(device, {
    contact: await readValues(tx, property, contact),
    own: await readValues(tx, property, device),
    submitted,
  });
  await writeValues(tx, property, { device, contact }, plan);
  const { values } = plan.device;
  const identifier = firstValue(values, "email") ?? firstValue(values, "phone");
  await tx
    .updateTable("visitors")
    .set({
      ...summarizeDetails(values),
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
  return contact;
}

function readValues(tx: Tx, property: string, visitor: string): Promise<DetailValue[]> {
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
      "proven",
      "at",
      "previous",
    ])
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .orderBy("id")
    .execute();
}

async function writeValues(
  tx: Tx,
  property: string,
  { device, contact }: { device: string; contact: string },
  plan: DetachPlan,
): Promise<void> {
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
      .values(plan.adds.map((one) => ({ ...one, property_id: property, visitor_id: device })))
      .execute();
}
