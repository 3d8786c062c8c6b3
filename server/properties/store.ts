import * as z from "zod/mini";
import type { FormKey } from "../../shared/form-key.ts";
import { PropertySettings } from "../../shared/property.ts";
import { PropertyId } from "../../shared/property-id.ts";
import type { ServedForm } from "../../shared/rules/draw-form.ts";
import type { Deps } from "../deps.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { formsOf, versionsOf } from "./form-version.ts";

/** A property with parsed settings and versioned forms. The same object until its version changes. */
export interface KnownProperty {
  readonly id: string;
  readonly settings: PropertySettings;
  readonly version: number;
  readonly createdAt: number;
  /** The current definitions of all forms, by their keys. */
  readonly forms: ReadonlyMap<FormKey, ServedForm>;
}

export interface PropertyStore {
  /** The property, from the cache if it was read within five seconds; null if there is none with this ID. */
  find(id: string): Promise<KnownProperty | null>;
  /** As `find`. @throws ApiError `property_unknown` */
  get(id: string): Promise<KnownProperty>;
}

/** Dependencies of modules that use properties: one store for all, so that all see a save at once. */
export interface PropertyDeps extends Deps {
  readonly properties: PropertyStore;
}

/** How long a property is cached, ms: the delay after which another process's save is seen. */
const CACHE_LIFE = 5_000;
/** Limits the memory of the cache. */
const MAX_CACHED = 10_000;

/**
 * Makes a store of properties with a cache: every visit and delivery needs a property. The event `settings` removes a
 * property from the cache. Make the store before the other listeners of the bus: they read the saved settings from it.
 *
 * @throws ApiError (from `find` and `get`) `storage_unavailable` when the database cannot be read
 */
export function createPropertyStore({
  database,
  bus,
  now,
}: Pick<Deps, "database" | "bus" | "now">): PropertyStore {
  const cache = new Map<string, { property: KnownProperty; readAt: number }>();
  let saves = 0;
  bus.on((event) => {
    if (event.kind !== "settings") return;
    saves++;
    cache.delete(event.property);
  });

  async function find(id: string): Promise<KnownProperty | null> {
    const known = cache.get(id);
    const readAt = now();
    if (known && readAt - known.readAt < CACHE_LIFE) return known.property;
    // some invalid texts would match an ID in the database: those with U+0000, which are stored without it
    if (!known && !z.safeParse(PropertyId, id).success) return null;
    const savesBefore = saves;
    const property = await findProperty(database.read, id, known?.property);
    // a save during the query: the result may be outdated, so it is not cached
    if (savesBefore !== saves) return property;
    cache.delete(id);
    if (property) cache.set(id, { property, readAt });
    const [oldest] = cache.keys();
    if (oldest !== undefined && cache.size > MAX_CACHED) cache.delete(oldest);
    return property;
  }

  return {
    find,
    async get(id) {
      return (await find(id)) ?? unknown();
    },
  };
}

function unknown(): never {
  throw new ApiError("property_unknown");
}

/**
 * Reads a property from the database.
 *
 * @param known the cached property, which is returned if its version is current
 */
export async function findProperty(db: Db, id: string, known?: KnownProperty): Promise<KnownProperty | null> {
  const row = await db
    .selectFrom("properties")
    .select(["settings", "version", "created_at"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  if (known?.version === row.version) return known;
  const settings = z.parse(PropertySettings, JSON.parse(row.settings));
  return { id, settings, version: row.version, createdAt: row.created_at, forms: formsOf(settings) };
}

/** Inserts a property with its first form versions. */
export async function insertProperty(
  tx: Tx,
  { id, settings, now }: { id: string; settings: PropertySettings; now: number },
): Promise<void> {
  await tx
    .insertInto("properties")
    .values({
      id,
      name: settings.name,
      settings: JSON.stringify(settings),
      version: 1,
      created_at: now,
      widget_seen_at: null,
      widget_seen_origin: null,
      last_ticket: 0,
      requires_two_factor: 0,
    })
    .execute();
  await tx.insertInto("sequences").values({ property_id: id, last_sequence: 0 }).execute();
  await saveFormVersions(tx, { id, settings, now });
}

/**
 * Saves settings, if the edited version is still the current one, and publishes `settings`.
 *
 * @throws ApiError `settings_changed` if another save came first
 */
export async function updateProperty(
  tx: Tx,
  { id, settings, version, now }: { id: string; settings: PropertySettings; version: number; now: number },
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("properties")
    .set({ name: settings.name, settings: JSON.stringify(settings), version: version + 1 })
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new ApiError("settings_changed");
  await saveFormVersions(tx, { id, settings, now });
  tx.publish({ kind: "settings", property: id });
}

/** Stores the forms' definitions permanently, so that late answers can be read. */
async function saveFormVersions(
  tx: Tx,
  { id, settings, now }: { id: string; settings: PropertySettings; now: number },
): Promise<void> {
  const rows = [...formsOf(settings)].flatMap(([kind, form]) =>
    versionsOf(form).map((definition) => ({
      property_id: id,
      kind,
      version: definition.version,
      definition: JSON.stringify(definition),
      created_at: now,
    })),
  );
  await tx
    .insertInto("form_versions")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
