import type * as z from "zod/mini";
import { defaultSettings, type PropertyCreate } from "../../shared/property.ts";
import type { Tx } from "../platform/database/open.ts";
import { insertProperty } from "../properties/store.ts";
import { drawPropertyId } from "./draw-property-id.ts";
import { addMember } from "./store.ts";

/**
 * Creates a property with the default settings, and its first admin.
 *
 * @returns the new property's ID
 */
export async function createProperty(
  tx: Tx,
  { name, timeZone, languages }: z.infer<typeof PropertyCreate>,
  { admin, now, random }: { admin: string; now: number; random: (bytes: number) => Uint8Array },
): Promise<string> {
  const id = drawPropertyId(random);
  await insertProperty(tx, { id, settings: defaultSettings(name, timeZone, languages), now });
  await addMember(tx, { property: id, agent: admin, role: "admin", now });
  return id;
}
