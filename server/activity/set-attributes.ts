import { publishContactsChanged } from "../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../contacts/identity/upsert.ts";
import { queueForIndex } from "../contacts/search/indexer.ts";
import type { Deps } from "../deps.ts";
import type { Browser } from "../identity/identify.ts";
import type { Tx } from "../platform/database/open.ts";
import { newId } from "../platform/ids.ts";

/** Values as they are stored, by their attributes' keys, and the keys of the attributes that the page removes. */
export interface AttributeChanges {
  readonly values: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
}

/**
 * Saves attributes with source *browser*, the lowest trust (R11), by the one upsert (R6): a device that is only claimed gives
 * alternatives (R12). A page changes and removes only what a page has said in the same browser. Its former values are in
 * `previous` alone, because a page may say something else every second.
 *
 * @throws ApiError those of the upsert
 */
export async function setAttributes(
  tx: Tx,
  deps: Pick<Deps, "now" | "random">,
  browser: Browser,
  { values, removed }: AttributeChanges,
): Promise<void> {
  const { property, visitor } = browser;
  const page: PageValues = { property: property.id, visitor, records: await readRecords(tx, browser) };
  if (removed.length) await removeAttributes(tx, page, removed);
  const said = await readSaid(tx, page, Object.keys(values));
  const custom = Object.fromEntries(
    Object.entries(values).filter(([key, value]) => said.get(fieldOf(key)) !== value),
  );
  const keys = Object.keys(custom);
  if (!keys.length) return;
  await ofPage(tx, page, keys).where("status", "=", "alternative").execute();
  const details = { custom };
  const batch = await UpsertBatch.load(tx, property.id, [{ visitor, details }], () => newId(deps));
  if (!batch.knows(visitor)) return;
  const { matching } = property.settings;
  batch.apply({ visitor, details, source: "browser", proven: false, matching, now: deps.now() });
  publishContactsChanged(tx, property.id, await batch.save());
  await ofPage(tx, page, keys).where("status", "=", "past").execute();
}

/** Where the values are that a browser's page has said. */
interface PageValues {
  readonly property: string;
  readonly visitor: string;
  /** The browser's own record, and the contact that it is a device of. */
  readonly records: readonly string[];
}

const fieldOf = (key: string) => `custom:${key}`;

async function readRecords(tx: Tx, { property, visitor }: Browser): Promise<readonly string[]> {
  const row = await tx
    .selectFrom("visitors")
    .select("attached_to")
    .where("property_id", "=", property.id)
    .where("id", "=", visitor)
    .executeTakeFirst();
  return row?.attached_to ? [visitor, row.attached_to] : [visitor];
}

/** Deletes values of the page. @param keys at least one */
const ofPage = (tx: Tx, { property, visitor, records }: PageValues, keys: readonly string[]) =>
  tx
    .deleteFrom("details")
    .where("property_id", "=", property)
    .where("visitor_id", "in", records)
    .where("device_id", "=", visitor)
    .where("source", "=", "browser")
    .where("field", "in", keys.map(fieldOf));

async function removeAttributes(tx: Tx, page: PageValues, keys: readonly string[]): Promise<void> {
  const rows = await ofPage(tx, page, keys).returning("visitor_id").execute();
  const changed = [...new Set(rows.map(({ visitor_id }) => visitor_id))];
  if (!changed.length) return;
  await queueForIndex(tx, page.property, changed);
  publishContactsChanged(tx, page.property, changed);
}

/** The values that the page has said before and that are stored, by their fields. */
async function readSaid(
  tx: Tx,
  { property, visitor, records }: PageValues,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (!keys.length) return new Map();
  const rows = await tx
    .selectFrom("details")
    .select(["field", "value"])
    .where("property_id", "=", property)
    .where("visitor_id", "in", records)
    .where("device_id", "=", visitor)
    .where("source", "=", "browser")
    .where("field", "in", keys.map(fieldOf))
    .where("status", "in", ["current", "alternative"])
    .orderBy("id")
    .execute();
  return new Map(rows.map(({ field, value }) => [field, value]));
}
